import type { Constraint } from '@supabase/pg-parser/17/types'
import type { Name } from '../tree/name.ts'
import { keyOf } from '../tree/name.ts'
import { KnownIndexes } from './indexes.ts'
import type { TypeRef } from '../tree/type.ts'

/** A column as far as the statements before tell. */
export interface KnownColumn {
  name: string
  /** null: a type that was not told. */
  type: TypeRef | null
  notNull: boolean
  hasDefault: boolean
  /** Made by the migrations at hand: the target does not have it. */
  pending: boolean
}

export type ConstraintKind = 'primary' | 'unique' | 'foreign' | 'check' | 'exclude'

export interface KnownConstraint {
  name: string
  kind: ConstraintKind
  columns: string[]
  /** Whether all rows were proven to hold it. */
  valid: boolean
  /** The column that a CHECK (column IS NOT NULL) speaks of. */
  notNullOf: string | null
  /** The table that a foreign key refers to. */
  refers: Name | null
  node: Constraint
  pending: boolean
}

export interface KnownIndex {
  name: string
  table: Name
  /** null where it is an expression. */
  columns: (string | null)[]
  unique: boolean
  partial: boolean
  method: string
  /** The statement names it the index of a constraint. */
  constraint: boolean
}

export interface KnownTable {
  name: Name
  kind: 'table' | 'partitioned' | 'partition' | 'view' | 'matview'
  /** Made by the migrations at hand: it is empty, and nobody waits for it. */
  pending: boolean
  columns: Map<string, KnownColumn>
  constraints: Map<string, KnownConstraint>
  rowSecurity: boolean
  policies: number
}

/** What is known of a database from the statements that made it: catalog facts, and the migrations before. */
export interface Known {
  tables: Map<string, KnownTable>
  indexes: KnownIndexes
  /** Labels of enums, by schema-qualified name. */
  enums: Map<string, { labels: string[]; pending: boolean }>
  /** The statements at hand that change rows, by table; `*`: a block that may change any. */
  rowsChanged: Map<string, string>
}

/** Nothing is known yet. */
export const nothingKnown = (): Known => ({
  tables: new Map(),
  indexes: new KnownIndexes(),
  enums: new Map(),
  rowsChanged: new Map(),
})

/** A table, where it is known. */
export const tableIn = (known: Known, name: Name): KnownTable | undefined => known.tables.get(keyOf(name))

/** Whether a table is there before the migrations at hand run; one that nothing is known of is. */
export const stands = (known: Known, name: Name): boolean => tableIn(known, name)?.pending !== true

/** The indexes of a table. */
export const indexesOf = (known: Known, name: Name): KnownIndex[] => known.indexes.of(name)

/** The columns of a table's primary key; null where none is known. */
export function primaryKeyOf(known: Known, name: Name): string[] | null {
  const constraints = [...(tableIn(known, name)?.constraints.values() ?? [])]
  return constraints.find(({ kind }) => kind === 'primary')?.columns ?? null
}
