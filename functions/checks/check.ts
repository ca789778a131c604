import { z } from 'zod'
import type { Unknown } from '../model/finding.ts'
import type { CheckText, HealthId, Limits, Samples } from '../model/health.ts'
import type { NoTrend, Trend } from '../model/trends.ts'
import type { Series } from './trends/series.ts'
import type { ServerRow } from './server/row.ts'

/** What every check is handed beside its rows. */
export interface CheckContext {
  /** ms */
  now: number
  server: ServerRow
  samples: Samples
  /** Since when a finding has been open, ms: null: it is new. Absent where nobody keeps findings: it may be as old as it likes. */
  openSince?: ((id: HealthId, subject: string) => number | null) | undefined
  /** What earlier readings say of a series. Absent where nobody keeps readings. */
  trend?: ((series: Series) => Trend | NoTrend) | undefined
}

/** One thing that a check tells. */
export interface Told {
  /** Stable: no OID, pid, time or count. */
  subject: string
  grade: Grade
  value: number | null
  title: string
  what: string
  /** SQL, commands, and remarks beginning with `-- `. */
  mend: string[]
}

/** new: it is there, and whether it lasts is not known yet: told as info. */
export type Grade = 'new' | 'warn' | 'critical'

/** What a check could not see. */
export type Doubt = Pick<Unknown, 'subject' | 'reason' | 'mend'>

export interface Judgement {
  told: Told[]
  doubts: Doubt[]
}

/** A check that the database answers: what it is, and how rows become a judgement. */
export interface HealthCheck extends CheckText {
  where: 'database'
  sql: string
  judge(rows: readonly unknown[], limits: Limits | null, context: CheckContext): Judgement
}

/** What a check is handed that does not ask the database, which may be out of reach. */
export type OutsideContext = Omit<CheckContext, 'server'> & { server: ServerRow | null }

/** A check that the platform answers, or the application's own addresses. */
export interface OutsideCheck extends CheckText {
  where: 'platform' | 'application'
  sql: null
  judge(rows: readonly unknown[], limits: Limits | null, context: OutsideContext): Judgement
}

export type AnyCheck = HealthCheck | OutsideCheck

type Usual = 'severity' | 'permission' | 'lock' | 'versions' | 'compares' | 'limits' | 'unit'

/** What a check says of itself: all but what has a usual answer. */
export type Given<R, C> = Omit<CheckText, Usual | 'where' | 'asks' | 'sql'> &
  Partial<Pick<CheckText, Usual>> & {
    row: z.ZodType<R>
    judge(rows: R[], limits: Limits, context: C): Judgement
  }

/** Most checks read the catalog and the statistics, which nobody locks. */
const LOCK_FREE = 'Reads only what no lock guards: it answers during any migration.'

/** Completes a check of the database with what holds unless it says otherwise. Rows of another form are unknown, never clean. */
export const check = <R>({ row, judge, ...given }: Given<R, CheckContext> & { sql: string }): HealthCheck => ({
  ...usual,
  where: 'database',
  asks: [],
  ...given,
  judge: judging(given, { row, judge }, `supabase/checks/${given.sql}.sql answered in another form`),
})

/** Completes a check that asks elsewhere. */
export const outside = <R>({
  row,
  judge,
  ...given
}: Given<R, OutsideContext> & Pick<OutsideCheck, 'where' | 'asks'>): OutsideCheck => ({
  ...usual,
  lock: 'Does not ask the database.',
  versions: 'Does not hang on the version of PostgreSQL.',
  ...given,
  sql: null,
  judge: judging(given, { row, judge }, `${given.asks.join(', ')} answered in another form than the one known here`),
})

const usual = {
  unit: '',
  limits: null,
  severity: { warn: 'medium', critical: 'high' },
  permission: null,
  lock: LOCK_FREE,
  versions: null,
  compares: false,
} as const

const judging =
  <R, C>(
    { id, limits: own }: Pick<Given<R, C>, 'id' | 'limits'>,
    { row, judge }: Pick<Given<R, C>, 'row' | 'judge'>,
    otherForm: string,
  ) =>
  (rows: readonly unknown[], limits: Limits | null, context: C): Judgement => {
    const parsed = z.array(row).safeParse(rows)
    return parsed.success
      ? judge(parsed.data, limits ?? own ?? NO_LIMITS, context)
      : doubt({ subject: id, reason: otherForm, mend: null })
  }

const NO_LIMITS: Limits = { warn: 0, critical: null }

/** A judgement of findings alone. */
export const told = (all: readonly (Told | null)[]): Judgement => ({
  told: all.filter((one) => one !== null),
  doubts: [],
})

/** A judgement that something could not be seen. */
export const doubt = (...doubts: Doubt[]): Judgement => ({ told: [], doubts })

/** Findings, and what could not be seen beside them. */
export const both = (all: readonly (Told | null)[], doubts: readonly Doubt[]): Judgement => ({
  ...told(all),
  doubts: [...doubts],
})

/** Which limit a value has reached; null: none. */
export function gradeOf(value: number, { warn, critical }: Limits): Grade | null {
  if (critical !== null && value >= critical) return 'critical'
  return value >= warn ? 'warn' : null
}

/** Tells a value where it has reached a limit. */
export function graded(
  value: number,
  limits: Limits,
  tell: (grade: Grade) => Omit<Told, 'grade' | 'value'>,
): Told | null {
  const grade = gradeOf(value, limits)
  return grade === null ? null : { grade, value, ...tell(grade) }
}

/**
 * How grave something is that may be there for a while: `new` until it has been open for `limits.warn` seconds. Where nobody keeps
 * findings, as on a laptop, it may be as old as it likes, and warns.
 */
export function lasting(
  id: HealthId,
  subject: string,
  limits: Limits,
  { openSince, now }: Pick<CheckContext, 'openSince' | 'now'>,
): Grade {
  const since = openSince?.(id, subject)
  if (since === undefined) return 'warn'
  return since === null ? 'new' : (gradeOf((now - since) / 1000, limits) ?? 'new')
}
