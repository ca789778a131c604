import { z } from 'zod'

/** Most urgent first. Response times of the guide: 30 minutes, 2 hours, 8 hours, 24 hours; info asks for nothing. */
export const Severity = z.enum(['critical', 'high', 'medium', 'low', 'info'])
export type Severity = z.infer<typeof Severity>

/** 0 for the most urgent. */
export const severityRank = (severity: Severity): number => Severity.options.indexOf(severity)

/** What every finding has. */
export const shared = {
  /** Stable: no OIDs, times or counts in it. `check:subject`. */
  key: z.string(),
  severity: Severity,
}
