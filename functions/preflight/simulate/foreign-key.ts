import type { Constraint } from '@supabase/pg-parser/17/types'
import { coerces } from './casts.ts'
import { compares } from './comparison.ts'
import type { Columns } from './key-columns.ts'
import { keysOf, sameNames } from './keys.ts'
import { baseOf, columnsFound, findRelation, nameOfRange, needRelation, type Asks, type Found } from './lookup.ts'
import { strings } from './names.ts'
import { needPrivilege } from './permission.ts'
import { depends, doubt, fault } from './remark.ts'
import { sameType, typeText, type SqlType } from './type.ts'
import { type World } from './world.ts'

/** The table that a foreign key is to be on. */
export interface Referring {
  name: string
  columns: Columns | null
  /** Rows may be there already: whether they fit is a matter of the data. */
  filled: boolean
  /** Keys that this same statement makes, for a table that refers to itself. */
  keys?: { columns: string[]; primary: boolean }[]
}

/** A foreign key, in the order in which PostgreSQL looks at it. `columns`: its own, where the constraint does not list them. */
export function* foreignKey(
  world: World,
  constraint: Constraint,
  own: readonly string[],
  table: Referring,
  constraintName: string,
): Asks<void> {
  const itself =
    nameOfRange(constraint.pktable).name === table.name && !findRelation(world, nameOfRange(constraint.pktable))
  const found = itself ? null : yield* needRelation(world, constraint.pktable)
  if (!itself && found === null) return
  if (found && relkindOf(found) !== 'table')
    yield fault('42809', `referenced relation "${nameOfRange(constraint.pktable).name}" is not a table`)
  for (const name of own)
    if (table.columns !== null && !table.columns.has(name))
      yield fault('42703', `column "${name}" referenced in foreign key constraint does not exist`)
  const there = itself ? table.columns : found && columnsFound(world, found)
  const keys = [...(found ? keysOf(world, found) : []), ...(itself ? (table.keys ?? []) : [])]
  const target = nameOfRange(constraint.pktable).name
  const wanted = strings(constraint.pk_attrs)
  const primary = keys.find((key) => key.primary)
  if (wanted.length === 0 && !primary)
    return yield fault('42704', `there is no primary key for referenced table "${target}"`)
  for (const name of wanted)
    if (there !== null && !there.has(name))
      yield fault('42703', `column "${name}" referenced in foreign key constraint does not exist`)
  const referred = wanted.length > 0 ? wanted : (primary?.columns ?? [])
  if (wanted.length > 0 && !keys.some((key) => sameNames(key.columns, wanted)))
    yield fault('42830', `there is no unique constraint matching given keys for referenced table "${target}"`, {
      mend: [
        `-- make the referenced columns unique first:`,
        `alter table "${target}" add unique (${wanted.map((name) => `"${name}"`).join(', ')});`,
      ],
    })
  yield* needPrivilege(world, found, 'REFERENCES')
  if (own.length !== referred.length)
    yield fault('42830', 'number of referencing and referenced columns for foreign key disagree')
  for (const [i, name] of own.entries())
    yield* keyTypes(
      world,
      [name, referred[i] ?? ''],
      [table.columns?.get(name) ?? null, there?.get(referred[i] ?? '') ?? null],
      constraintName,
    )
  if (table.filled && constraint.skip_validation !== true)
    yield depends(`rows of ${table.name} that refer to nothing would refuse the foreign key (23503)`)
}

const relkindOf = (found: Found) =>
  found.by === 'around' ? (['r', 'p'].includes(found.relation.relkind) ? 'table' : 'other') : found.thing.kind

const FAMILIES = [
  new Set(['int2', 'int4', 'int8']),
  new Set(['text', 'varchar', 'name']),
  new Set(['date', 'timestamp', 'timestamptz']),
  new Set(['float4', 'float8']),
]

function* keyTypes(
  world: World,
  names: [string, string],
  types: [SqlType | null, SqlType | null],
  constraint: string,
): Asks<void> {
  const [own, referred] = [baseOf(world, types[0]), baseOf(world, types[1])]
  if (own === null || referred === null || sameType(own, referred)) return
  const builtin = own.schema === 'pg_catalog' && referred.schema === 'pg_catalog' && !own.array && !referred.array
  if (builtin && FAMILIES.some((family) => family.has(own.name) && family.has(referred.name))) return
  const known = builtin ? coerces(own, referred) : compares(world, referred, own)
  if (known === true) return
  if (known === null) return yield doubt(`whether ${typeText(own)} can refer to ${typeText(referred)} is not simulated`)
  yield fault('42804', `foreign key constraint "${constraint}" cannot be implemented`, {
    detail: `Key columns "${names[0]}" and "${names[1]}" are of incompatible types: ${typeText(types[0] ?? own)} and ${typeText(types[1] ?? referred)}.`,
    mend: [`-- give both columns one type: ${typeText(types[1] ?? referred)}`],
  })
}
