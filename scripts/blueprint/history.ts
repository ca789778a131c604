import { createHash } from 'node:crypto'
import type { FactVersion, Group, Mark, Shard } from '../../functions/model/blueprint.ts'
import { groupId } from '../../functions/model/fact.ts'
import type { ReadFact, Reading } from './reading.ts'

/** How many facts a migration added, changed and removed. */
export interface Changes {
  adds: number
  changes: number
  removes: number
}

/** The facts as they stand, each with the migration that made it so, and the values that ended. */
export interface History {
  facts: Map<string, ReadFact & { since: number }>
  /** By group: what no longer holds. */
  ended: Map<string, FactVersion[]>
}

export const emptyHistory = (): History => ({ facts: new Map(), ended: new Map() })

/**
 * Takes what was read after the migration `position` into the history.
 * A fact of a relation that was read is gone unless it was read again.
 */
export function advance(history: History, reading: Reading, position: number): Changes {
  const read = new Map(reading.facts.map((fact) => [fact.key, fact]))
  const done: Changes = { adds: 0, changes: 0, removes: 0 }
  for (const old of history.facts.values()) {
    const now = read.get(old.key)
    if (now === undefined ? !wasRead(reading, old) : now.value === old.value) continue
    end(history, old, position)
    if (now === undefined) done.removes += 1
    else done.changes += 1
  }
  for (const fact of read.values()) {
    const since = history.facts.get(fact.key)?.since ?? position
    history.facts.set(fact.key, { ...fact, since })
  }
  done.adds = [...read.values()].filter(({ key }) => history.facts.get(key)?.since === position).length - done.changes
  return done
}

const wasRead = ({ relations }: Reading, { relation }: ReadFact) => relations === null || relations.has(relation)

/** Kinds whose names nothing else prints. */
const UNNAMED = new Set(['index', 'constraint', 'trigger', 'policy', 'comment'])

/** Kinds whose parts others print: labels in defaults, fields in views, the schema that an extension's things are in. */
const PRINTED = new Set(['enum', 'composite', 'extension'])

/**
 * Whether something may have been renamed: a fact went and one of its kind came, or one with named parts changed. Things
 * that refer to it then print another text, though nothing in the catalog was written about them.
 */
export function mayRename(history: History, reading: Reading): boolean {
  const read = new Map(reading.facts.map((fact) => [fact.key, fact]))
  const stayed = (fact: ReadFact) => read.get(fact.key)?.relation === fact.relation
  const gone = [...history.facts.values()].filter((old) => wasRead(reading, old) && !stayed(old))
  const kinds = new Set(gone.map(({ kind }) => kind))
  return reading.facts.some(({ kind, key, value, relation }) => {
    const old = history.facts.get(key)
    if (old?.relation === relation) return PRINTED.has(kind) && old.value !== value
    return kinds.has(kind) && !UNNAMED.has(kind)
  })
}

function end(
  history: History,
  { kind, schema, key, parent, value, since }: ReadFact & { since: number },
  position: number,
) {
  const group = history.ended.get(groupId({ kind, schema })) ?? []
  group.push([key, parent, value, since, position])
  history.ended.set(groupId({ kind, schema }), group)
  history.facts.delete(key)
}

/** How many fact keys a shard holds, about: small enough to read for one difference, large enough to be few. */
const SHARD_FACTS = 128

/** The groups of a blueprint: for every group its digests along the history, cut into shards. */
export function groupsOf(history: History): Group[] {
  const versions = new Map([...history.ended].map(([id, ended]) => [id, [...ended]]))
  for (const { kind, schema, key, parent, value, since } of history.facts.values()) {
    const id = groupId({ kind, schema })
    const own = versions.get(id) ?? []
    own.push([key, parent, value, since, null])
    versions.set(id, own)
  }
  return [...versions.keys()].toSorted().map((id) => groupOf(id, versions.get(id) ?? []))
}

function groupOf(id: string, versions: readonly FactVersion[]): Group {
  const [kind = '', schema = ''] = id.split('\n')
  const sorted = inByteOrder(versions)
  const count = Math.max(1, Math.ceil(new Set(versions.map(([key]) => key)).size / SHARD_FACTS))
  const shards: Shard[] = Array.from({ length: count }, () => ({ marks: [], facts: [] }))
  for (const version of sorted) shards[shardOf(version[0], count)]?.facts.push(version)
  return { kind, schema, marks: marksOf(sorted), shards: shards.map(({ facts }) => ({ marks: marksOf(facts), facts })) }
}

/** By key in byte order, as PostgreSQL sorts under the collation C; the values of one key by age. */
function inByteOrder(versions: readonly FactVersion[]): FactVersion[] {
  return versions
    .map((version) => ({ version, bytes: Buffer.from(version[0]) }))
    .toSorted((a, b) => Buffer.compare(a.bytes, b.bytes) || a.version[3] - b.version[3])
    .map(({ version }) => version)
}

/** The shard of a key: the same rule as in functions/collect/catalog.ts. */
const shardOf = (key: string, shards: number) => createHash('md5').update(key).digest().readUInt32BE(0) % shards

/** The digest after each migration that changed something. The facts must be in byte order. */
function marksOf(sorted: readonly FactVersion[]): Mark[] {
  const positions = new Set(sorted.flatMap(([, , , since, until]) => (until === null ? [since] : [since, until])))
  return [...positions].toSorted((a, b) => a - b).map((position) => markOf(sorted, position))
}

function markOf(sorted: readonly FactVersion[], position: number): Mark {
  const hash = createHash('sha256')
  let count = 0
  for (const [key, , value, since, until] of sorted) {
    if (since > position || (until !== null && until <= position)) continue
    hash.update(`${count === 0 ? '' : '\x1e'}${key}\x1f${value}`)
    count += 1
  }
  return [position, count, count === 0 ? '' : hash.digest('hex').slice(0, 32)]
}
