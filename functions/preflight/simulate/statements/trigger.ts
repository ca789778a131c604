import { needBoolean } from '../expression.ts'
import { family } from '../family.ts'
import { columnsFound, findRelation, hasSchema, nameOfRange, needRelation, noSchema, SEARCH_PATH } from '../lookup.ts'
import { make } from '../make.ts'
import { idOf, nameFrom, pathOf, strings } from '../names.ts'
import { scopeOver } from '../query.ts'
import { needPrivilege } from '../permission.ts'
import { doubt, fault } from '../remark.ts'
import { ownRoutines, routinesNamed } from '../routines.ts'
import { needTriggerable } from '../usable.ts'
import { doubtOf, type World } from '../world.ts'

const ROW = 1

/** CREATE TRIGGER */
export const createTrigger = family('CreateTrigStmt', {
  *check(world, statement) {
    const found = yield* needRelation(world, statement.relation)
    if (!found) return
    const table = nameOfRange(statement.relation).name
    const name = statement.trigname ?? ''
    const columns = columnsFound(world, found)
    const isView = found.by === 'facts' && found.thing.kind === 'view'
    const instead = (statement.timing ?? 0) === 64
    if (isView && !instead && statement.row)
      yield fault('42809', `"${table}" is a view`, {
        detail: 'Views cannot have row-level BEFORE or AFTER triggers.',
        thing: found.thing.id,
      })
    if (!isView && instead)
      yield fault('42809', `"${table}" is a table`, { detail: 'Tables cannot have INSTEAD OF triggers.' })
    if (found.by === 'facts' && ['matview', 'index', 'sequence', 'composite'].includes(found.thing.kind))
      yield fault('42809', `relation "${table}" cannot have triggers`, { thing: found.thing.id })
    yield* needPrivilege(world, found, 'TRIGGER')
    if (statement.whenClause) {
      const scope = scopeOver(
        world,
        ['old', 'new'].map((alias) => ({ alias, columns })),
        { noSubquery: 'trigger WHEN condition' },
      )
      yield* needBoolean(world, statement.whenClause, scope, 'WHEN')
    }
    yield* triggerFunction(world, strings(statement.funcname))
    const there = world.things.get(
      idOf(
        'trigger',
        ...pathOf(found.by === 'facts' ? found.thing.id : idOf('table', found.relation.schema, found.relation.name)),
        name,
      ),
    )
    const unsure = doubtOf(world, name, table)
    if (unsure !== null) yield doubt(unsure)
    else if (there && !statement.replace)
      yield fault('42710', `trigger "${name}" for relation "${table}" already exists`, {
        thing: there.id,
        mend: ['-- write CREATE OR REPLACE TRIGGER'],
      })
    for (const column of strings(statement.columns))
      if (columns !== null && !columns.has(column))
        yield fault('42703', `column "${column}" of relation "${table}" does not exist`)
  },
  apply(world, statement) {
    const found = findRelation(world, nameOfRange(statement.relation))
    if (!found) return
    const path = found.by === 'facts' ? pathOf(found.thing.id) : [found.relation.schema, found.relation.name]
    const { schema, name } = nameFrom(strings(statement.funcname))
    const [own] = ownRoutines(world, schema === null ? SEARCH_PATH : [schema], name)
    const needs = [
      ...(found.by === 'facts' ? [found.thing.id] : []),
      ...(own?.thing ? [own.thing.id] : []),
      ...strings(statement.columns).map((column) => idOf('column', ...path, column)),
    ]
    make(world, 'trigger', [...path, statement.trigname ?? ''], {
      needs,
      value: (statement.events ?? 0) & ROW ? 'row' : '',
    })
  },
})

function* triggerFunction(world: World, names: readonly string[]) {
  const { schema, name } = nameFrom(names)
  const found = routinesNamed(world, schema, name).find(({ args }) => args.length === 0)
  const unsure = doubtOf(world, name)
  if (found) {
    yield* needTriggerable(world, found, names)
    if (found.returns && found.returns.name !== 'trigger')
      yield fault('42P17', `function ${name} must return type trigger`, { thing: found.thing?.id })
  } else if (unsure !== null) yield doubt(unsure)
  else if (schema !== null && !hasSchema(world, schema)) yield noSchema(schema)
  else
    yield fault('42883', `function ${names.join('.')}() does not exist`, {
      thing: idOf('function', schema ?? 'public', `${name}()`),
    })
}
