import type { Node } from '@supabase/pg-parser/17/types'
import { assigns } from './casts.ts'
import { inputRemark } from './literal.ts'
import { baseOf, findRelation, findType, labelsOf, missing, type Asks } from './lookup.ts'
import { nameFrom } from './names.ts'
import { doubt, fault } from './remark.ts'
import { typeText, type SqlType } from './type.ts'
import type { World } from './world.ts'

/** Whether a column of one type takes a value of the other without a cast; null: not known. */
export function assignable(world: World, from: SqlType, to: SqlType): boolean | null {
  const [source, target] = [baseOf(world, from), baseOf(world, to)]
  if (source === null || target === null) return null
  const known = assigns(source, target)
  if (known !== null) return known
  for (const thing of world.things.values()) if (thing.kind === 'cast') return null
  const enums = [source, target].some((type) => labelsOf(findType(world, type)?.thing ?? null) !== null)
  return enums ? false : null
}

/** A literal's text, and that of NULL as null text; null where a node is no literal of a string. */
export const literalOf = (node: Node | undefined): string | null =>
  node !== undefined && 'A_Const' in node && node.A_Const.sval ? (node.A_Const.sval.sval ?? '') : null

/** Whether a type takes a literal. */
export function* takesLiteral(world: World, text: string, type: SqlType, at: number | undefined): Asks<void> {
  if (type.schema === 'pg_catalog' && type.name === 'regclass' && !type.array)
    return yield* relationLiteral(world, text, at)
  const base = baseOf(world, type)
  if (base === null) return
  if (base.array) {
    const remark = inputRemark(text, base, at)
    if (remark) yield remark
    return
  }
  const thing = findType(world, base)?.thing ?? null
  const labels = labelsOf(thing)
  if (labels !== null && thing) {
    if (!labels.includes(text))
      return yield fault('22P02', `invalid input value for enum ${typeText(base)}: "${text}"`, { at, thing: thing.id })
    if (world.fresh.get(thing.id)?.has(text)) yield unsafeLabel(text, base, at)
    return
  }
  if (base.schema !== 'pg_catalog') return yield doubt(`whether ${typeText(base)} takes '${text}' is not simulated`)
  const remark = inputRemark(text, base, at)
  if (remark) yield remark
}

const unsafeLabel = (label: string, type: SqlType, at: number | undefined) =>
  fault('55P04', `unsafe use of new value "${label}" of enum type ${typeText(type)}`, {
    hint: 'New enum values must be committed before they can be used.',
    at,
    mend: [
      '-- deploy the migration that adds the value by itself, and what uses it with the next deploy: Drizzle runs all pending migrations in one transaction',
    ],
  })

export function* relationLiteral(world: World, text: string, at: number | undefined): Asks<void> {
  if (/^\d+$/.test(text)) return
  const parts = (text.match(/"(?:[^"]|"")*"|[^."]+/g) ?? []).map((part) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.trim().toLowerCase(),
  )
  const name = nameFrom(parts)
  if (!findRelation(world, name)) yield* missing(world, name, 'query', at)
}

/** Where a node stands in its statement, in bytes. */
export function locationOf(node: Node | undefined): number | undefined {
  if (node === undefined) return undefined
  if ('TypeCast' in node) return locationOf(node.TypeCast.arg) ?? node.TypeCast.location
  const [inside] = Object.values(node) as { location?: unknown }[]
  return typeof inside?.location === 'number' ? inside.location : undefined
}
