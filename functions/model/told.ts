import { z } from 'zod'
import { Severity } from './finding.ts'

/** A finding, or what could not be looked at, as a message tells it. */
export const Told = z.object({
  key: z.string(),
  severity: Severity,
  title: z.string(),
  /** SQL or commands, in their order. */
  mend: z.array(z.string()),
})
export type Told = z.infer<typeof Told>

/** So many findings of an incident are told in a message. */
export const MOST_TOLD = 25
