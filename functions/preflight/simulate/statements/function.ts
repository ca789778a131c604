import type { CreateFunctionStmt, FunctionParameter, Node } from '@supabase/pg-parser/17/types'
import { family } from '../family.ts'
import { findType, needSchema, needType, type Asks } from '../lookup.ts'
import { make, placeOf } from '../make.ts'
import { idOf, nameFrom, quoted, strings } from '../names.ts'
import { query, scopeOver } from '../query.ts'
import { needOwner } from '../permission.ts'
import { doubt, fault } from '../remark.ts'
import { sameType, typeFromNode, typeFromText, typeText, type SqlType } from '../type.ts'
import { needTypeUsage } from '../usable.ts'
import { doubtOf, type Thing, type World } from '../world.ts'

const INPUTS = ['FUNC_PARAM_IN', 'FUNC_PARAM_INOUT', 'FUNC_PARAM_VARIADIC', 'FUNC_PARAM_DEFAULT']
const parameters = (statement: CreateFunctionStmt): FunctionParameter[] =>
  (statement.parameters ?? []).flatMap((node) => ('FunctionParameter' in node ? node.FunctionParameter : []))
const inputs = (statement: CreateFunctionStmt) =>
  parameters(statement).filter(({ mode }) => INPUTS.includes(mode ?? 'FUNC_PARAM_IN'))

function option(statement: CreateFunctionStmt, name: string): Node | undefined {
  for (const node of statement.options ?? [])
    if ('DefElem' in node && node.DefElem.defname === name) return node.DefElem.arg
  return undefined
}

const language = (statement: CreateFunctionStmt): string => {
  const arg = option(statement, 'language')
  return arg && 'String' in arg ? (arg.String.sval ?? '') : 'sql'
}

const argTypes = (world: World, statement: CreateFunctionStmt): SqlType[] =>
  inputs(statement).map(({ argType }) => {
    const type = typeFromNode(argType)
    return findType(world, type)?.type ?? type
  })

/** The id of a function: its arguments as facts print them, with the schema of the user's types. */
function idFor(world: World, statement: CreateFunctionStmt): string {
  const [schema, name] = placeOf(nameFrom(strings(statement.funcname)))
  const args = argTypes(world, statement).map((type) => factText(type))
  return idOf(statement.is_procedure ? 'procedure' : 'function', schema, `${name}(${args.join(', ')})`)
}

const factText = (type: SqlType) =>
  type.schema === null || type.schema === 'pg_catalog'
    ? typeText(type)
    : `${quoted(type.schema)}.${quoted(type.name)}${type.array ? '[]' : ''}`

/** CREATE FUNCTION and PROCEDURE; what stands in the body runs later, and is not simulated. */
export const createFunction = family('CreateFunctionStmt', {
  *check(world, statement) {
    const names = strings(statement.funcname)
    yield* needSchema(world, nameFrom(names))
    const words = language(statement).toLowerCase()
    if (!['sql', 'plpgsql', 'c', 'internal'].includes(words))
      yield doubt(`whether the language ${words} is there is not read`)
    for (const { argType } of parameters(statement)) yield* needTypeUsage(world, yield* needType(world, argType))
    const returns = statement.returnType ? yield* needType(world, statement.returnType) : null
    yield* needTypeUsage(world, returns)
    if (words === 'sql') yield* body(world, statement)
    yield* collision(world, statement, returns?.type ?? null)
  },
  apply(world, statement) {
    const id = idFor(world, statement)
    if (world.things.has(id) && !statement.replace) return
    const known = world.things.get(id)
    const returns = statement.returnType ? typeFromNode(statement.returnType) : null
    const types = [...argTypes(world, statement), ...(returns ? [returns] : [])].flatMap(
      (type) => findType(world, type)?.thing?.id ?? [],
    )
    const defaults = inputs(statement).filter(({ defexpr }) => defexpr).length
    const set =
      statement.returnType?.setof === true || parameters(statement).some(({ mode }) => mode === 'FUNC_PARAM_TABLE')
    const value =
      known && statement.replace
        ? known.value
        : `CREATE FUNCTION f(${' DEFAULT '.repeat(defaults)})\n RETURNS ${set || !returns ? 'TABLE(' : factText(findType(world, returns)?.type ?? returns)}\n`
    const volatility = option(statement, 'volatility')
    const words = volatility && 'String' in volatility ? (volatility.String.sval ?? '').toUpperCase() : ''
    const [schema = '', signature = ''] = id.slice(id.indexOf(':') + 1).split('\u001f')
    make(world, statement.is_procedure ? 'procedure' : 'function', [schema, signature], {
      needs: [...new Set(types), idOf('schema', schema)],
      value: `${value} ${words}`,
    })
  },
})

function* collision(world: World, statement: CreateFunctionStmt, returns: SqlType | null): Asks<void> {
  const name = strings(statement.funcname).at(-1) ?? ''
  const id = idFor(world, statement)
  const unsure = doubtOf(world, name)
  if (unsure !== null) return yield doubt(unsure)
  const other = world.things.get(
    id.startsWith('function:') ? id.replace('function:', 'procedure:') : id.replace('procedure:', 'function:'),
  )
  const there = world.things.get(id) ?? other
  if (!there) return
  if (!statement.replace)
    return yield fault('42723', `function "${name}" already exists with same argument types`, {
      thing: there.id,
      mend: ['-- write CREATE OR REPLACE FUNCTION, if this is to take its place'],
    })
  yield* needOwner(world, there, { word: there.kind, name })
  if (other)
    return yield fault('42809', `cannot change routine kind`, {
      detail: `"${name}" is a ${other.kind}.`,
      thing: other.id,
    })
  yield* sameResult(there, statement, returns)
}

function* sameResult(there: Thing, statement: CreateFunctionStmt, returns: SqlType | null): Asks<void> {
  const text = /\n\s*RETURNS ([^\n]+)/.exec(there.value)?.[1]
  const names = [
    .../(?:\(|, )(?:IN |INOUT |VARIADIC )?("[^"]+"|\w+) /g[Symbol.matchAll](
      /^[^\n]*?\(([^\n]*)\)/.exec(there.value)?.[0] ?? '',
    ),
  ].map(([, name = '']) => name)
  if (
    text === undefined ||
    text.startsWith('TABLE(') ||
    text.startsWith('SETOF ') ||
    returns === null ||
    statement.returnType?.setof
  ) {
    if (returns !== null && text !== undefined && /^TABLE\(|^SETOF /.test(text) && !statement.returnType?.setof)
      yield fault('42P13', 'cannot change return type of existing function', {
        hint: `Use DROP FUNCTION first.`,
        thing: there.id,
      })
    return
  }
  if (!sameType(typeFromText(text), returns))
    yield fault('42P13', 'cannot change return type of existing function', {
      hint: 'Use DROP FUNCTION first.',
      thing: there.id,
    })
  const own = inputs(statement).map(({ name = '' }) => name)
  const renamed = own.find((name, i) => names.length === own.length && names[i] !== quoted(name) && name !== '')
  if (renamed !== undefined)
    yield fault('42P13', `cannot change name of input parameter ${JSON.stringify(names[own.indexOf(renamed)] ?? '')}`, {
      hint: 'Use DROP FUNCTION first.',
      thing: there.id,
    })
}

/** The text of a function in SQL is parsed when it is made; its parameters may stand for any column. */
function* body(world: World, statement: CreateFunctionStmt): Asks<void> {
  const as = option(statement, 'as')
  const [text] = as && 'List' in as ? strings(as.List.items) : []
  if (text === undefined) return
  const { nodes, error } = world.parser.parse(text)
  if (error) return yield fault('42601', error.message)
  for (const node of nodes ?? []) {
    if ('SelectStmt' in node) yield* query(world, node.SelectStmt, scopeOver(world, [{ alias: '', columns: null }]))
    else yield doubt('what a function in SQL changes is not simulated')
  }
}
