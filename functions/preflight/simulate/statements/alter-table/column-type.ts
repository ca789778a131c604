import type { Node } from '@supabase/pg-parser/17/types'
import { generatedFrom } from '../../dependents.ts'
import { typeOf } from '../../expression.ts'
import { foreignKey } from '../../foreign-key.ts'
import { hasNoClass, keyTypesOf, noClass } from '../../key-columns.ts'
import { constraintOf, indexOf } from '../../keys.ts'
import { baseOf, needType, quietly, type Asks } from '../../lookup.ts'
import { ownColumns } from '../../make.ts'
import { idOf, pathOf, quoted } from '../../names.ts'
import { definitionOf } from '../../parts.ts'
import { scopeOver } from '../../query.ts'
import { depends, doubt, fault } from '../../remark.ts'
import type { Typed } from '../../routines.ts'
import type { Scope } from '../../scope.ts'
import { defOf, needColumn } from './need-column.ts'
import { columnTypes, isNew, nameOfTable, type Subcommand } from './subcommand.ts'
import { assignable } from '../../take-literal.ts'
import { needExecutable, needUsable } from '../../usable.ts'
import { sameType, typeText, typeWithMods, type SqlType } from '../../type.ts'
import { columnsOf, partOf, usersOf, type Thing, type World } from '../../world.ts'

/** ALTER COLUMN … TYPE */
export const columnTypeChange: Subcommand = {
  *check(world, table, command) {
    const def = defOf(command)
    const given = def.raw_default ? yield* typeOf(world, def.raw_default, usingScope(world, table)) : null
    const column = yield* needColumn(world, table, command.name ?? '')
    const wanted = (yield* needType(world, def.typeName))?.type ?? null
    yield* needUsable(world, wanted)
    if (!column?.column || wanted === null) return
    if (
      column.column.identity &&
      (wanted.array || !['int2', 'int4', 'int8'].includes(baseOf(world, wanted)?.name ?? 'int4'))
    )
      yield fault('22023', 'identity column type must be smallint, integer, or bigint')
    const { type: own, generated } = column.column
    if (generated && def.raw_default)
      yield fault('42611', 'cannot specify USING when altering type of generated column', {
        detail: `Column "${command.name}" is a generated column.`,
      })
    if (def.raw_default) yield* used(world, column, given, wanted)
    else yield* converts(world, table, column, own, wanted)
    yield* keepsDefault(world, column, wanted)
    yield* unused(world, column)
    yield* keepsForeignKeys(world, column, wanted)
    yield* keepsExpressions(world, table, column, wanted)
    yield* needExecutable(world, def.raw_default)
    if (own && !fitsAlways(own, wanted) && !isNew(table))
      yield depends(
        `values of ${nameOfTable(table)}.${command.name} that do not become ${typeWithMods(wanted)} would refuse it`,
      )
  },
  apply(world, table, command) {
    const column = partOf(world, table, 'column', command.name ?? '')
    if (column?.column) column.column.type = definitionOf(defOf(command)).column.type
  },
}

const usingScope = (world: World, table: Thing) =>
  scopeOver(world, [{ alias: nameOfTable(table), columns: columnTypes(world, table) }], {
    noSubquery: 'transform expression',
  })

/** What USING gives must become the new type by itself. */
function* used(world: World, column: Thing, given: Typed, wanted: SqlType): Asks<void> {
  if (given && given !== 'literal' && assignable(world, given, wanted) === false)
    yield fault(
      '42804',
      `result of USING clause for column "${pathOf(column.id)[2]}" cannot be cast automatically to type ${typeText(wanted)}`,
      {
        hint: 'You might need to add an explicit cast.',
      },
    )
}

function* converts(world: World, table: Thing, column: Thing, own: SqlType | null, wanted: SqlType): Asks<void> {
  const name = pathOf(column.id)[2] ?? ''
  if (own === null) return
  const known = assignable(world, own, wanted)
  if (known === null && !sameType(own, wanted))
    yield doubt(`whether ${typeText(own)} becomes ${typeText(wanted)} is not simulated`)
  if (known === false)
    yield fault('42804', `column "${name}" cannot be cast automatically to type ${typeText(wanted)}`, {
      hint: `You might need to specify "USING ${quoted(name)}::${typeWithMods(wanted)}".`,
      mend: [
        `ALTER TABLE ${quoted(nameOfTable(table))} ALTER COLUMN ${quoted(name)} TYPE ${typeWithMods(wanted)} USING ${quoted(name)}::${typeWithMods(wanted)};`,
      ],
    })
}

function* keepsDefault(world: World, column: Thing, wanted: SqlType): Asks<void> {
  const { expression, identity, generated } = column.column ?? {}
  const name = pathOf(column.id)[2] ?? ''
  if (!expression || identity || generated) return
  const [node] = world.parser.parse(`select ${expression}`).nodes ?? []
  const [target] = (node && 'SelectStmt' in node && node.SelectStmt.targetList) || []
  // An array literal is printed as text: its type is that of the column until now.
  const given = target ? quietly(typeOf(world, target, scopeOver(world, []))) : null
  if (given && given !== 'literal' && assignable(world, given, wanted) === false)
    yield fault('42804', `default for column "${name}" cannot be cast automatically to type ${typeText(wanted)}`, {
      mend: [
        `ALTER TABLE … ALTER COLUMN ${quoted(name)} DROP DEFAULT;`,
        '-- then change the type, then set the default again',
      ],
    })
}

const USES: Readonly<Record<string, string>> = {
  view: 'a view or rule',
  matview: 'a view or rule',
  rule: 'a view or rule',
  trigger: 'a trigger definition',
  policy: 'a policy definition',
}

function* unused(world: World, column: Thing): Asks<void> {
  const name = pathOf(column.id)[2] ?? ''
  for (const kind of ['view', 'matview', 'rule', 'trigger', 'policy']) {
    const [user] = usersOf(world, column.id, kind)
    if (!user) continue
    const uses = `cannot alter type of a column used ${kind === 'policy' || kind === 'trigger' ? 'in' : 'by'} ${USES[kind]}`
    const path = pathOf(user.id)
    const detail =
      kind === 'view' || kind === 'matview'
        ? `rule _RETURN on ${kind === 'view' ? '' : 'materialized '}view ${path[1]} depends on column "${name}"`
        : `${kind} ${path[2]} on table ${path[1]} depends on column "${name}"`
    yield fault('0A000', uses, {
      detail,
      thing: user.id,
      mend: [
        `-- drop the ${kind === 'matview' ? 'materialized view' : kind} ${path.at(-1)}, change the type, and make it again, all in this migration`,
      ],
    })
  }
  const [user] = generatedFrom(world, column)
  if (user)
    yield fault('0A000', 'cannot alter type of a column used by a generated column', {
      detail: `Column "${name}" is used by generated column "${pathOf(user.id)[2]}".`,
      thing: user.id,
    })
}

function* keepsForeignKeys(world: World, column: Thing, wanted: SqlType): Asks<void> {
  const [schema, table, name = ''] = pathOf(column.id)
  for (const thing of usersOf(world, column.id, 'constraint')) {
    if (!thing.value.startsWith('FOREIGN KEY')) continue
    const foreign = constraintOf(world, thing)
    const own = pathOf(thing.id)
    if (!foreign || own[0] !== schema || own[1] !== table) {
      yield doubt(`whether ${own[2]} of ${own[1]} can still refer to ${typeText(wanted)} is not simulated`)
      continue
    }
    const columns = new Map([[name, wanted]])
    for (const remark of foreignKey(
      world,
      foreign,
      ownColumns(foreign, []),
      {
        name: table ?? '',
        columns: new Map(
          [...columnsOf(world, world.things.get(thing.needs[0] ?? '') ?? column)]
            .map(([key, { column }]) => [key, column?.type ?? null] as const)
            .concat([...columns]),
        ),
        filled: false,
      },
      own[2] ?? '',
    ))
      yield remark
  }
}

/** Conditions of checks and indexes are made again over the new type. */
function* keepsExpressions(world: World, table: Thing, column: Thing, wanted: SqlType): Asks<void> {
  const columns = columnTypes(world, table).set(pathOf(column.id)[2] ?? '', wanted)
  const scope = scopeOver(world, [{ alias: nameOfTable(table), columns }])
  for (const user of usersOf(world, column.id)) {
    if (user.kind === 'constraint' && user.value.startsWith('CHECK'))
      yield* again(world, constraintOf(world, user)?.raw_expr, scope)
    if (user.kind !== 'index') continue
    const index = indexOf(world, user)
    for (const param of index?.indexParams ?? [])
      if ('IndexElem' in param) yield* again(world, param.IndexElem.expr, scope)
    yield* again(world, index?.whereClause, scope)
    const plain = index?.indexParams?.some(
      (param) => 'IndexElem' in param && param.IndexElem.name === pathOf(column.id)[2] && !param.IndexElem.opclass,
    )
    const base = baseOf(world, wanted)
    if (plain && base?.schema === 'pg_catalog' && hasNoClass(index?.accessMethod ?? 'btree', base))
      yield noClass(index?.accessMethod ?? 'btree', base)
  }
  for (const user of usersOf(world, column.id, 'constraint'))
    if (/^(?:PRIMARY KEY|UNIQUE)/.test(user.value)) yield* keyTypesOf(world, [pathOf(column.id)[2] ?? ''], columns)
}

/** Functions of what is there already were not asked for by name: that one is lacking says nothing. */
function* again(world: World, node: Node | undefined, scope: Scope): Asks<void> {
  if (!node) return
  for (const remark of typeOf(world, node, scope)) {
    const unsure =
      remark.kind === 'fault' && remark.message.startsWith('function ') && !knownFunction(world, remark.message)
    yield unsure ? doubt('what is made again over the new type calls functions that were not asked for') : remark
  }
}

const knownFunction = (world: World, message: string) => {
  const name = /^function (?:\w+\.)?(\w+)\(/.exec(message)?.[1] ?? ''
  return world.around.functions.has(name) || world.routines.has(idOf('', 'public', name))
}

const WIDENS: Readonly<Record<string, string>> = {
  int2: 'int4 int8 numeric float4 float8',
  int4: 'int8 numeric float8',
  int8: 'numeric',
  varchar: 'text',
  bpchar: 'text',
  date: 'timestamp timestamptz',
  float4: 'float8',
  timestamp: 'timestamptz',
  timestamptz: 'timestamp date',
  cidr: 'inet',
  json: 'jsonb',
  jsonb: 'json',
  citext: 'text',
}

/** Whether every value of one type is one of the other. */
function fitsAlways(from: SqlType, to: SqlType): boolean {
  if (sameType(from, to))
    return (
      to.mods === '' ||
      from.mods === to.mods ||
      (from.mods !== '' && Number(to.mods) >= Number(from.mods)) ||
      to.name.startsWith('time')
    )
  return (to.name === 'text' || (WIDENS[from.name] ?? '').split(' ').includes(to.name)) && to.mods === ''
}
