import type { Constraint } from '@supabase/pg-parser/17/types'
import { baseOf, type Asks } from './lookup.ts'
import { strings } from './names.ts'
import { fault, type Fault } from './remark.ts'
import { typeText, type SqlType } from './type.ts'
import type { World } from './world.ts'

/** The columns that a table has, or is to have. */
export type Columns = Map<string, SqlType | null>

const KEY_WORDS: Readonly<Record<string, string>> = { CONSTR_PRIMARY: 'primary key', CONSTR_UNIQUE: 'unique' }

/** The columns of a key must be of types that sort. */
export function* keyTypesOf(world: World, names: readonly string[], columns: Columns | null): Asks<void> {
  for (const name of names) {
    const type = baseOf(world, columns?.get(name) ?? null)
    if (type?.schema === 'pg_catalog' && hasNoClass('btree', type)) yield noClass('btree', type)
  }
}

/** Types that no default operator class of a method takes. */
const WITHOUT_CLASS: Readonly<Record<string, (type: SqlType) => boolean>> = {
  btree: (type) =>
    !type.array && ['json', 'xml', 'point', 'polygon', 'box', 'line', 'lseg', 'path', 'circle'].includes(type.name),
  hash: (type) => !type.array && ['json', 'xml', 'point', 'polygon', 'tsvector', 'money'].includes(type.name),
  gin: (type) => !type.array && !['jsonb', 'tsvector'].includes(type.name),
}

export const hasNoClass = (method: string, type: SqlType): boolean => WITHOUT_CLASS[method]?.(type) === true

export const noClass = (method: string, type: SqlType): Fault =>
  fault('42704', `data type ${typeText(type)} has no default operator class for access method "${method}"`, {
    hint: 'You must specify an operator class for the index or define a default operator class for the data type.',
  })

/** The columns of a key must be there, once each. */
export function* keyColumns(constraint: Constraint, columns: ReadonlyMap<string, unknown> | null): Asks<void> {
  const names = strings(constraint.keys)
  for (const [i, name] of names.entries()) {
    if (columns !== null && !columns.has(name))
      yield fault('42703', `column "${name}" named in key does not exist`, { at: constraint.location })
    if (names.indexOf(name) < i)
      yield fault(
        '42701',
        `column "${name}" appears twice in ${KEY_WORDS[constraint.contype ?? ''] ?? 'unique'} constraint`,
        { at: constraint.location },
      )
  }
}
