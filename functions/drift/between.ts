import type { Migration } from '../model/blueprint.ts'
import type { JournalComparison, MigrationDifference, SideDifference } from '../model/comparison.ts'
import { groupId, kindOf, nameOf, type Fact, type Fingerprint, type GroupName } from '../model/fact.ts'
import type { JournalRow } from '../model/journal.ts'
import { isPinned } from '../model/pinned.ts'
import { rootCauses, type Sided } from './compare.ts'
import { isUnmodelled } from './groups.ts'

/**
 * The groups that two catalogs do not have alike.
 * @param comparable whether both sides' digests of a kind mean the same (PostgreSQL 15 prints views its own way)
 */
export function groupsBetween(
  from: readonly Fingerprint[],
  to: readonly Fingerprint[],
  comparable: (kind: string) => boolean,
): GroupName[] {
  const [left, right] = [digestsOf(from), digestsOf(to)]
  const all = new Map([...from, ...to].map((group) => [groupId(group), group]))
  return [...all].flatMap(([id, group]) => {
    if (isUnmodelled(group)) return []
    const same = left.get(id) === right.get(id)
    return same && comparable(group.kind) ? [] : [{ kind: group.kind, schema: group.schema }]
  })
}

const digestsOf = (groups: readonly Fingerprint[]) => new Map(groups.map((group) => [groupId(group), group.digest]))

/** On which facts two catalogs differ, in order of the keys; what follows from another difference is named with it. */
export function factsBetween(from: readonly Fact[], to: readonly Fact[]): SideDifference[] {
  const [left, right] = [byKey(from), byKey(to)]
  const keys = [...new Set([...left.keys(), ...right.keys()])].toSorted()
  const differing = keys.flatMap((key) => differenceOf(key, left.get(key), right.get(key)))
  return rootCauses(differing).map(({ key, blueprint, target, follows }) => ({
    fact: key,
    from: blueprint,
    to: target,
    follows: follows.map((one) => one.key),
    pinned: isPinned(kindOf(key)),
  }))
}

const byKey = (facts: readonly Fact[]) => new Map(facts.map((fact) => [fact.key, fact]))

function differenceOf(key: string, from: Fact | undefined, to: Fact | undefined): Sided[] {
  if (from?.value === to?.value) return []
  const direction = from === undefined ? 'extra' : to === undefined ? 'missing' : 'changed'
  // Who owns what only one side has, is no difference of its own.
  const owned = kindOf(key) === 'owner' ? nameOf(key) : null
  const parent = [owned, (to ?? from)?.parent].filter(Boolean).join('\n') || null
  return [{ key, direction, blueprint: from?.value ?? null, target: to?.value ?? null, parent }]
}

/** The migrations that only one of two folders has, and those whose text differs. */
export function migrationsBetween(
  from: readonly Pick<Migration, 'tag' | 'hash'>[],
  to: readonly Pick<Migration, 'tag' | 'hash'>[],
): MigrationDifference[] {
  const [left, right] = [hashesOf(from), hashesOf(to)]
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((tag): MigrationDifference[] => {
    if (!right.has(tag)) return [{ tag, on: 'from' }]
    if (!left.has(tag)) return [{ tag, on: 'to' }]
    return left.get(tag) === right.get(tag) ? [] : [{ tag, on: 'both' }]
  })
}

const hashesOf = (migrations: readonly Pick<Migration, 'tag' | 'hash'>[]) =>
  new Map(migrations.map(({ tag, hash }) => [tag, hash]))

/** Which rows two journals share: the same hash stamped with the same time, as often as each has it. */
export function journalsBetween(from: readonly JournalRow[], to: readonly JournalRow[]): JournalComparison {
  const left = Map.groupBy(from, rowName)
  const right = Map.groupBy(to, rowName)
  const onlyFrom = beyond(left, right)
  return { both: from.length - onlyFrom.length, onlyFrom, onlyTo: beyond(right, left) }
}

const beyond = (own: Map<string, JournalRow[]>, other: Map<string, JournalRow[]>) =>
  [...own].flatMap(([name, rows]) => rows.slice(other.get(name)?.length ?? 0))

const rowName = ({ hash, createdAt }: JournalRow) => `${hash} ${createdAt}`
