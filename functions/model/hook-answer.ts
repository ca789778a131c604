import { z } from 'zod'
import { Phase, SenderName } from './deploy.ts'

/** What a delivery was answered with: the same whenever it comes again. */
export const HookAnswer = z.object({
  delivery: z.string(),
  sender: SenderName,
  event: z.string(),
  outcome: z.enum(['deploy', 'look', 'ignored']),
  /** What became of it, for people. */
  said: z.string(),
  deploy: z.string().nullable(),
  /** The phase that this delivery began; null: none. */
  begins: Phase.nullable(),
})
export type HookAnswer = z.infer<typeof HookAnswer>
