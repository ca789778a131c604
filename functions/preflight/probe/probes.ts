import type { Probe } from '../../model/probe.ts'
import { isNotNull } from '../known/column.ts'
import { stands, tableIn } from '../known/known.ts'
import { learn } from '../known/learn.ts'
import { indexName } from '../known/learn.ts'
import type { ParsedStatement } from '../parse/statement.ts'
import { constraintsIn, declaredIn, stepsOf, type Added } from '../tree/alter.ts'
import { ident, keyOf, relationOf } from '../tree/name.ts'
import { all, as, strings } from '../tree/node.ts'
import { behindColumn, defaultName } from '../known/column.ts'
import { isSerial, typeOf } from '../tree/type.ts'
import type { ProbeContext } from './build.ts'
import { checkProbe } from './check.ts'
import { excludeProbe } from './exclude.ts'
import { foreignKeyProbe } from './foreign-key.ts'
import { notNullProbe } from './not-null.ts'
import { typeProbe } from './type.ts'
import { uniqueProbe } from './unique.ts'

/** What a statement needs of the rows that a target holds: nothing where its table is made by the same deploy. */
export function probesFor(statement: ParsedStatement, at: ProbeContext): Probe[] {
  const { node } = statement
  const only =
    as(node, 'AlterTableStmt')?.relation?.inh === false || as(node, 'IndexStmt')?.relation?.inh === false ? 'only ' : ''
  const nulls = stepsOf(node, 'AT_SetNotNull').map((step) => notNullProbe(statement, at, step.table, step.name, only))
  const types = stepsOf(node, 'AT_AlterColumnType').map(({ table, name, definition }) =>
    definition ? typeProbe(statement, at, table, name, definition, only) : [],
  )
  const added = constraintsIn(node)
    .filter(({ created, node }) => !created && !node.skip_validation)
    .map((constraint) => constraintProbes(statement, at, constraint, only))
  const found = [
    ...nulls,
    ...newColumns(statement, at),
    ...types,
    ...added,
    ...validated(statement, at, only),
    indexProbes(statement, at, only),
  ]
  const stood = (probe: Probe) =>
    [...at.known.tables.values()].every(
      ({ name, pending }) => !pending || full(name) !== probe.relation || at.known.rowsChanged.has(keyOf(name)),
    )
  return found.flat().filter(stood).map(ofNew)

  function ofNew(probe: Probe): Probe {
    const table = [...at.known.tables.values()].find(({ name }) => full(name) === probe.relation)
    return table?.pending
      ? { ...probe, count: null, sample: null, refused: 'the same deploy makes the table and fills it' }
      : probe
  }
}

const full = ({ schema, name }: { schema: string; name: string }) => `${ident(schema)}.${ident(name)}`

/** ADD COLUMN … NOT NULL without a value for the rows that are there. */
const newColumns = (statement: ParsedStatement, at: ProbeContext): Probe[][] =>
  declaredIn(statement.node).flatMap(({ table, column, name, by }) => {
    const type = typeOf(column.typeName)
    const filled = (['CONSTR_DEFAULT', 'CONSTR_IDENTITY', 'CONSTR_GENERATED'] as const).some((of) =>
      behindColumn(column, of),
    )
    if (
      by !== 'add' ||
      !isNotNull(column) ||
      filled ||
      (type && isSerial(type)) ||
      tableIn(at.known, table)?.columns.has(name)
    )
      return []
    return [notNullProbe(statement, { ...at, known: { ...at.known, tables: withTable(at, table) } }, table, name)]
  })

/** A table that is not known is one without columns: the new column is none that it has. */
function withTable({ known }: ProbeContext, table: { schema: string; name: string }) {
  const copy = { ...known, tables: new Map(known.tables) }
  if (!tableIn(copy, table))
    learn(
      copy,
      { AlterTableStmt: { relation: { schemaname: table.schema, relname: table.name }, objtype: 'OBJECT_TABLE' } },
      false,
    )
  return copy.tables
}

function constraintProbes(statement: ParsedStatement, at: ProbeContext, added: Added, only: string): Probe[] {
  const { kind, table, columns, node, behind } = added
  const name = added.name || defaultName(table.name, kind, columns)
  if (kind === 'foreign') return behind ? [] : foreignKeyProbe(statement, at, table, name, columns, node)
  if (kind === 'check') return behind ? [] : checkProbe(statement, at, table, name, node, only)
  if (kind === 'exclude') return excludeProbe(statement, at, table, name, node)
  // A new column holds nothing twice but its default; a key that takes an index over was proven when that was built.
  if (behind) return []
  const index = node.indexname ? at.known.indexes.get(keyOf({ schema: table.schema, name: node.indexname })) : undefined
  const keys = index ? index.columns.flatMap((column) => column ?? []) : columns
  const nulls = kind === 'primary' ? keys.flatMap((column) => notNullProbe(statement, at, table, column, only)) : []
  if (node.indexname) return nulls
  const parts = keys.map((column) => ({ column, node: undefined }))
  return [
    ...nulls,
    ...uniqueProbe(statement, at, {
      table,
      name,
      parts,
      nullsNotDistinct: node.nulls_not_distinct === true,
      only: '',
    }),
  ]
}

/** VALIDATE CONSTRAINT of one that was added NOT VALID before. */
const validated = (statement: ParsedStatement, at: ProbeContext, only: string): Probe[][] =>
  stepsOf(statement.node, 'AT_ValidateConstraint').map(({ table, name }) => {
    const own = tableIn(at.known, table)?.constraints.get(name)
    if (!own || own.valid) return []
    if (own.kind === 'foreign') return foreignKeyProbe(statement, at, table, name, own.columns, own.node)
    return own.kind === 'check' ? checkProbe(statement, at, table, name, own.node, only) : []
  })

function indexProbes(statement: ParsedStatement, at: ProbeContext, only: string): Probe[] {
  const index = as(statement.node, 'IndexStmt')
  const table = relationOf(index?.relation)
  if (!index?.unique || (!stands(at.known, table) && !at.known.rowsChanged.has(keyOf(table)))) return []
  const parts = all(index.indexParams, 'IndexElem').map(({ name, expr, collation }) => ({
    column: name || null,
    node: expr,
    collation: collation ? ` collate ${strings(collation).map(ident).join('.')}` : '',
  }))
  return uniqueProbe(statement, at, {
    table,
    name: indexName(index),
    parts,
    predicate: index.whereClause,
    nullsNotDistinct: index.nulls_not_distinct === true,
    only,
  })
}

/** The probes of all statements of a deploy, in order; each knows what those before it leave behind. `known` is learned into. */
export function probesOf(
  migrations: readonly { tag: string; file: string; statements: readonly ParsedStatement[] }[],
  at: Omit<ProbeContext, 'tag' | 'file'>,
): Probe[] {
  const probes: Probe[] = []
  for (const { tag, file, statements } of migrations) {
    for (const statement of statements) {
      probes.push(...probesFor(statement, { ...at, tag, file }))
      learn(at.known, statement.node, true)
    }
  }
  return probes
}
