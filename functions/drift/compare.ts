import type { FactVersion } from '../model/blueprint.ts'
import { kindOf, parentsOf, type Fact } from '../model/fact.ts'
import { byKey, expectedOf, type Expected } from './expect.ts'

/** One fact on which two sides differ: what should be, and what is. */
export interface Sided {
  key: string
  direction: 'missing' | 'extra' | 'changed'
  blueprint: string | null
  target: string | null
  parent: string | null
}

/** One fact on which blueprint and target differ. */
export interface Difference extends Sided {
  expected: Expected
  /** The target already has what the next pending migration will make of this fact. */
  early: boolean
}

/** Which migrations the target's journal says were applied, and which Drizzle will never apply. */
export interface History {
  /** applied[i]: is migrations[i] applied. */
  applied: readonly boolean[]
  skipped: ReadonlySet<number>
}

/**
 * Compares what the blueprint expects, given the applied migrations, with the facts of a target. Knows no kind.
 * @param versions all versions of the facts in the compared shards
 * @param facts all facts of the target in the same shards
 */
export function compare(versions: readonly FactVersion[], facts: readonly Fact[], history: History): Difference[] {
  const histories = byKey(versions)
  const live = new Map(facts.map((fact) => [fact.key, fact]))
  const keys = new Set([...histories.keys(), ...live.keys()])
  return [...keys].flatMap((key) => {
    const expected = expectedOf(histories.get(key) ?? [], history.applied)
    const fact = live.get(key) ?? null
    return asSkippedMadeIt(expected, fact, history.skipped) ? [] : (differenceOf(key, expected, fact) ?? [])
  })
}

/** What a migration that Drizzle skips would have made is as good as declared: the journal finding tells of it. */
const asSkippedMadeIt = ({ next }: Expected, fact: Fact | null, skipped: ReadonlySet<number>) =>
  next !== null && skipped.has(next.by) && next.value === (fact?.value ?? null)

/** Keys of the facts that each skipped migration would have made or changed, and that the target does not have so. */
export function missingForSkipped(
  versions: readonly FactVersion[],
  facts: readonly Fact[],
  { applied, skipped }: History,
): Map<number, string[]> {
  const live = new Map(facts.map((fact) => [fact.key, fact.value]))
  const missing = [...byKey(versions)].flatMap(([key, own]) => {
    const { next } = expectedOf(own, applied)
    return next && skipped.has(next.by) && next.value !== (live.get(key) ?? null) ? [{ key, by: next.by }] : []
  })
  return new Map([...Map.groupBy(missing, ({ by }) => by)].map(([by, own]) => [by, own.map(({ key }) => key)]))
}

function differenceOf(key: string, expected: Expected, fact: Fact | null): Difference | null {
  const { now, next } = expected
  if (now?.value === fact?.value) return null
  const direction = now === null ? 'extra' : fact === null ? 'missing' : 'changed'
  const early = fact !== null && next !== null && next.value !== null && (now === null || next.value === fact.value)
  const parent = fact?.parent ?? now?.parent ?? null
  return { key, direction, blueprint: now?.value ?? null, target: fact?.value ?? null, parent, expected, early }
}

/** A difference, and those that follow from it: a missing table's columns, a partition's part of a changed column. */
export type Root<D extends Sided> = D & { follows: D[] }
export type RootDifference = Root<Difference>

/** One root cause is one difference: each difference whose parent differs the same way is put under that parent. */
export function rootCauses<D extends Sided>(differences: readonly D[]): Root<D>[] {
  const byKeyOf = new Map(differences.map((difference) => [difference.key, difference]))
  const rootOf = (difference: D): D => {
    const parents = parentsOf(difference).map((key) => byKeyOf.get(key))
    const parent = parents.find((candidate) => candidate && followsFrom(difference, candidate))
    return parent ? rootOf(parent) : difference
  }
  const roots = new Map<D, D[]>()
  for (const difference of differences) {
    const root = rootOf(difference)
    const follows = roots.get(root) ?? []
    roots.set(root, root === difference ? follows : [...follows, difference])
  }
  return [...roots].map(([root, follows]) => ({ ...root, follows }))
}

/**
 * A migration that is not applied, though later ones are, and whose facts are there all the same, is one root cause:
 * Drizzle will run it and fail on the first of them.
 * @param position index of the newest applied migration
 */
export function mergeReruns(roots: readonly RootDifference[], position: number): RootDifference[] {
  const reruns = Map.groupBy(roots, ({ early, expected }) =>
    early && expected.next !== null && expected.next.by < position ? expected.next.by : null,
  )
  return [...reruns].flatMap(([by, own]) => {
    const [first, ...rest] = own.toSorted((a, b) => (a.key < b.key ? -1 : 1))
    if (by === null || first === undefined) return own
    return [{ ...first, follows: [...first.follows, ...rest.flatMap((root) => [root, ...root.follows])] }]
  })
}

/** A change follows only from the same edit of the same part one level up: a partition's column from its parent's. */
function followsFrom(child: Sided, parent: Sided): boolean {
  if (child.direction !== parent.direction) return false
  if (child.direction !== 'changed') return true
  if (kindOf(child.key) !== kindOf(parent.key)) return false
  const [childEdit, parentEdit] = [editOf(child), editOf(parent)]
  return childEdit.from === parentEdit.from && childEdit.to === parentEdit.to
}

/** What of a value was replaced by what: the part between what both have at the beginning and at the end. */
function editOf({ blueprint, target }: Sided): { from: string; to: string } {
  const [a, b] = [blueprint ?? '', target ?? '']
  const shorter = Math.min(a.length, b.length)
  let start = 0
  while (start < shorter && a[start] === b[start]) start += 1
  let end = 0
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end += 1
  return { from: a.slice(start, a.length - end), to: b.slice(start, b.length - end) }
}
