import { z } from 'zod'
import { identifier } from '../../model/sql.ts'
import type { CheckContext, Doubt, Told } from '../check.ts'
import { count } from '../words.ts'

const seconds = z.number().nullable()

/** A row of supabase/checks/activity.sql: a session in which something is going on. */
export const SessionRow = z.object({
  pid: z.number(),
  role: z.string().nullable(),
  application: z.string(),
  state: z.string().nullable(),
  /** The role that looks may only see that it is there. */
  hidden: z.boolean(),
  query_seconds: seconds,
  state_seconds: seconds,
  transaction_seconds: seconds,
  keeps_rows: z.boolean(),
  blocked_by: z.array(z.number()),
  exclusive: z.array(z.string()),
})
export type SessionRow = z.infer<typeof SessionRow>

/** The exact grant that lets a role see what other roles' sessions do. */
export const MONITOR_GRANT = 'grant pg_monitor to plumbline;'

/** The same for the role that looks: from 16 on a membership says itself whether it is inherited. */
export const monitorGrant = ({ server, role, inherits }: CheckContext['server']): string => {
  const grant = `grant pg_monitor to ${identifier(role)}`
  if (inherits) return `${grant};`
  return server >= 160_000 ? `${grant} with inherit true;` : `${grant}; alter role ${identifier(role)} inherit;`
}

/** What hidden sessions keep from being seen; none where all is open. */
export function hiddenSessions(rows: readonly SessionRow[], { server }: CheckContext): Doubt[] {
  const hidden = rows.filter((row) => row.hidden).length
  if (hidden === 0 || server.monitors) return []
  return [
    {
      subject: 'sessions of other roles',
      reason: `the role ${server.role} may only see that they are there, not what they do`,
      mend: monitorGrant(server),
    },
  ]
}

/** Who a session is, without its pid: what a finding can be called by. */
export const whose = ({ role, application }: SessionRow): string =>
  `${application === '' ? 'a session' : application} of ${role ?? 'nobody'}`

/** The same as part of a finding's key. */
export const subjectOf = ({ role, application }: SessionRow): string => `${application || 'session'}@${role ?? ''}`

/**
 * Tells sessions by whose they are, the worst of each: pids come and go, and so would findings.
 * @param measure of a session; null: it does not count
 */
export function byOwner(
  rows: readonly SessionRow[],
  measure: (row: SessionRow) => number | null,
  tell: (worst: SessionRow, value: number, all: readonly SessionRow[]) => Told | null,
): (Told | null)[] {
  const counted = rows.flatMap((row) => {
    const value = row.hidden ? null : measure(row)
    return value === null ? [] : [{ row, value }]
  })
  return [...Map.groupBy(counted, ({ row }) => whose(row)).values()].map((group) => {
    const worst = group.reduce((a, b) => (b.value > a.value ? b : a))
    return tell(
      worst.row,
      worst.value,
      group.map(({ row }) => row),
    )
  })
}

/** `pid 12`, `pids 12 and 2 others`. */
export const pids = (worst: SessionRow, all: readonly SessionRow[]): string =>
  all.length === 1 ? `pid ${worst.pid}` : `pid ${worst.pid} and ${count(all.length - 1, 'other')}`

/** The statements that show a session and end what it does. */
export const ending = (pid: number, how: 'cancel' | 'terminate'): string[] => [
  '-- see what it does, then end it:',
  `select pid, usename, state, left(query, 200) as query from pg_stat_activity where pid = ${pid};`,
  `select pg_${how}_backend(${pid});`,
]
