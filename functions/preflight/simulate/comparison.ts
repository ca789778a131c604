import type { Node } from '@supabase/pg-parser/17/types'
import { coerces, isString } from './casts.ts'
import { baseOf, findType, labelsOf, type Asks } from './lookup.ts'
import { fault } from './remark.ts'
import type { Typed } from './routines.ts'
import { literalOf, locationOf, takesLiteral } from './take-literal.ts'
import { builtIn, typeText, type SqlType } from './type.ts'
import type { World } from './world.ts'

export const COMPARISONS = new Set(['=', '<>', '<', '>', '<=', '>='])
export const CONDITIONS = new Set([
  '~',
  '!~',
  '~*',
  '!~*',
  '~~',
  '!~~',
  '~~*',
  '!~~*',
  '@>',
  '<@',
  '&&',
  '?',
  '?|',
  '?&',
  '@@',
])

/** Two sides of a comparison: a literal becomes the other's type, others must be of types that compare. */
export function* comparable(
  world: World,
  op: string,
  [lexpr, rexpr]: [Node | undefined, Node | undefined],
  [left, right]: [Typed, Typed],
  at: number | undefined,
): Asks<void> {
  if (left === null || right === null) return
  if (left === 'literal' || right === 'literal') {
    const [type, node] = left === 'literal' ? [right, lexpr] : [left, rexpr]
    const text = literalOf(node)
    if (type !== 'literal' && text !== null) yield* takesLiteral(world, text, type, locationOf(node))
    return
  }
  const [a, b] = [baseOf(world, left), baseOf(world, right)]
  if (a === null || b === null || compares(world, a, b) !== false) return
  yield fault(
    '42883',
    `operator does not exist: ${typeText(left)} ${COMPARISONS.has(op) ? op : '='} ${typeText(right)}`,
    {
      hint: 'No operator matches the given name and argument types. You might need to add explicit type casts.',
      at,
    },
  )
}

export const MOMENTS = new Set(['date', 'timestamp', 'timestamptz'])
export const NUMBERS = new Set(['int2', 'int4', 'int8', 'float4', 'float8', 'numeric'])
const WITHOUT_EQUALITY = new Set(['json', 'xml', 'point', 'polygon'])

/** Whether = has an operator for two types; null: not known. */
export function compares(world: World, a: SqlType, b: SqlType): boolean | null {
  const own = a.schema === 'pg_catalog' && b.schema === 'pg_catalog'
  if (own && a.name === b.name && a.array === b.array)
    return WITHOUT_EQUALITY.has(a.name) && !a.array ? (a.name === 'json' || a.name === 'xml' ? false : null) : true
  if (own && !a.array && !b.array) {
    if ([NUMBERS, MOMENTS].some((family) => family.has(a.name) && family.has(b.name))) return true
    if (isString(a) && isString(b)) return true
    return (
      coerces(a, b) === true ||
      coerces(b, a) === true ||
      (coerces(a, b) === null && coerces(b, a) === null ? null : false)
    )
  }
  if (own) return a.array === b.array ? null : false
  const [x, y] = [findType(world, a)?.thing, findType(world, b)?.thing]
  if (x && x === y) return true
  const enums = labelsOf(x ?? null) ?? labelsOf(y ?? null)
  if (enums === null || a.array || b.array) return null
  for (const thing of world.things.values()) if (thing.kind === 'cast' || thing.kind === 'operator') return null
  return x === y
}

export function resultOf(op: string, left: Typed, right: Typed): Typed {
  if (op === '->>' || op === '#>>') return builtIn('text')
  if (op === '->' || op === '#>') return left
  if (left === 'literal' || right === 'literal' || left === null || right === null) return null
  if (op === '||' && (isString(left) || isString(right))) return builtIn('text')
  return NUMBERS.has(left.name) && typeText(left) === typeText(right) && !left.array ? left : null
}
