import { tableIn, type Known } from '../../known/known.ts'
import { keyOf, objectOf, relationOf, type Name } from '../../tree/name.ts'
import { all, as, below, type Node } from '../../tree/node.ts'
import { exclusive, lock, type TableLock } from './lock.ts'

/** A new table locks what it refers to, and what it becomes a part of. */
export function ofCreate(node: Node): TableLock[] | null {
  const create = as(node, 'CreateStmt')
  if (!create) return null
  const refers = below(create.tableElts, 'Constraint').filter(({ contype }) => contype === 'CONSTR_FOREIGN')
  const mode = create.partbound ? 'AccessExclusiveLock' : 'ShareUpdateExclusiveLock'
  return [
    ...refers.map(({ pktable }) => lock(relationOf(pktable), 'ShareRowExclusiveLock')),
    ...all(create.inhRelations, 'RangeVar').map((parent) => lock(relationOf(parent), mode)),
  ]
}

/** The locks of a DROP; null where it is none. */
export function ofDrop(node: Node, known: Known): TableLock[] | null {
  const drop = as(node, 'DropStmt')
  if (!drop) return null
  const names = all(drop.objects, 'List').map(({ items }) => ({ name: objectOf(items), items }))
  switch (drop.removeType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return names.flatMap(({ name }) => [exclusive(name), ...referredBy(known, name).map(exclusive)])
    case 'OBJECT_TRIGGER':
    case 'OBJECT_POLICY':
    case 'OBJECT_RULE':
      return names.map(({ items }) => exclusive(objectOf(items?.slice(0, -1))))
    case 'OBJECT_INDEX':
      return names.flatMap(({ name }) => {
        const index = known.indexes.get(keyOf(name))
        return index ? [lock(index.table, drop.concurrent ? 'ShareUpdateExclusiveLock' : 'AccessExclusiveLock')] : []
      })
    default:
      return []
  }
}

/** Dropping a table drops its foreign keys, which locks what they refer to. */
const referredBy = (known: Known, table: Name): Name[] =>
  [...(tableIn(known, table)?.constraints.values() ?? [])].flatMap(({ refers }) => refers ?? [])
