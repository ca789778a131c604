import type { Constraint } from '@supabase/pg-parser/17/types'
import { constraintName } from '../../constraint-name.ts'
import { drop, undisturbed } from '../../dependents.ts'
import { foreignKey } from '../../foreign-key.ts'
import { keyColumns, keyTypesOf } from '../../key-columns.ts'
import { makeConstraint, ownColumns } from '../../make.ts'
import { dotted, idOf, pathOf, quoted, strings } from '../../names.ts'
import { checkCondition } from '../../parts.ts'
import { needCreate } from '../../permission.ts'
import { depends, doubt, fault, type Remarks } from '../../remark.ts'
import { columnTypes, isNew, nameOfTable, type Subcommand } from './subcommand.ts'
import { collides } from '../create-table.ts'
import { needExecutable } from '../../usable.ts'
import { doubtOf, partOf, partsOf, relationAt, type Thing, type World } from '../../world.ts'

/** ADD CONSTRAINT */
export const addConstraint: Subcommand = {
  *check(world, table, { def }) {
    if (!def || !('Constraint' in def)) return
    const constraint = def.Constraint
    switch (constraint.contype) {
      case 'CONSTR_FOREIGN':
        return yield* foreign(world, table, constraint)
      case 'CONSTR_CHECK':
        return yield* condition(world, table, constraint)
      case 'CONSTR_PRIMARY':
      case 'CONSTR_UNIQUE':
        return yield* key(world, table, constraint)
      default:
        yield doubt(`a constraint of the kind ${constraint.contype} is not simulated`)
    }
  },
  apply(world, table, { def }) {
    if (
      def &&
      'Constraint' in def &&
      !(def.Constraint.conname && partOf(world, table, 'constraint', def.Constraint.conname))
    )
      makeConstraint(world, table, def.Constraint, [])
  },
}

function* taken(world: World, table: Thing, name: string | undefined): Remarks {
  const there = name ? partOf(world, table, 'constraint', name) : undefined
  const unsure = doubtOf(world, nameOfTable(table), name ?? '')
  if (unsure !== null) return yield doubt(unsure)
  if (there)
    yield fault('42710', `constraint "${name}" for relation "${nameOfTable(table)}" already exists`, {
      thing: there.id,
    })
}

function* foreign(world: World, table: Thing, constraint: Constraint): Remarks {
  yield* taken(world, table, constraint.conname)
  const own = ownColumns(constraint, [])
  const name = constraintName(constraint, nameOfTable(table), own, (free) =>
    Boolean(partOf(world, table, 'constraint', free)),
  )
  const columns = columnTypes(world, table)
  yield* foreignKey(world, constraint, own, { name: nameOfTable(table), columns, filled: !isNew(table) }, name)
}

function* condition(world: World, table: Thing, constraint: Constraint): Remarks {
  yield* checkCondition(world, constraint, nameOfTable(table), columnTypes(world, table))
  yield* taken(world, table, constraint.conname)
  if (!constraint.skip_validation) yield* needExecutable(world, constraint.raw_expr)
  if (!constraint.skip_validation && !isNew(table))
    yield depends(`a row of ${nameOfTable(table)} that breaks the condition would refuse it (23514)`)
}

function* key(world: World, table: Thing, constraint: Constraint): Remarks {
  const [schema = ''] = pathOf(table.id)
  if (constraint.indexname) {
    const index = relationAt(world, schema, constraint.indexname)
    if (!index)
      yield fault('42704', `index "${constraint.indexname}" does not exist`, {
        thing: idOf('index', schema, constraint.indexname),
      })
    return yield doubt('a constraint that takes an index over is not simulated further')
  }
  // Until 17 a primary key first sets its columns NOT NULL, which says so in other words.
  const columns = columnTypes(world, table)
  const lacking = strings(constraint.keys).find((name) => !columns.has(name))
  if (constraint.contype === 'CONSTR_PRIMARY' && lacking !== undefined && world.server < 180_000)
    yield fault('42703', `column "${lacking}" of relation "${nameOfTable(table)}" does not exist`)
  yield* needCreate(world, schema)
  yield* keyColumns(constraint, columns)
  yield* keyTypesOf(world, ownColumns(constraint, []), columns)
  const primary = partsOf(world, table, 'constraint').find(({ value }) => value.startsWith('PRIMARY'))
  if (constraint.contype === 'CONSTR_PRIMARY' && primary)
    yield fault('42P16', `multiple primary keys for table "${nameOfTable(table)}" are not allowed`, {
      thing: primary.id,
    })
  if (constraint.conname) {
    yield* collides(world, schema, constraint.conname, 'index')
    yield* taken(world, table, constraint.conname)
  }
  if (!isNew(table)) yield depends(`rows of ${nameOfTable(table)} that share a key would refuse it (23505)`)
}

/** DROP CONSTRAINT */
export const dropConstraint: Subcommand = {
  *check(world, table, command) {
    const name = command.name ?? ''
    const constraint = partOf(world, table, 'constraint', name)
    if (!constraint) return yield* absent(world, table, name, command.missing_ok === true)
    if (command.behavior !== 'DROP_CASCADE')
      yield* undisturbed(world, [constraint], `constraint ${quoted(name)} on table ${dotted(pathOf(table.id))}`)
  },
  apply(world, table, command) {
    const constraint = partOf(world, table, 'constraint', command.name ?? '')
    if (constraint) drop(world, [constraint])
  },
}

/** PostgreSQL 18 keeps NOT NULL as a constraint whose name no fact has. */
function* absent(world: World, table: Thing, name: string, missingOk: boolean): Remarks {
  const unsure = doubtOf(world, nameOfTable(table), name)
  if (missingOk) return
  if (unsure !== null) yield doubt(unsure)
  else if (world.server >= 180_000 && /_not_null\d*$/.test(name))
    yield doubt('the names of NOT NULL constraints are not read')
  else
    yield fault('42704', `constraint "${name}" of relation "${nameOfTable(table)}" does not exist`, {
      thing: idOf('constraint', ...pathOf(table.id), name),
    })
}

/** VALIDATE CONSTRAINT */
export const validateConstraint: Subcommand = {
  *check(world, table, { name = '' }) {
    const constraint = partOf(world, table, 'constraint', name)
    if (!constraint) return yield* absent(world, table, name, false)
    if (!/^(?:FOREIGN|CHECK)/.test(constraint.value))
      yield fault(
        '42809',
        `constraint "${name}" of relation "${nameOfTable(table)}" is not a foreign key or check constraint`,
        { thing: constraint.id },
      )
    if (!isNew(table)) yield depends(`a row of ${nameOfTable(table)} that breaks ${name} would refuse it`)
  },
  apply() {},
}
