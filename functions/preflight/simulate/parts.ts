import type { ColumnDef, Constraint, Node } from '@supabase/pg-parser/17/types'
import { needBoolean, typeOf } from './expression.ts'
import type { Columns } from './key-columns.ts'
import { baseOf, needType, type Asks } from './lookup.ts'
import { strings } from './names.ts'
import { scopeOver } from './query.ts'
import { doubt, fault } from './remark.ts'
import { assignable, literalOf, locationOf, takesLiteral } from './take-literal.ts'
import { builtIn, sameType, SERIALS, typeFromNode, typeText, type SqlType } from './type.ts'
import type { Column, World } from './world.ts'

/** The parts of a column's definition. */
export interface Definition {
  name: string
  column: Column
  serial: boolean
  constraints: Constraint[]
}

const constraintsIn = (def: ColumnDef): Constraint[] =>
  (def.constraints ?? []).flatMap((node) => ('Constraint' in node ? node.Constraint : []))

const serialOf = (def: ColumnDef): string | undefined => {
  const names = strings(def.typeName?.names)
  return names.length === 1 && !def.typeName?.arrayBounds ? SERIALS[names[0] ?? ''] : undefined
}

/** What a column's definition says, by itself: its type is not looked up. */
export function definitionOf(def: ColumnDef): Definition {
  const constraints = constraintsIn(def)
  const has = (type: Constraint['contype']) => constraints.some(({ contype }) => contype === type)
  const serial = serialOf(def)
  const identity = has('CONSTR_IDENTITY')
  const generated = has('CONSTR_GENERATED')
  return {
    name: def.colname ?? '',
    serial: serial !== undefined,
    constraints,
    column: {
      type: serial === undefined ? typeFromNode(def.typeName) : builtIn(serial),
      notNull: has('CONSTR_NOTNULL') || has('CONSTR_PRIMARY') || serial !== undefined || identity,
      identity,
      always: constraints.some(({ contype, generated_when: when }) => contype === 'CONSTR_IDENTITY' && when === 'a'),
      generated,
      expression: has('CONSTR_DEFAULT') || serial !== undefined || generated ? '' : null,
    },
  }
}

/** A column's type and what of its definition contradicts itself. Answers its type; null where it is not known. */
export function* columnType(world: World, def: ColumnDef, table: string): Asks<SqlType | null> {
  const constraints = constraintsIn(def)
  const count = (type: Constraint['contype']) => constraints.filter(({ contype }) => contype === type).length
  const serial = serialOf(def)
  const found = serial === undefined ? ((yield* needType(world, def.typeName))?.type ?? null) : builtIn(serial)
  const of = `column "${def.colname}" of table "${table}"`
  if (count('CONSTR_NOTNULL') > 0 && count('CONSTR_NULL') > 0)
    yield fault('42601', `conflicting NULL/NOT NULL declarations for ${of}`)
  if (count('CONSTR_DEFAULT') + (serial ? 1 : 0) > 1)
    yield fault('42601', `multiple default values specified for ${of}`)
  const identity = count('CONSTR_IDENTITY') > 0
  if (identity && found && !['int2', 'int4', 'int8'].includes(baseOf(world, found)?.name ?? 'int4'))
    yield fault('22023', 'identity column type must be smallint, integer, or bigint')
  if (identity && count('CONSTR_DEFAULT') > 0) yield fault('42601', `both default and identity specified for ${of}`)
  return found
}

/** A default that becomes the column's, as PostgreSQL cooks it. */
export function* cookDefault(world: World, node: Node | undefined, name: string, type: SqlType | null): Asks<void> {
  const scope = scopeOver(world, [], { noColumns: 'DEFAULT expression', noSubquery: 'DEFAULT expression' })
  const text = literalOf(node)
  if (text !== null) {
    if (type) yield* takesLiteral(world, text, type, locationOf(node))
    return
  }
  const given = yield* typeOf(world, node, scope)
  if (type === null || given === null || given === 'literal') return
  const known = assignable(world, given, type)
  if (known === null && !sameType(given, type))
    yield doubt(`whether ${typeText(given)} becomes ${typeText(type)} is not simulated`)
  if (known === false)
    yield fault(
      '42804',
      `column "${name}" is of type ${typeText(type)} but default expression is of type ${typeText(given)}`,
      {
        hint: 'You will need to rewrite or cast the expression.',
      },
    )
}

/** The condition of a CHECK. */
export function* checkCondition(
  world: World,
  constraint: Constraint,
  table: string,
  columns: Columns | null,
): Asks<void> {
  const scope = scopeOver(world, [{ alias: table, columns }], { noSubquery: 'check constraint' })
  yield* needBoolean(world, constraint.raw_expr, scope, 'CHECK')
}

/** GENERATED ALWAYS AS (…) STORED. */
export function* generation(
  world: World,
  node: Node | undefined,
  name: string,
  type: SqlType | null,
  table: string,
  columns: Columns,
): Asks<void> {
  const scope = scopeOver(world, [{ alias: table, columns }], { noSubquery: 'column generation expression' })
  const given = yield* typeOf(world, node, scope)
  if (type && given && given !== 'literal' && assignable(world, given, type) === false)
    yield fault(
      '42804',
      `column "${name}" is of type ${typeText(type)} but default expression is of type ${typeText(given)}`,
      {
        hint: 'You will need to rewrite or cast the expression.',
      },
    )
}
