import type { CreateStmt, IndexStmt } from '@supabase/pg-parser/17/types'
import { keyOf, objectOf, relationOf } from '../tree/name.ts'
import { all, as, below, strings, type Node } from '../tree/node.ts'
import { learnAlterTable } from './alter-table.ts'
import { addedConstraint, columnConstraints, knownColumn } from './column.ts'
import { indexesOf, tableIn, type Known } from './known.ts'
import { addConstraint, emptyTable } from './table.ts'

/**
 * Takes what a statement makes, changes and drops into what is known; what it does not understand it leaves.
 * @param pending the statement is one of those at hand: the target does not have its objects yet
 */
export function learn(known: Known, node: Node, pending: boolean): void {
  const create = as(node, 'CreateStmt')
  if (create) return learnTable(known, create, pending)
  const index = as(node, 'IndexStmt')
  if (index) return learnIndex(known, index)
  const alter = as(node, 'AlterTableStmt')
  if (alter) return learnAlterTable(known, alter, pending)
  if (pending) learnRows(known, node)
  learnEnum(known, node, pending)
  learnView(known, node, pending)
  learnPolicy(known, node)
  learnDrop(known, node)
  learnRename(known, node)
}

function learnTable(known: Known, create: CreateStmt, pending: boolean): void {
  const name = relationOf(create.relation)
  if (tableIn(known, name)) return
  const kind = create.partspec ? 'partitioned' : create.partbound ? 'partition' : 'table'
  const table = emptyTable(name, kind, pending)
  for (const column of all(create.tableElts, 'ColumnDef')) {
    table.columns.set(column.colname ?? '', knownColumn(column, pending))
    for (const added of columnConstraints(column)) addConstraint(known, table, added, pending)
  }
  for (const constraint of all(create.tableElts, 'Constraint'))
    for (const added of addedConstraint(constraint, null)) addConstraint(known, table, added, pending)
  known.tables.set(keyOf(name), table)
}

/** As PostgreSQL names an index without a name. */
export const indexName = ({ idxname, relation, indexParams }: IndexStmt): string =>
  idxname ||
  [relation?.relname ?? '', ...all(indexParams, 'IndexElem').map(({ name }) => name || 'expr'), 'idx']
    .join('_')
    .slice(0, 63)

function learnIndex(known: Known, index: IndexStmt): void {
  const table = relationOf(index.relation)
  const name = indexName(index)
  known.indexes.put({
    name,
    table,
    columns: all(index.indexParams, 'IndexElem').map(({ name }) => name || null),
    unique: index.unique === true,
    partial: index.whereClause !== undefined,
    method: index.accessMethod || 'btree',
    constraint: false,
  })
}

const WRITING = {
  InsertStmt: 'an INSERT',
  UpdateStmt: 'an UPDATE',
  DeleteStmt: 'a DELETE',
  MergeStmt: 'a MERGE',
} as const

function learnRows(known: Known, node: Node): void {
  for (const type of ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'] as const)
    for (const { relation } of all([node], type)) known.rowsChanged.set(keyOf(relationOf(relation)), WRITING[type])
  for (const relation of all(as(node, 'TruncateStmt')?.relations, 'RangeVar'))
    known.rowsChanged.set(keyOf(relationOf(relation)), 'a TRUNCATE')
  if (as(node, 'DoStmt') || as(node, 'CallStmt') || below(as(node, 'SelectStmt'), 'FuncCall').length > 0)
    known.rowsChanged.set('*', 'a block that runs code')
}

function learnEnum(known: Known, node: Node, pending: boolean): void {
  const create = as(node, 'CreateEnumStmt')
  if (create) known.enums.set(keyOf(objectOf(create.typeName)), { labels: strings(create.vals), pending })
  const alter = as(node, 'AlterEnumStmt')
  if (!alter) return
  const own = known.enums.get(keyOf(objectOf(alter.typeName)))
  if (own === undefined || !alter.newVal) return
  if (alter.oldVal) own.labels = own.labels.map((label) => (label === alter.oldVal ? (alter.newVal ?? '') : label))
  else if (!own.labels.includes(alter.newVal)) own.labels.push(alter.newVal)
}

function learnView(known: Known, node: Node, pending: boolean): void {
  const view = as(node, 'ViewStmt')
  const materialized = as(node, 'CreateTableAsStmt')
  const name = relationOf(view?.view ?? materialized?.into?.rel)
  if ((!view && !materialized) || tableIn(known, name)) return
  const kind = view ? 'view' : materialized?.objtype === 'OBJECT_MATVIEW' ? 'matview' : 'table'
  known.tables.set(keyOf(name), emptyTable(name, kind, pending))
}

function learnPolicy(known: Known, node: Node): void {
  const policy = as(node, 'CreatePolicyStmt')
  const table = policy && tableIn(known, relationOf(policy.table))
  if (table) table.policies += 1
}

function learnDrop(known: Known, node: Node): void {
  const drop = as(node, 'DropStmt')
  for (const list of all(drop?.objects, 'List')) {
    const key = keyOf(objectOf(list.items))
    if (drop?.removeType === 'OBJECT_INDEX') known.indexes.delete(key)
    if (drop?.removeType === 'OBJECT_TYPE') known.enums.delete(key)
    if (!['OBJECT_TABLE', 'OBJECT_VIEW', 'OBJECT_MATVIEW'].includes(drop?.removeType ?? '')) continue
    const gone = known.tables.get(key)
    if (gone) for (const { name } of indexesOf(known, gone.name)) known.indexes.delete(keyOf({ ...gone.name, name }))
    known.tables.delete(key)
  }
  for (const { typeName } of drop?.removeType === 'OBJECT_TYPE' ? typesIn(drop.objects) : [])
    known.enums.delete(keyOf(objectOf(typeName)))
}

const typesIn = (objects: readonly Node[] | undefined) =>
  all(objects, 'TypeName').map(({ names }) => ({ typeName: names }))

function learnRename(known: Known, node: Node): void {
  const rename = as(node, 'RenameStmt')
  if (!rename) return
  if (rename.renameType === 'OBJECT_TYPE') return renameEnum(known, rename.object, rename.newname ?? '')
  const name = relationOf(rename.relation)
  const table = tableIn(known, name)
  if (!table) return
  const to = rename.newname ?? ''
  if (rename.renameType === 'OBJECT_TABLE' || rename.renameType === 'OBJECT_VIEW') {
    known.tables.delete(keyOf(name))
    const renamed = { ...name, name: to }
    known.tables.set(keyOf(renamed), { ...table, name: renamed })
    known.indexes.move(name, renamed)
  }
  if (rename.renameType !== 'OBJECT_COLUMN') return
  const column = table.columns.get(rename.subname ?? '')
  table.columns.delete(rename.subname ?? '')
  if (column) table.columns.set(to, { ...column, name: to })
  const swap = (own: string) => (own === rename.subname ? to : own)
  for (const constraint of table.constraints.values()) constraint.columns = constraint.columns.map(swap)
  for (const index of indexesOf(known, name))
    index.columns = index.columns.map((own) => (own === null ? null : swap(own)))
}

function renameEnum(known: Known, object: Node | undefined, to: string): void {
  const name = objectOf(as(object, 'List')?.items)
  const own = known.enums.get(keyOf(name))
  if (own === undefined) return
  known.enums.delete(keyOf(name))
  known.enums.set(keyOf({ ...name, name: to }), own)
}
