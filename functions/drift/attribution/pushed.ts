import type { FactVersion, Mark } from '../../model/blueprint.ts'
import { kindOf, type Fact } from '../../model/fact.ts'
import type { History, RootDifference } from '../compare.ts'
import { byKey, expectedOf } from '../expect.ts'
import { PUSHABLE } from './kinds.ts'

/** Part of the blueprint that was not looked into, since target and blueprint agree on it. */
export interface Closed {
  kind: string
  marks: readonly Mark[]
}

/** Pending migrations of which all that drizzle-kit can make is there. */
export interface Pushed {
  /** In order. */
  migrations: number[]
  /** Those before the last of them that are pending, too, and not whole. */
  others: number[]
  /** Kinds that drizzle-kit cannot make, and that they make, too: not there. */
  without: string[]
}

export interface PushedRequest {
  versions: readonly FactVersion[]
  facts: readonly Fact[]
  closed: readonly Closed[]
  history: History
  /** Index of the newest applied migration. */
  position: number
  /** Points of the history that the catalog may be at. */
  candidates: readonly number[]
}

/**
 * The pending migrations that were made without the journal: whole, as they stand at one point of the history. That one
 * object of a migration is there shows nothing; that all are, and nothing is recorded, is what drizzle-kit push leaves.
 */
export function pushedMigrations(request: PushedRequest): Pushed {
  const { history, position } = request
  const pending = history.applied.flatMap((applied, i) =>
    i > position && !applied && !history.skipped.has(i) ? [i] : [],
  )
  const points = [...new Set([...request.candidates.filter((point) => point > position), pending.at(-1) ?? -1])]
  const found = points.map((point) => wholeAt(request, pending, point))
  return found.reduce((most, own) => (own.migrations.length > most.migrations.length ? own : most), NONE)
}

const NONE: Pushed = { migrations: [], others: [], without: [] }

function wholeAt({ versions, facts, closed }: PushedRequest, pending: readonly number[], point: number): Pushed {
  const live = new Map(facts.map(({ key, value }) => [key, value]))
  const applied = Array.from({ length: point + 1 }, () => true)
  const made = new Set<number>()
  const absent = new Map<number, Set<string>>()
  const lacks = (by: number, kind: string) => absent.set(by, (absent.get(by) ?? new Set()).add(kind))
  for (const { kind, marks } of closed) for (const [since] of marks) lacks(since, kind)
  for (const [key, own] of byKey(versions)) {
    const isThere = (expectedOf(own, applied).now?.value ?? null) === (live.get(key) ?? null)
    for (const by of own.flatMap(([, , , since, until]) => (until === null ? [since] : [since, until]))) {
      if (isThere) made.add(by)
      else lacks(by, kindOf(key))
    }
  }
  const isWhole = (by: number) => made.has(by) && ![...(absent.get(by) ?? [])].some((kind) => PUSHABLE.has(kind))
  const migrations = pending.filter((by) => by <= point && isWhole(by))
  const last = migrations.at(-1) ?? -1
  const others = pending.filter((by) => by < last && !migrations.includes(by))
  const without = new Set(migrations.flatMap((by) => [...(absent.get(by) ?? [])]))
  return { migrations, others, without: [...without].toSorted() }
}

/** Splits root causes into those that pushed migrations explain, and the rest. */
export function explainedBy(
  roots: readonly RootDifference[],
  pushed: readonly number[],
): { explained: RootDifference[]; rest: RootDifference[] } {
  const by = new Set(pushed)
  const explains = ({ expected, target }: Pick<RootDifference, 'expected' | 'target'>) =>
    expected.next !== null && by.has(expected.next.by) && (expected.next.value === null) === (target === null)
  const isExplained = (root: RootDifference) => [root, ...root.follows].every(explains)
  return { explained: roots.filter(isExplained), rest: roots.filter((root) => !isExplained(root)) }
}
