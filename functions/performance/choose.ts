import type { BaselineKind, JudgedAt, Moment } from '../model/performance-verdict.ts'

/** A snapshot that is kept, without what is in it. */
export interface Kept {
  /** ms */
  at: number
  /** null: the hour's. */
  moment: Moment | null
}

/** Which snapshots a verdict needs, by their times, ms. */
export interface Choice {
  /** null: none is known. */
  start: number | null
  /** From when on is judged; null: it is too early, or there is no snapshot. */
  from: number | null
  baselines: { kind: BaselineKind; from: number; to: number }[]
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A window just before a deploy is about an hour; a shorter one than this says too little. ms */
const SHORTEST = 10 * MINUTE
/** and one that began earlier than this is of another time of the day. ms */
const FARTHEST = 3 * HOUR
/** So many earlier days are looked at: as many as are kept hour by hour. */
const DAYS = 2

/**
 * Chooses what is compared: the time since the cache was warm (of a deploy long past, the last hour), with the hour before the deploy and
 * the same time of earlier days; what is of a whole day, with the day before.
 * @param kept snapshots of one target: those of the hours, and of this deploy
 * @param deployed when the deploy began, ms
 * @param now when the newest snapshot was taken, ms
 */
export function choose(judgedAt: JudgedAt, kept: readonly Kept[], deployed: number, now: number): Choice {
  const own = (moment: Moment) => kept.find((one) => one.moment === moment)?.at
  const hours = kept.flatMap(({ at, moment }) => (moment === null ? [at] : [])).toSorted((one, other) => one - other)
  if (judgedAt === 'asked') return chooseAsked(hours, now)
  const start = own('start') ?? hours.findLast((at) => at <= deployed) ?? null
  const from = judgedAt === 'end' ? null : fromWhen(judgedAt, own('warm'), hours, now)
  if (start === null) return { start, from, baselines: [] }
  const before = hours.filter((at) => at < start)
  const beginning = judgedAt === '24h' ? before.find((at) => at >= start - DAY - HOUR) : aboutAnHour(before, start)
  return {
    start,
    from,
    baselines: [...justBefore(beginning, start), ...(from === null ? [] : sameHours(hours, start, from, now))],
  }
}

const justBefore = (from: number | undefined, to: number): Choice['baselines'] =>
  from !== undefined && to - from >= SHORTEST ? [{ kind: 'before', from, to }] : []

/** Of no deploy: the time since the hour's snapshot, or since the one before where that has just been taken. */
function chooseAsked(hours: readonly number[], now: number): Choice {
  const start = hours.findLast((at) => at <= now - SHORTEST) ?? hours.at(-1) ?? null
  if (start === null) return { start, from: null, baselines: [] }
  const before = hours.filter((at) => at < start)
  const baselines = [...justBefore(aboutAnHour(before, start), start), ...sameHours(hours, start, start, now)]
  return { start, from: start, baselines }
}

function fromWhen(judgedAt: JudgedAt, warm: number | undefined, hours: readonly number[], now: number): number | null {
  const first = warm ?? null
  if (judgedAt !== 'later') return first
  return hours.findLast((at) => at <= now - HOUR / 2 && at >= (first ?? now - FARTHEST)) ?? first
}

/** The snapshot that lies nearest to an hour before. */
const aboutAnHour = (before: readonly number[], start: number): number | undefined =>
  before
    .filter((at) => at >= start - FARTHEST)
    .toSorted((one, other) => Math.abs(start - HOUR - one) - Math.abs(start - HOUR - other))[0]

/** Of earlier days, the hours within which the window lies. */
function sameHours(hours: readonly number[], start: number, from: number, now: number): Choice['baselines'] {
  return Array.from({ length: DAYS }, (_, i) => (i + 1) * DAY).flatMap((ago) => {
    const a = hours.findLast((at) => at <= from - ago)
    const b = hours.find((at) => at >= now - ago && at > (a ?? 0))
    if (a === undefined || b === undefined || b > start || b - a > now - from + FARTHEST) return []
    return [{ kind: 'same-hour' as const, from: a, to: b }]
  })
}
