import type { Cause } from '../../model/preflight.ts'
import type { ParsedStatement } from '../parse/statement.ts'
import { pathOf, quoted } from './names.ts'
import type { Remark } from './remark.ts'
import type { World } from './world.ts'

/** What put the thing there that is in the way, and how to get past it. */
export function wayOut(
  world: World,
  remark: Remark,
  statement: ParsedStatement,
): { cause: Cause | null; mend: string[] } {
  const id = remark.kind === 'fault' || remark.kind === 'hidden' ? remark.thing : undefined
  const thing = id === undefined ? undefined : world.things.get(id)
  // What this very statement leaves behind, as if it had been mended, is not what stood in its way.
  const own =
    thing?.origin.by === 'statement' &&
    thing.origin.statement === statement.number &&
    world.origin.by === 'statement' &&
    thing.origin.tag === world.origin.tag
  const cause: Cause | null =
    thing === undefined || own
      ? null
      : thing.origin.by === 'target'
        ? { by: 'target', fact: thing.origin.fact, from: 'unknown' }
        : { by: 'pending', migration: thing.origin.tag, statement: thing.origin.statement }
  if (remark.kind !== 'fault') return { cause, mend: [] }
  return { cause, mend: remark.mend ?? mendFor(remark.sqlstate, id, cause) }
}

function mendFor(sqlstate: string, id: string | undefined, cause: Cause | null): string[] {
  const kind = id?.slice(0, id.indexOf(':'))
  const path = id === undefined ? [] : pathOf(id)
  const name = path.slice(0, 2).map(quoted).join('.')
  if (['42701', '42P07', '42710', '42P06', '42723'].includes(sqlstate)) {
    if (cause?.by === 'pending') return [`-- ${cause.migration} makes it already: take it out of one of the two`]
    const undo = undoing(kind, path, name)
    return [
      ...(undo === null
        ? []
        : ['-- either undo what is there (its data is lost), and let the migration make it:', undo]),
      '-- or, if what is there is what is wanted, and the migration was applied nowhere yet, take the statement out or write IF NOT EXISTS into it',
    ]
  }
  if (['42P01', '42703', '42704', '42883', '3F000'].includes(sqlstate))
    return [
      '-- make it first, in this migration or in one before it; or take the statement out, if it was for something that is gone',
    ]
  if (sqlstate === '2BP01')
    return ['-- drop or change first what depends on it (the detail lists it), or write CASCADE and lose that, too']
  if (sqlstate === '22P02' || sqlstate === '22007' || sqlstate === '22003' || sqlstate === '22008')
    return ['-- write a literal that the type takes']
  return []
}

function undoing(kind: string | undefined, path: readonly string[], name: string): string | null {
  const part = quoted(path[2] ?? '')
  switch (kind) {
    case 'column':
      return `alter table ${name} drop column ${part};`
    case 'constraint':
      return `alter table ${name} drop constraint ${part};`
    case 'policy':
    case 'trigger':
      return `drop ${kind} ${part} on ${name};`
    case 'table':
    case 'view':
    case 'index':
    case 'sequence':
      return `drop ${kind} ${name};`
    case 'matview':
      return `drop materialized view ${name};`
    case 'enum':
    case 'domain':
    case 'composite':
    case 'range':
      return `drop type ${name};`
    default:
      return null
  }
}
