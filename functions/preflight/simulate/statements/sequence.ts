import { family } from '../family.ts'
import { columnsFound, findRelation, missing, nameOfRange, needSchema, type Found } from '../lookup.ts'
import { make, placeOf } from '../make.ts'
import { idOf, nameFrom, pathOf, shown, strings } from '../names.ts'
import { ownerOf } from '../held.ts'
import { idOfFound, needOwner, needUsage } from '../permission.ts'
import { fault, type Remarks } from '../remark.ts'
import { relationAt, type Thing, type World } from '../world.ts'
import type { Node } from '@supabase/pg-parser/17/types'
import { collides } from './create-table.ts'

function ownerIn(options: readonly Node[] | undefined): string[] | null {
  for (const node of options ?? [])
    if ('DefElem' in node && node.DefElem.defname === 'owned_by' && node.DefElem.arg && 'List' in node.DefElem.arg)
      return strings(node.DefElem.arg.List.items)
  return null
}

/** @param own the sequence, where it is there already */
function* owned(world: World, options: readonly Node[] | undefined, schema: string, own?: Thing): Remarks {
  const names = ownerIn(options)
  if (names === null || names.length < 2) return
  const table = nameFrom(names.slice(0, -1))
  const found = findRelation(world, table)
  if (!found) return yield fault('42P01', `relation "${shown(table)}" does not exist`)
  if (otherOwner(world, found, own)) yield fault('55000', 'sequence must have same owner as table it is linked to')
  const within = found.by === 'facts' ? pathOf(found.thing.id)[0] : found.relation.schema
  if (within !== schema) yield fault('55000', 'sequence must be in same schema as table it is linked to')
  const columns = columnsFound(world, found)
  if (columns !== null && !columns.has(names.at(-1) ?? ''))
    yield fault('42703', `column "${names.at(-1)}" of relation "${table.name}" does not exist`)
}

/** Whether a sequence and a table are known to belong to different roles, members of one another or not. */
function otherOwner(world: World, found: Found, sequence: Thing | undefined): boolean {
  const table = ownerOf(world, idOfFound(found).id)
  const own = sequence ? ownerOf(world, sequence.id) : (world.rights?.role ?? null)
  return table !== null && own !== null && table !== own
}

/** CREATE SEQUENCE */
export const createSequence = family('CreateSeqStmt', {
  *check(world, { sequence, if_not_exists, options }) {
    const name = nameOfRange(sequence)
    const [schema, relation] = placeOf(name)
    yield* needSchema(world, name, sequence?.location)
    if (if_not_exists && relationAt(world, schema, relation)) return
    yield* collides(world, schema, relation, 'sequence')
    yield* owned(world, options, schema)
  },
  apply(world, { sequence, options }) {
    const path = placeOf(nameOfRange(sequence))
    if (relationAt(world, ...path)) return
    const names = ownerIn(options)
    const found = names && findRelation(world, nameFrom(names.slice(0, -1)))
    const owner = found?.by === 'facts' ? [idOf('column', ...pathOf(found.thing.id), names?.at(-1) ?? '')] : []
    make(world, 'sequence', path, { needs: [...owner, idOf('schema', path[0])] })
  },
})

/** ALTER SEQUENCE */
export const alterSequence = family('AlterSeqStmt', {
  *check(world, { sequence, missing_ok, options }) {
    yield* needUsage(world, nameOfRange(sequence).schema)
    const found = findRelation(world, nameOfRange(sequence))
    if (!found && missing_ok) return
    if (!found) return yield* missing(world, nameOfRange(sequence), 'ddl', sequence?.location)
    yield* needOwner(world, found)
    if (found.by === 'facts' && found.thing.kind !== 'sequence')
      yield fault('42809', `cannot open relation "${nameOfRange(sequence).name}"`, { thing: found.thing.id })
    const schema = found.by === 'facts' ? (pathOf(found.thing.id)[0] ?? '') : found.relation.schema
    yield* owned(world, options, schema, found.by === 'facts' ? found.thing : undefined)
  },
  apply() {},
})
