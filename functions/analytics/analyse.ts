import type {
  Analytics,
  AppliedOnDay,
  DeployCounted,
  DriftEpisode,
  DriftWay,
  TargetAnalytics,
  Week,
} from '../model/analytics.ts'
import { stepsOf } from './applied.ts'
import { durationsOf } from './durations.ts'
import { weekOf, weeksOf } from './weeks.ts'

/** What is counted: of all targets, in no order; episodes that touch the range, deploys and days that lie in it. */
export interface Counted {
  targets: readonly string[]
  /** ms; `to` is not included. */
  range: { from: number; to: number }
  episodes: readonly DriftEpisode[]
  deploys: readonly DeployCounted[]
  days: readonly AppliedOnDay[]
}

/** What happened to each target in a range of time. */
export const analyticsOf = ({ targets, range, ...counted }: Counted): Analytics => ({
  ...range,
  targets: targets.map((target) =>
    ofTarget(target, range, {
      episodes: counted.episodes.filter((one) => one.target === target),
      deploys: counted.deploys.filter((one) => one.target === target),
      days: counted.days.filter((one) => one.target === target),
    }),
  ),
})

type Own = Pick<Counted, 'episodes' | 'deploys' | 'days'>

function ofTarget(target: string, range: Counted['range'], { episodes, deploys, days }: Own): TargetAnalytics {
  const isIn = (at: number | null) => at !== null && at >= range.from && at < range.to
  const began = episodes.filter(({ firstSeen }) => isIn(firstSeen)).toSorted((a, b) => a.firstSeen - b.firstSeen)
  const mended = episodes.filter(({ resolvedAt }) => isIn(resolvedAt))
  const steps = stepsOf(days)
  return {
    target,
    drifts: began.length,
    mended: mended.length,
    open: episodes.filter(({ firstSeen, resolvedAt }) => firstSeen < range.to && (resolvedAt ?? Infinity) >= range.to)
      .length,
    cameBack: began.length - new Set(began.map(({ key }) => key)).size,
    byCheck: countsOf(began.map(({ check }) => check)),
    notice: durationsOf(
      began.flatMap(({ firstSeen, lastAbsent }) => (lastAbsent === null ? [] : [firstSeen - lastAbsent])),
    ),
    mend: durationsOf(
      mended.flatMap(({ firstSeen, resolvedAt }) => (resolvedAt === null ? [] : [resolvedAt - firstSeen])),
    ),
    ways: waysOf(began),
    nearDeploy: began.filter(({ nearDeploy }) => nearDeploy).length,
    applied: steps.length === 0 ? null : sum(steps.map(({ applied }) => applied)),
    deploys: deploys.length,
    failed: deploys.filter(({ failed }) => failed).length,
    took: durationsOf(tookOf(deploys)),
    weeks: weeksOf(range.from, range.to).map((week): Week => {
      const inWeek = (at: number | null) => at !== null && weekOf(at) === week
      const told = deploys.filter(({ at }) => inWeek(at))
      const moved = steps.filter(({ day }) => inWeek(day))
      return {
        week,
        drifts: began.filter(({ firstSeen }) => inWeek(firstSeen)).length,
        roles: rolesOf(began.filter(({ firstSeen }) => inWeek(firstSeen))),
        mended: mended.filter(({ resolvedAt }) => inWeek(resolvedAt)).length,
        applied: moved.length === 0 ? null : sum(moved.map(({ applied }) => applied)),
        undone: moved.length === 0 ? null : sum(moved.map(({ undone }) => undone)),
        deploys: told.length,
        failed: told.filter(({ failed }) => failed).length,
        took: durationsOf(tookOf(told)).median,
      }
    }),
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

const tookOf = (deploys: readonly DeployCounted[]) => deploys.flatMap(({ ms }) => (ms === null ? [] : [ms]))

function countsOf<T extends string>(names: readonly T[]): Partial<Record<T, number>> {
  const counts: Partial<Record<T, number>> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/** What a cause says of how a drift came. */
const WAYS: Readonly<Record<string, DriftWay>> = {
  removed: 'by hand',
  changed: 'by hand',
  older: 'by hand',
  unmade: 'by hand or push',
  declared: 'drizzle-kit push',
  'drift.pushed': 'drizzle-kit push',
  pending: 'ahead of its migration',
  supabase: 'Supabase CLI',
}

const wayOf = ({ cause }: DriftEpisode): DriftWay => (cause === null ? 'unknown' : (WAYS[cause] ?? 'unknown'))

/** How often each way by each role, the most frequent first. */
const waysOf = (began: readonly DriftEpisode[]): TargetAnalytics['ways'] =>
  grouped(
    began.map((one) => ({ way: wayOf(one), role: one.role, application: one.application })),
    ({ way, role, application }) => [way, role, application],
  )

const rolesOf = (began: readonly DriftEpisode[]): Week['roles'] =>
  grouped(
    began.map(({ role }) => ({ role })),
    ({ role }) => [role],
  )

/** Each of what is alike once, with how often; the most frequent first, then by name, those unknown last. */
function grouped<T extends object>(all: readonly T[], by: (one: T) => (string | null)[]): (T & { drifts: number })[] {
  const name = (one: T) => by(one).map((part) => (part === null ? '1' : `0${part}`))
  return [...Map.groupBy(all, (one) => JSON.stringify(name(one)))]
    .toSorted(([a, ones], [b, others]) => others.length - ones.length || (a < b ? -1 : 1))
    .flatMap(([, [one, ...more]]) => (one === undefined ? [] : [{ ...one, drifts: more.length + 1 }]))
}
