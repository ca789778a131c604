import { coerces, isString } from './casts.ts'
import { MOMENTS, NUMBERS } from './comparison.ts'
import { baseOf, findType, labelsOf, type Asks } from './lookup.ts'
import { fault } from './remark.ts'
import type { Typed } from './routines.ts'
import { builtIn, sameType, typeText, type SqlType } from './type.ts'
import type { World } from './world.ts'

/** The category of a type, within which PostgreSQL looks for one that several values have in common. */
function categoryOf(world: World, type: SqlType): string | null {
  if (type.array) return 'array'
  if (NUMBERS.has(type.name) || type.name === 'money' || type.name === 'oid') return 'number'
  if (isString(type)) return 'string'
  if (MOMENTS.has(type.name) || type.name === 'time' || type.name === 'timetz') return 'moment'
  if (type.schema === 'pg_catalog') return ['bool', 'interval'].includes(type.name) ? type.name : 'other'
  return labelsOf(findType(world, type)?.thing ?? null) === null ? null : 'enum'
}

/** The type that the arms of COALESCE and its kin have in common. */
export function* common(world: World, word: string, types: readonly Typed[]): Asks<Typed> {
  let first: SqlType | null = null
  for (const type of types) {
    if (type === null) return null
    const base = type === 'literal' ? null : baseOf(world, type)
    if (base === null) continue
    if (first === null || sameType(first, base)) {
      first ??= base
      continue
    }
    const [a, b] = [categoryOf(world, first), categoryOf(world, base)]
    if (a === null || b === null) return null
    if (a !== b) yield fault('42804', `${word} types ${typeText(first)} and ${typeText(base)} cannot be matched`)
    if (coerces(first, base) === false && coerces(base, first) === false)
      yield fault('42846', `${word} could not convert type ${typeText(base)} to ${typeText(first)}`)
    if (a === 'other' || a === 'enum' || a === 'array') return null
    if (coerces(first, base) === true) first = base
  }
  return first ?? same(types)
}

/** The type that several have in common; null where they differ. */
export function same(types: readonly Typed[]): Typed {
  const known = types.flatMap((type) => (type === 'literal' ? [] : [type]))
  const [first] = known
  if (first === undefined) return types.length === 0 ? null : builtIn('text')
  return first !== null && known.every((type) => type !== null && typeText(type) === typeText(first)) ? first : null
}
