import type { FuncCall } from '@supabase/pg-parser/17/types'
import { coerces } from './casts.ts'
import { baseOf, findType, hasSchema, labelsOf, noSchema, searchPath, type Asks } from './lookup.ts'
import { idOf, nameFrom, pathOf, strings } from './names.ts'
import { doubt, fault } from './remark.ts'
import { needUsage } from './permission.ts'
import { sameType, typeFromText, typeText, type SqlType } from './type.ts'
import { doubtOf, type Thing, type World } from './world.ts'

/** What an expression gives: a type, a literal that takes any type, or null where it is not known. */
export type Typed = SqlType | 'literal' | null

/** A function as a call needs to know it; a type that is not known is null. */
export interface Routine {
  kind: string
  args: (SqlType | null)[]
  defaults: number
  variadic: boolean
  returns: SqlType | null
  volatility: string
  /** Of what no fact tells of: whether who migrates may not run it. */
  closed: boolean
  thing: Thing | null
}

/** All functions, procedures and aggregates of a name, in a schema or on the search path. */
export function routinesNamed(world: World, schema: string | null, name: string): Routine[] {
  const within = schema === null ? ['pg_catalog', ...searchPath(world)] : [schema]
  const around = (world.around.functions.get(name) ?? []).filter((known) => within.includes(known.schema))
  return [...around.map((known) => ({ ...known, thing: null })), ...ownRoutines(world, within, name)]
}

/** The user's functions of a name. */
export const ownRoutines = (world: World, within: readonly string[], name: string): Routine[] =>
  within
    .flatMap((schema) => [...(world.routines.get(idOf('', schema, name)) ?? [])])
    .flatMap((id) => world.things.get(id) ?? [])
    .map(routineFrom)

/** Types between parentheses, split where no parenthesis is open. */
export const argumentTypes = (thing: Thing): string[] => {
  const signature = pathOf(thing.id)[1] ?? ''
  const inner = signature.slice(signature.indexOf('(') + 1, -1)
  return inner === '' ? [] : inner.split(/, (?![^(]*\))/)
}

function routineFrom(thing: Thing): Routine {
  const args = argumentTypes(thing).map(typeFromText)
  const head = thing.value.split(/\n(?:AS|BEGIN ATOMIC)\b/)[0] ?? ''
  const [, first = ''] = /^[^\n]*?\(([^\n]*)\)/.exec(head) ?? []
  const returns = /\n\s*RETURNS (?:SETOF )?([^\n]+)/.exec(head)?.[1]
  return {
    kind: thing.kind === 'aggregate' ? 'a' : thing.kind === 'procedure' ? 'p' : 'f',
    args,
    defaults: first.split(' DEFAULT ').length - 1,
    variadic: /\bVARIADIC /.test(first),
    returns:
      returns === undefined || returns.startsWith('TABLE(') || / SETOF /.test(head) ? null : typeFromText(returns),
    volatility: /\n\s*IMMUTABLE\b/.test(head) || / IMMUTABLE/.test(head) ? 'i' : / STABLE/.test(head) ? 's' : 'v',
    closed: false,
    thing,
  }
}

const isPolymorphic = (type: SqlType) => type.schema === 'pg_catalog' && type.name.startsWith('any')

function takes(world: World, wanted: SqlType | null, given: Typed): boolean {
  if (wanted === null || given === null || given === 'literal') return true
  const base = baseOf(world, given)
  if (isPolymorphic(wanted)) return base === null || takesKind(world, wanted.name, base)
  if (sameType(given, wanted) || (base && sameType(base, wanted))) return true
  if (base === null) return true
  const known = coerces(base, wanted)
  return known === null ? labelsOf(findType(world, base)?.thing ?? null) === null : known
}

/** Whether a pseudo-type stands for a type, too. */
function takesKind(world: World, wanted: string, given: SqlType): boolean {
  const isRange = given.name.endsWith('range') || findType(world, given)?.thing?.kind === 'range'
  if (wanted.endsWith('array') && !wanted.includes('nonarray')) return given.array
  if (wanted.endsWith('multirange')) return given.name.endsWith('multirange')
  if (wanted.endsWith('range')) return isRange
  if (wanted === 'anyenum') return labelsOf(findType(world, given)?.thing ?? null) !== null
  return true
}

/** Those that a call with arguments of these types may mean. */
export function fitting(world: World, routines: readonly Routine[], given: readonly Typed[]): Routine[] {
  return routines.filter(({ args, defaults, variadic }) => {
    const least = args.length - defaults - (variadic ? 1 : 0)
    if (given.length < least || (!variadic && given.length > args.length)) return false
    return given.every((type, i) => (variadic && i >= args.length - 1 ? true : takes(world, args[i] ?? null, type)))
  })
}

/** What a call gives, of types of arguments that are known already. */
export function* callOf(world: World, call: FuncCall, given: readonly Typed[]): Asks<Routine | null> {
  const written = strings(call.funcname)
  const { schema, name } = nameFrom(written)
  yield* needUsage(world, schema)
  const all = routinesNamed(world, schema, name)
  const named = (call.args ?? []).some((arg) => 'NamedArgExpr' in arg)
  const found = named ? all : fitting(world, all, given)
  if (found.length > 0) return chosen(found, given)
  // A cast that is written like a call: text(x), date(x).
  if (given.length === 1 && findType(world, { schema, name, mods: '', array: false })) return null
  const unsure = doubtOf(world, name)
  if (unsure !== null) yield doubt(unsure)
  else if (schema !== null && !hasSchema(world, schema)) yield noSchema(schema, call.location)
  else
    yield fault('42883', `function ${written.join('.')}(${given.map(typeName).join(', ')}) does not exist`, {
      hint: NO_FUNCTION,
      at: call.location,
    })
  return null
}

const typeName = (type: Typed) => (type === null || type === 'literal' ? 'unknown' : typeText(type))

const NO_FUNCTION = 'No function matches the given name and argument types. You might need to add explicit type casts.'

/** The one that fits best, or one whose result stands for all; where they differ the result is not known. */
function chosen(found: readonly Routine[], given: readonly Typed[]): Routine | null {
  const exact = found.find(
    ({ args }) =>
      args.length === given.length &&
      args.every((arg, i) => {
        const own = given[i]
        return arg !== null && own !== null && own !== undefined && own !== 'literal' && sameType(arg, own)
      }),
  )
  const [first] = exact ? [exact] : found
  if (first === undefined) return null
  const isSame =
    exact !== undefined || found.every(({ returns }) => returns && first.returns && sameType(returns, first.returns))
  return isSame && !(first.returns && isPolymorphic(first.returns)) ? first : { ...first, returns: null }
}
