import { z } from 'zod'
import { Durations, TargetAnalytics, Week, type Analytics } from '../model/analytics.ts'
import { measured } from './charts/units.ts'
import { dim, visible, type TextOptions } from './text/lines.ts'
import { table } from './text/table.ts'

const Time = z.iso.datetime()

/** The analytics of some targets as JSON answers show them. */
export const AnalyticsJson = z.object({
  from: Time,
  to: Time,
  targets: z.array(TargetAnalytics.extend({ weeks: z.array(Week.extend({ week: Time.describe('Its Monday') })) })),
})
export type AnalyticsJson = z.infer<typeof AnalyticsJson>

const iso = (ms: number) => new Date(ms).toISOString()
const day = (ms: number) => iso(ms).slice(0, 10)

/** The same with times as ISO 8601. */
export const analyticsJson = ({ from, to, targets }: Analytics): AnalyticsJson => ({
  from: iso(from),
  to: iso(to),
  targets: targets.map((one) => ({ ...one, weeks: one.weeks.map((week) => ({ ...week, week: iso(week.week) })) })),
})

const CSV = [
  'target',
  'week',
  'drifts',
  'mended',
  'migrations_applied',
  'migrations_undone',
  'deploys',
  'deploys_failed',
  'deploy_median_ms',
  'drifts_by_role',
] as const

/** RFC 4180: a line for each target and week; what nobody knows is empty. */
export function analyticsCsv({ targets }: Analytics): string {
  const rows = targets.flatMap(({ target, weeks }) =>
    weeks.map((week) =>
      [
        target,
        day(week.week),
        week.drifts,
        week.mended,
        week.applied,
        week.undone,
        week.deploys,
        week.failed,
        week.took,
        rolesSaid(week),
      ]
        .map((value) => value ?? '')
        .join(','),
    ),
  )
  return [CSV.join(','), ...rows, ''].join('\r\n')
}

/** `"2 ana; 1 unknown"`: a role may be named as it likes, and begins no cell, which a spreadsheet might take for a formula. */
const rolesSaid = ({ roles }: Pick<Week, 'roles'>): string =>
  roles.length === 0
    ? ''
    : `"${roles.map(({ role, drifts }) => `${drifts} ${visible(role ?? 'unknown').replaceAll('"', '""')}`).join('; ')}"`

/** A time span for people, from milliseconds to days; `unknown` where there is none. */
export function spanSaid(ms: number | null): string {
  if (ms === null) return 'unknown'
  if (ms >= 2 * 86_400_000) return `${Math.round(ms / 86_400_000)} d`
  return ms >= 2 * 3_600_000 ? `${Math.round(ms / 3_600_000)} h` : measured(ms, 'ms')
}

/** `12 min, at most 3 h`: the middle and the longest. */
export const durationsSaid = ({ of, median, longest }: Durations): string =>
  of < 2 ? spanSaid(median) : `${spanSaid(median)}, at most ${spanSaid(longest)}`

/** `3 of 20 (15 %)`: how many of the deploys failed. */
export const failedSaid = ({ deploys, failed }: Pick<TargetAnalytics, 'deploys' | 'failed'>): string =>
  deploys === 0 ? 'none' : `${failed} of ${deploys} (${Math.round((failed / deploys) * 100)} %)`

const COLUMNS = [
  'TARGET',
  'DRIFTS',
  'MENDED',
  'OPEN',
  'NOTICED WITHIN',
  'MENDED WITHIN',
  'MIGRATIONS',
  'FAILED',
  'TOOK',
]

/** A line for each target; of one target, also who may have made its drifts. */
export function analyticsText({ from, to, targets }: Analytics, options: TextOptions): string {
  const rows = targets.map((one) => [
    { text: one.target },
    { text: String(one.drifts) },
    { text: String(one.mended) },
    { text: String(one.open) },
    { text: spanSaid(one.notice.median) },
    { text: spanSaid(one.mend.median) },
    { text: one.applied === null ? 'unknown' : String(one.applied) },
    { text: failedSaid(one) },
    { text: spanSaid(one.took.median) },
  ])
  const right = ['DRIFTS', 'MENDED', 'OPEN', 'MIGRATIONS']
  const lines = table(
    COLUMNS.map((heading) => ({ heading, right: right.includes(heading) })),
    rows,
  )
  const [only] = targets
  const ways = targets.length === 1 && only !== undefined && only.ways.length > 0 ? ['', waysSaid(only)] : []
  return [dim(`${day(from)} to ${day(to - 1)}`, options), ...lines, ...ways].join('\n')
}

/** `Made: 3 by hand (ana, psql), 1 drizzle-kit push; of 1 the role is unknown`. */
export function waysSaid({ ways }: Pick<TargetAnalytics, 'ways'>): string {
  const who = ({ role, application }: (typeof ways)[number]) =>
    role === null ? '' : ` (${[role, ...(application === null ? [] : [application])].map(visible).join(', ')})`
  const unknown = ways.reduce((sum, { role, drifts }) => sum + (role === null ? drifts : 0), 0)
  const said = ways.map((one) => `${one.drifts} ${one.way}${who(one)}`).join(', ')
  return `Made: ${said}${unknown === 0 ? '' : `; of ${unknown} the role is unknown`}`
}
