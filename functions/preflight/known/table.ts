import type { Name } from '../tree/name.ts'
import { knownConstraint } from './column.ts'
import { indexesOf, type Known, type KnownTable } from './known.ts'

/** A table without anything in it. */
export const emptyTable = (name: Name, kind: KnownTable['kind'], pending: boolean): KnownTable => ({
  name,
  kind,
  pending,
  columns: new Map(),
  constraints: new Map(),
  rowSecurity: false,
  policies: 0,
})

/** Adds a constraint to a known table, with the index that it makes. */
export function addConstraint(
  known: Known,
  table: KnownTable,
  added: Parameters<typeof knownConstraint>[1],
  pending: boolean,
): void {
  const constraint = knownConstraint(table.name, added, pending)
  table.constraints.set(constraint.name, constraint)
  if (added.node.indexname) constraint.columns = columnsOfIndex(known, table.name, added.node.indexname)
  if (constraint.kind === 'primary')
    for (const column of constraint.columns) Object.assign(table.columns.get(column) ?? {}, { notNull: true })
  if (constraint.kind !== 'primary' && constraint.kind !== 'unique') return
  known.indexes.put({
    name: constraint.name,
    table: table.name,
    columns: constraint.columns,
    unique: true,
    partial: false,
    method: 'btree',
    constraint: true,
  })
}

const columnsOfIndex = (known: Known, table: Name, index: string): string[] =>
  indexesOf(known, table)
    .find(({ name }) => name === index)
    ?.columns.flatMap((column) => column ?? []) ?? []
