import { z } from 'zod'
import type { Unknown } from '../model/finding.ts'
import type { CheckText, HealthId, Limits, Samples } from '../model/health.ts'
import type { ServerRow } from './server/row.ts'

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
