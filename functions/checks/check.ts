import { z } from 'zod'
import type { Severity, Unknown } from '../model/finding.ts'
import type { HealthId, Limits, Samples } from '../model/health.ts'
import type { ServerRow } from './server/row.ts'

/** How often a check is made: with every tick, once a day, once a week. */
export type CheckSuite = 'tick' | 'daily' | 'weekly'

/** What every check is handed beside its rows. */
export interface CheckContext {
  /** ms */
  now: number
  server: ServerRow
  samples: Samples
  /** Since when a finding has been open, ms: null: it is new. Absent where nobody keeps findings: it may be as old as it likes. */
  openSince?: ((id: HealthId, subject: string) => number | null) | undefined
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

/** A check without what is asked: what docs, GET /checks and `plumbline checks` show. */
export interface CheckText {
  id: HealthId
  /** What it tells, in one line without a full stop. */
  title: string
  suite: CheckSuite
  /** What the limits are of; '' where there is nothing to measure. */
  unit: string
  /** null: whatever is found is told. */
  limits: Limits | null
  /** Where the limits, or the rule, come from: a link or a named peer. */
  source: string
  severity: Readonly<Record<Exclude<Grade, 'new'>, Severity>>
  why: string
  /** How to put it right, whatever the subject. */
  resolve: readonly string[]
  /** The grant without which it is unknown; null: every role sees what it asks. */
  permission: string | null
  /** What a held or awaited ACCESS EXCLUSIVE means for it. */
  lock: string
  /** How PostgreSQL 15 to 18 differ for it; null: not at all. */
  versions: string | null
  /** The text of supabase/checks that answers it. */
  sql: string
  /** Whether it needs an earlier sample. */
  compares: boolean
}

/** A check: what it is, and how rows become a judgement. */
export interface HealthCheck extends CheckText {
  judge(rows: readonly unknown[], limits: Limits | null, context: CheckContext): Judgement
}

type Given<R> = Omit<CheckText, 'severity' | 'permission' | 'lock' | 'versions' | 'compares' | 'limits' | 'unit'> &
  Partial<Pick<CheckText, 'severity' | 'permission' | 'lock' | 'versions' | 'compares' | 'limits' | 'unit'>> & {
    row: z.ZodType<R>
    judge(rows: R[], limits: Limits, context: CheckContext): Judgement
  }

/** Most checks read the catalog and the statistics, which nobody locks. */
const LOCK_FREE = 'Reads only what no lock guards: it answers during any migration.'

/** Completes a check with what holds unless it says otherwise. Rows of another form are unknown, never clean. */
export const check = <R>({ row, judge, ...given }: Given<R>): HealthCheck => ({
  unit: '',
  limits: null,
  severity: { warn: 'medium', critical: 'high' },
  permission: null,
  lock: LOCK_FREE,
  versions: null,
  compares: false,
  ...given,
  judge(rows, limits, context) {
    const parsed = z.array(row).safeParse(rows)
    return parsed.success
      ? judge(parsed.data, limits ?? given.limits ?? NO_LIMITS, context)
      : doubt({ subject: given.id, reason: `supabase/checks/${given.sql}.sql answered in another form`, mend: null })
  },
})

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
export function lasting(id: HealthId, subject: string, limits: Limits, { openSince, now }: CheckContext): Grade {
  const since = openSince?.(id, subject)
  if (since === undefined) return 'warn'
  return since === null ? 'new' : (gradeOf((now - since) / 1000, limits) ?? 'new')
}
