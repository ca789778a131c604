import {
  isUnread,
  type PerformanceSnapshot,
  type StatementCount,
  type StatementFigures,
  type StatementsRead,
  type Unread,
} from '../model/performance.ts'

/** What the statements of a target did between two snapshots. */
export interface StatementWindow {
  /** By statement and role, of those whose counters can be trusted. */
  figures: ReadonlyMap<string, Counted>
  /** Time of all statements in the window, with what could not be trusted, as far as it is known. ms */
  total: number
  /** Why some could not be trusted: how many for each reason. */
  distrusted: ReadonlyMap<string, number>
}

export interface Counted {
  key: string
  text: string
  role: string | null
  toplevel: boolean
  figures: StatementFigures
}

/**
 * What each statement did between two snapshots. One is left out, and said to be, where any of its counters fell, where it was counted anew
 * in between, or where it is new while the extension had to forget others: then its past may be forgotten, too.
 */
export function statementWindow(before: PerformanceSnapshot, after: PerformanceSnapshot): StatementWindow | Unread {
  const [old, now] = [before.statements, after.statements]
  if (isUnread(old)) return old
  if (isUnread(now)) return now
  if (old.reset !== now.reset || now.evicted < old.evicted)
    return { reason: 'pg_stat_statements was reset between the two snapshots', mend: null }
  return windowOf({ old, now, at: before.at })
}

interface Pair {
  old: StatementsRead
  now: StatementsRead
  /** When `old` was read, ms. */
  at: number
}

function windowOf(pair: Pair): StatementWindow {
  const figures = new Map<string, Counted>()
  const distrusted = new Map<string, number>()
  let total = 0
  const earlier = Map.groupBy(pair.old.counts, idOf)
  const later = Map.groupBy(pair.now.counts, idOf)
  for (const [id, counts] of later) {
    const grown = grownBy(pair, earlier.get(id) ?? [], counts)
    if ('why' in grown) {
      distrusted.set(grown.why, (distrusted.get(grown.why) ?? 0) + 1)
      total += counts[0]?.toplevel === false ? 0 : grown.ms
      continue
    }
    const [first] = counts
    if (first === undefined || grown.calls <= 0) continue
    const { key, text, role, toplevel } = first
    figures.set(id, { key, text, role, toplevel, figures: figuresOf(grown) })
    // What runs inside a function is part of its caller's time.
    if (toplevel) total += grown.ms
  }
  for (const id of earlier.keys()) if (!later.has(id)) distrusted.set(FORGOTTEN, (distrusted.get(FORGOTTEN) ?? 0) + 1)
  return { figures, total, distrusted }
}

const idOf = ({ key, role, toplevel }: Pick<StatementCount, 'key' | 'role' | 'toplevel'>): string =>
  JSON.stringify([key, role, toplevel])

const FORGOTTEN = 'forgotten in between'
const ANEW = 'counted anew in between'
const FELL = 'a counter fell'
const EVICTED = 'pg_stat_statements had to forget statements in between'
const BEYOND = 'not among those that were read before'

interface Sums {
  calls: number
  ms: number
  /** Sum of the squared times. */
  squares: number
  rows: number
  blocks: number
  temp: number
  wal: number
}

/** What was added to the entries of one statement, or why that is not known, and the time that may have been. */
function grownBy(pair: Pair, old: readonly StatementCount[], now: readonly StatementCount[]): Sums | Distrust {
  const sums = { ...NOTHING }
  const whole = now.reduce((ms, count) => ms + count.ms, 0)
  if (old.some((entry) => !now.some((other) => isSame(entry, other)))) return { why: FORGOTTEN, ms: whole }
  for (const entry of now) {
    const before = old.find((other) => isSame(other, entry))
    const why = before === undefined ? whyNewIsNot(pair, entry) : whyOldIsNot(pair, before, entry)
    if (why !== null) return { why, ms: why === BEYOND ? Math.max(0, whole - leastRead(pair.old)) : whole }
    const [from, to] = [before === undefined ? NOTHING : sumsOf(before), sumsOf(entry)]
    for (const name of NAMES) sums[name] += to[name] - from[name]
  }
  return sums
}

interface Distrust {
  why: string
  ms: number
}

const isSame = (one: StatementCount, other: StatementCount) => one.queryid === other.queryid

function whyOldIsNot({ old, now }: Pair, before: StatementCount, after: StatementCount): string | null {
  if (before.since !== after.since) return ANEW
  const [from, to] = [sumsOf(before), sumsOf(after)]
  // Squares are computed from rounded figures.
  if (NAMES.some((name) => name !== 'squares' && to[name] < from[name])) return FELL
  // Before PostgreSQL 17 nothing says since when an entry is counted.
  return after.since === null && now.evicted !== old.evicted ? EVICTED : null
}

function whyNewIsNot({ old, now, at }: Pair, entry: StatementCount): string | null {
  if (now.evicted !== old.evicted) return EVICTED
  if (entry.since !== null && entry.since > at) return null
  return old.of > old.counts.length || entry.since !== null ? BEYOND : null
}

/** So many are read since they took longest (statements.sql). */
const BY_TIME = 250

/** What had taken less time than this may not have been read. ms */
const leastRead = ({ counts }: StatementsRead): number =>
  counts.map(({ ms }) => ms).toSorted((one, other) => other - one)[Math.min(BY_TIME, counts.length) - 1] ?? 0

const NOTHING: Sums = { calls: 0, ms: 0, squares: 0, rows: 0, blocks: 0, temp: 0, wal: 0 }
const NAMES = ['calls', 'ms', 'squares', 'rows', 'blocks', 'temp', 'wal'] as const satisfies (keyof Sums)[]

function sumsOf({ calls, ms, deviation, rows, blocks, temp, wal }: StatementCount): Sums {
  const mean = calls === 0 ? 0 : ms / calls
  return { calls, ms, squares: calls * (deviation ** 2 + mean ** 2), rows, blocks, temp, wal }
}

function figuresOf({ calls, ms, squares, rows, blocks, temp, wal }: Sums): StatementFigures {
  const mean = ms / calls
  return {
    calls,
    ms,
    mean,
    variance: Math.max(0, squares / calls - mean ** 2),
    rowsPerCall: rows / calls,
    blocksPerCall: blocks / calls,
    tempPerCall: temp / calls,
    walPerCall: wal / calls,
  }
}
