import type { PerformanceDay } from './performance-day.ts'
import type { JudgedAt, PerformanceVerdict, Unjudged } from './performance-verdict.ts'
import type { StatementFigures, WindowTime } from './performance.ts'

/** A statement that took much of an hour. */
export interface ShownStatement {
  key: string
  text: string
  role: string | null
  figures: StatementFigures
  /** Of the time of all statements, 0–1. */
  share: number
}

/** A verdict on a deploy. */
export interface ShownVerdict {
  deploy: string
  judgedAt: JudgedAt
  verdict: PerformanceVerdict
}

/** What views show of a verdict of no deploy. */
export type AskedVerdict = Omit<ShownVerdict, 'deploy'>

/** What views show of a target's performance; times in ms. */
export interface PerformanceShown {
  target: string
  /** The newest snapshot; null: none was taken yet. */
  at: number | null
  /** Between the newest two; null: there are no two. */
  span: WindowTime | null
  database: { bytes: number; connections: number } | null
  /** Longest first. */
  statements: ShownStatement[]
  /** What could not be read. */
  unread: Unjudged[]
  /** What somebody asked for last, of no deploy; null: nobody did. */
  asked: AskedVerdict | null
  /** Of the deploy that was judged last, newest first. */
  verdicts: ShownVerdict[]
  /** Newest first. */
  days: PerformanceDay[]
}

/** What views show of one deploy's performance. */
export interface DeployPerformance {
  target: string
  deploy: string
  /** In order of time. */
  verdicts: ShownVerdict[]
}
