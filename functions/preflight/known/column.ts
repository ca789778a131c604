import type { ColumnDef, Constraint } from '@supabase/pg-parser/17/types'
import type { Name } from '../tree/name.ts'
import { relationOf } from '../tree/name.ts'
import { all, as, strings, type Node } from '../tree/node.ts'
import { isSerial, typeOf } from '../tree/type.ts'
import type { ConstraintKind, KnownColumn, KnownConstraint } from './known.ts'

const KINDS: Readonly<Record<string, ConstraintKind>> = {
  CONSTR_PRIMARY: 'primary',
  CONSTR_UNIQUE: 'unique',
  CONSTR_FOREIGN: 'foreign',
  CONSTR_CHECK: 'check',
  CONSTR_EXCLUSION: 'exclude',
}

/** A constraint that a statement adds, written alone or behind a column. */
export interface AddedConstraint {
  kind: ConstraintKind
  /** '' where PostgreSQL makes the name. */
  name: string
  columns: string[]
  node: Constraint
  /** The column it stands behind; null where it stands alone. */
  behind: ColumnDef | null
}

/** The constraints behind a column. */
export const columnConstraints = (column: ColumnDef): AddedConstraint[] =>
  all(column.constraints, 'Constraint').flatMap((node) => addedConstraint(node, column))

/** A constraint as one that is added; none where it is a default, a NOT NULL or an identity. */
export function addedConstraint(node: Constraint, behind: ColumnDef | null): AddedConstraint[] {
  const kind = KINDS[node.contype ?? '']
  if (kind === undefined) return []
  const own = strings(kind === 'foreign' ? node.fk_attrs : node.keys)
  return [{ kind, name: node.conname ?? '', columns: behind ? [behind.colname ?? ''] : own, node, behind }]
}

/** The constraint of a type behind a column, where there is one. */
export const behindColumn = (column: ColumnDef, type: NonNullable<Constraint['contype']>): Constraint | undefined =>
  all(column.constraints, 'Constraint').find(({ contype }) => contype === type)

/** Whether a column is declared NOT NULL, by its own word or by being a key, a serial or an identity. */
export const isNotNull = (column: ColumnDef): boolean =>
  ['CONSTR_NOTNULL', 'CONSTR_PRIMARY', 'CONSTR_IDENTITY'].some((type) =>
    all(column.constraints, 'Constraint').some(({ contype }) => contype === type),
  ) || isSerial(typeOf(column.typeName) ?? { schema: null, name: '', args: [], array: false })

/** What a column definition makes. */
export const knownColumn = (column: ColumnDef, pending: boolean): KnownColumn => ({
  name: column.colname ?? '',
  type: typeOf(column.typeName),
  notNull: isNotNull(column),
  hasDefault: behindColumn(column, 'CONSTR_DEFAULT') !== undefined,
  pending,
})

/** What an added constraint makes; PostgreSQL's own name for it where it has none. */
export function knownConstraint(table: Name, added: AddedConstraint, pending: boolean): KnownConstraint {
  const { kind, columns, node } = added
  return {
    name: added.name || defaultName(table.name, kind, columns),
    kind,
    columns,
    valid: node.skip_validation !== true,
    notNullOf: kind === 'check' ? notNullColumn(node.raw_expr) : null,
    refers: kind === 'foreign' ? relationOf(node.pktable) : null,
    node,
    pending,
  }
}

const SUFFIX: Readonly<Record<ConstraintKind, string>> = {
  primary: 'pkey',
  unique: 'key',
  foreign: 'fkey',
  check: 'check',
  exclude: 'excl',
}

/** As PostgreSQL names a constraint: table_columns_suffix, and table_pkey. */
export const defaultName = (table: string, kind: ConstraintKind, columns: readonly string[]): string =>
  [table, ...(kind === 'primary' ? [] : columns), SUFFIX[kind]].join('_').slice(0, 63)

/** The column of an expression `column IS NOT NULL`. */
export function notNullColumn(expression: Node | undefined): string | null {
  const test = as(expression, 'NullTest')
  if (test?.nulltesttype !== 'IS_NOT_NULL') return null
  const fields = strings(as(test.arg, 'ColumnRef')?.fields)
  return fields.length === 1 ? (fields[0] ?? null) : null
}
