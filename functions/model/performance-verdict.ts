import { z } from 'zod'
import { Finding } from './finding.ts'
import { DatabaseChange, StatementChange, TableChange, WindowTime } from './performance.ts'

/** When a snapshot is taken for a deploy: before it, at its end, when the cache is warm again, and later. */
export const Moment = z.enum(['start', 'end', 'warm', '15min', '1h', '24h'])
export type Moment = z.infer<typeof Moment>

/** When it is judged whether a target is slower; `later`: each hour after that, while something is; `asked`: when somebody asks, of no deploy. */
export const JudgedAt = z.enum(['end', '15min', '1h', '24h', 'later', 'asked'])
export type JudgedAt = z.infer<typeof JudgedAt>

/** What a window is compared with: the time just before, or the same hour of an earlier day. */
export const BaselineKind = z.enum(['before', 'same-hour'])
export type BaselineKind = z.infer<typeof BaselineKind>

/** What could not be judged. */
export const Unjudged = z.object({ subject: z.string(), reason: z.string(), mend: z.string().nullable() })
export type Unjudged = z.infer<typeof Unjudged>

/** What is said to be unknown where nothing could be compared. */
export const COUNTERS = 'the target’s counters'

/** Whether a target became slower. fast: as fast as before · slower: something is, or will be · unknown: too little could be judged. */
export const PerformanceVerdict = z.object({
  verdict: z.enum(['fast', 'slower', 'unknown']),
  /** ms */
  at: z.number(),
  /** What was judged; null: the deploy has just ended. */
  span: WindowTime.nullable(),
  baselines: z.array(WindowTime.extend({ kind: BaselineKind })),
  /** Share of the statements' time that could be judged, 0–1; null: statements could not be compared. */
  matched: z.number().nullable(),
  /** How many statements that are. */
  judged: z.number().int(),
  findings: z.array(Finding),
  unknowns: z.array(Unjudged),
  /** Those that took most of the window's time, longest first. */
  statements: z.array(StatementChange),
  /** What happened to each table that changed since before the deploy. */
  tables: z.array(TableChange),
  database: DatabaseChange.nullable(),
})
export type PerformanceVerdict = z.infer<typeof PerformanceVerdict>
