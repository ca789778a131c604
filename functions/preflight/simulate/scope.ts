import type { ColumnRef, SelectStmt } from '@supabase/pg-parser/17/types'
import type { Asks } from './lookup.ts'
import { strings } from './names.ts'
import { fault } from './remark.ts'
import type { Typed } from './routines.ts'
import type { SqlType } from './type.ts'

/** A table as a query names it; columns null: not known. */
export interface Source {
  alias: string
  columns: Map<string, SqlType | null> | null
}

/** A column of a query's result. */
export interface Output {
  name: string
  type: Typed
}

/** Where an expression stands. */
export interface Scope {
  sources: Source[]
  outer: Scope | null
  /** Names of WITH, and what they give. */
  ctes: Map<string, Source['columns']>
  /** How a message calls the place, where it may hold no subquery: `check constraint`. */
  noSubquery?: string
  /** The same for columns: `DEFAULT expression`. */
  noColumns?: string
  /** Looks at a query inside; its columns, null where they are not known. */
  query(select: SelectStmt, outer: Scope): Asks<Output[] | null>
}

/** What a name of a column means: the innermost scope that knows it. */
export function* columnOf(ref: ColumnRef, scope: Scope): Asks<SqlType | null> {
  if (scope.noColumns !== undefined) {
    yield fault('0A000', `cannot use column reference in ${scope.noColumns}`, { at: ref.location })
    return null
  }
  if (ref.fields?.some((field) => 'A_Star' in field)) return null
  const names = strings(ref.fields)
  return names.length === 1 ? yield* bare(names[0] ?? '', ref, scope) : yield* qualified(names, ref, scope)
}

function* bare(name: string, ref: ColumnRef, scope: Scope): Asks<SqlType | null> {
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const holders = at.sources.filter(({ columns }) => columns?.has(name))
    if (holders.length > 1) {
      yield fault('42702', `column reference "${name}" is ambiguous`, { at: ref.location })
      return null
    }
    const [holder] = holders
    if (holder) return holder.columns?.get(name) ?? null
    // A table's own name is its whole row; a source whose columns are not known may have it.
    if (at.sources.some(({ alias, columns }) => columns === null || alias === name)) return null
  }
  yield fault('42703', `column "${name}" does not exist`, { at: ref.location })
  return null
}

function* qualified(names: readonly string[], ref: ColumnRef, scope: Scope): Asks<SqlType | null> {
  const [alias = '', name = ''] = names.slice(-2)
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const source = at.sources.find((known) => known.alias === alias)
    if (!source) continue
    if (source.columns === null || source.columns.has(name)) return source.columns?.get(name) ?? null
    yield fault('42703', `column ${alias}.${name} does not exist`, { at: ref.location })
    return null
  }
  // A field of a composite column is written the same way.
  if (everySource(scope).some(({ columns }) => columns === null || columns.has(alias))) return null
  yield fault('42P01', `missing FROM-clause entry for table "${alias}"`, { at: ref.location })
  return null
}

const everySource = (scope: Scope | null): Source[] =>
  scope === null ? [] : [...scope.sources, ...everySource(scope.outer)]
