import type { FuncCall, TypeName } from '@supabase/pg-parser/17/types'
import { holds, ownerOf, rightsNow } from './held.ts'
import { findType, placed, type Asks, type FoundType } from './lookup.ts'
import { dotted, idOf, nameFrom, pathOf, quoted, shown, strings } from './names.ts'
import { denied } from './permission.ts'
import { doubt, type Fault } from './remark.ts'
import { argumentTypes, routinesNamed, type Routine } from './routines.ts'
import { typeFromNode, type SqlType } from './type.ts'
import type { World } from './world.ts'

/** Kinds whose privileges are those of the type; a table's are the table's. */
const TYPES = ['enum', 'domain', 'composite', 'range']

/** A type of which something is made: a column, a parameter, a domain; an array asks for its element. A cast asks for nothing. */
export function* needTypeUsage(world: World, found: FoundType | null): Asks<void> {
  const thing = found?.thing
  if (!thing || !TYPES.includes(thing.kind) || holds(world, thing.id, 'USAGE') !== false) return
  const { schema, name } = placed(thing)
  const said = [...(schema === null ? [] : [schema]), name].map(quoted).join('.')
  yield denied(world, thing.id, `type ${said}`, `usage on type ${dotted(pathOf(thing.id))}`)
}

/** The same of a type as it is known, or as it is written. */
export function* needUsable(world: World, type: SqlType | TypeName | null | undefined): Asks<void> {
  if (type) yield* needTypeUsage(world, findType(world, 'mods' in type ? type : typeFromNode(type)))
}

/** Whether who migrates may run a function; null: nobody knows. */
const mayRun = (world: World, { thing, closed }: Routine): boolean | null =>
  thing === null ? (rightsNow(world) === null ? null : !closed) : holds(world, thing.id, 'EXECUTE')

function notAllowed(world: World, routine: Routine, written: readonly string[], said: string): Fault {
  const { schema, name } = nameFrom(written)
  const id = routine.thing?.id ?? idOf('function', schema ?? 'pg_catalog', name)
  const types = routine.thing ? `(${argumentTypes(routine.thing).join(', ')})` : ''
  return denied(world, id, `function ${said}`, `execute on function ${shown({ schema, name })}${types}`)
}

/**
 * When PostgreSQL asks: planned, a call that hangs on nothing is made while a query is planned, before its tables are asked
 * for; run, any other is asked for when its expression is made ready, though there may be no row.
 */
export type When = 'planned' | 'run'

/** The calls of an expression, or of any part of a statement, that PostgreSQL asks for at that moment. */
export function* needExecutable(world: World, node: unknown, when?: When): Asks<void> {
  for (const call of callsIn(node)) {
    const meant = meantBy(world, call)
    if (when !== undefined && (isFolded(call, meant) ? 'planned' : 'run') !== when) continue
    yield* mayAll(world, meant, strings(call.funcname))
  }
}

/** Of routines that a name may mean: none that may not be run is known; all; or nobody knows which is meant. */
function* mayAll(world: World, meant: readonly Routine[], written: readonly string[]): Asks<void> {
  const closed = meant.filter((routine) => mayRun(world, routine) === false)
  const [first] = closed
  if (first === undefined) return
  if (closed.length === meant.length) yield notAllowed(world, first, written, nameFrom(written).name)
  else yield doubt(`which function ${written.join('.')} means is not simulated, and not all of that name may be run`)
}

/**
 * The calls of an index, which its table's owner makes: in a predicate at once, in an expression that hangs on columns with the
 * first row. What an owner may do who does not migrate is not read: it is asked for only where who migrates may not either.
 */
export function* needIndexable(world: World, table: string, expressions: unknown, predicate: unknown): Asks<void> {
  const isOwner = ownerOf(world, table) === world.rights?.role
  for (const [node, isAtOnce] of [[expressions, false] as const, [predicate, true] as const])
    for (const call of callsIn(node)) {
      const meant = meantBy(world, call)
      if (!meant.some((routine) => mayRun(world, routine) === false)) continue
      const name = strings(call.funcname).join('.')
      if (!isOwner) yield doubt(`whether the owner of ${pathOf(table)[1]} may run ${name} is not read`)
      else if (isAtOnce || isFolded(call, meant)) yield* mayAll(world, meant, strings(call.funcname))
      else yield doubt(`${name} may not be run, which PostgreSQL asks only where ${pathOf(table)[1]} has a row`)
    }
}

/** A trigger's function, which a message names as it is written. */
export function* needTriggerable(world: World, routine: Routine, written: readonly string[]): Asks<void> {
  if (mayRun(world, routine) === false) yield notAllowed(world, routine, written, written.join('.'))
}

function meantBy(world: World, { funcname, args = [] }: FuncCall): Routine[] {
  const { schema, name } = nameFrom(strings(funcname))
  return routinesNamed(world, schema, name).filter(
    ({ args: takes, defaults, variadic }) =>
      variadic || (args.length <= takes.length && args.length >= takes.length - defaults),
  )
}

/** Immutable, and of constants alone. */
const isFolded = ({ args = [] }: FuncCall, meant: readonly Routine[]): boolean =>
  meant.every(({ volatility }) => volatility === 'i') && !/"(?:ColumnRef|FuncCall|SubLink)":/.test(JSON.stringify(args))

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Every call within a part of a tree, in order; those of a function's arguments before its own. */
function callsIn(node: unknown): FuncCall[] {
  if (Array.isArray(node)) return node.flatMap(callsIn)
  if (!isRecord(node)) return []
  return Object.entries(node).flatMap(([kind, inner]) => [
    ...callsIn(inner),
    ...(kind === 'FuncCall' && isCall(inner) ? [inner] : []),
  ])
}

const isCall = (value: unknown): value is FuncCall => isRecord(value) && Array.isArray(value.funcname)
