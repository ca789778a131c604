import { identifier } from '../../model/sql.ts'
import { actsAs, holds, owns, rightOn, rightsNow } from './held.ts'
import type { Asks, Found } from './lookup.ts'
import { idOf, pathOf } from './names.ts'
import { fault, type Fault } from './remark.ts'
import type { Right } from './rights.ts'
import { relationAt, type Thing, type World } from './world.ts'

const DENIED = '42501'

const KINDS: Readonly<Record<string, string>> = {
  r: 'table',
  p: 'table',
  v: 'view',
  m: 'matview',
  f: 'foreign_table',
  S: 'sequence',
}
const WORDS: Readonly<Record<string, string>> = {
  matview: 'materialized view',
  foreign_table: 'foreign table',
  constraint: 'index',
  enum: 'type',
  domain: 'type',
  composite: 'type',
  range: 'type',
}

/** The id and kind of what was found. */
export const idOfFound = (found: Found): { id: string; kind: string } => {
  if (found.by === 'facts') return found.thing
  const { relkind, schema, name } = found.relation
  const kind = KINDS[relkind] ?? 'table'
  return { id: idOf(kind, schema, name), kind }
}

/** The id of what an index or a key shares its owner with; any other thing's own. */
function ownedId(world: World, { id, kind }: { id: string; kind: string }): string {
  if (kind !== 'index' && kind !== 'constraint') return id
  const needs = world.things.get(id)?.needs ?? []
  const [schema = '', table = ''] = pathOf(id)
  return kind === 'index'
    ? (needs.find((need) => /^(?:table|matview):/.test(need)) ?? id)
    : (relationAt(world, schema, table)?.id ?? id)
}

const lent = (owner: string, role: string): string[] =>
  /^(?:supabase_|pgbouncer$|rds|cloudsql)/.test(owner)
    ? [
        `-- it belongs to the platform (${owner}): do this by the platform's own means, and take it out of the migration`,
      ]
    : [`-- let ${owner} run it; or, as ${owner} or a superuser:`, `grant ${identifier(owner)} to ${identifier(role)};`]

/** That something is not the migrating role's own. `said`: as the message has it, `table users`. */
function notOwner(world: World, id: string, said: string): Fault {
  const { objects, role } = world.rights ?? { objects: new Map<string, Right>(), role: '' }
  const owner = objects.get(id)?.owner ?? ''
  return fault(DENIED, `must be owner of ${said}`, { thing: id, mend: lent(owner, role) })
}

/**
 * That who migrates owns something, or is a member of its owner. Silent where nobody knows.
 * @param word as what the message names it; absent: as what it is
 * @param schemaToo whether the owner of its schema may, too, as with DROP
 */
export function* needOwner(
  world: World,
  found: Found | Pick<Thing, 'id' | 'kind'>,
  { word, name, schemaToo = false }: { word?: string; name?: string; schemaToo?: boolean } = {},
): Asks<void> {
  const { id, kind } = 'by' in found ? idOfFound(found) : found
  const owned = ownedId(world, { id, kind })
  if (owns(world, owned) !== false) return
  const [schema = '', own = ''] =
    kind === 'constraint' && word === undefined ? [pathOf(id)[0], pathOf(id)[2]] : pathOf(id)
  if (schemaToo && owns(world, idOf('schema', schema)) !== false) return
  yield notOwner(world, owned, `${word ?? WORDS[kind] ?? kind} ${name ?? (kind === 'schema' ? schema : own)}`)
}

/** That a privilege is not held. @param said as the message has it · grant: what gives it */
export const denied = (world: World, id: string, said: string, grant: string): Fault =>
  fault(DENIED, `permission denied for ${said}`, {
    thing: id,
    mend: [`-- as the owner of it, or as a superuser:`, `grant ${grant} to ${identifier(world.rights?.role ?? '')};`],
  })

/** A schema that a name was written with must be open to who migrates. */
export function* needUsage(world: World, schema: string | null): Asks<void> {
  if (schema === null || schema === 'pg_temp') return
  const id = idOf('schema', schema)
  if (holds(world, id, 'USAGE') === false)
    yield denied(world, id, `schema ${schema}`, `usage on schema ${identifier(schema)}`)
}

/** A schema in which something is made. */
export function* needCreate(world: World, schema: string): Asks<void> {
  const id = idOf('schema', schema)
  if (holds(world, id, 'CREATE') === false)
    yield denied(world, id, `schema ${schema}`, `create on schema ${identifier(schema)}`)
}

/** The database, in which a schema or publication is made. */
export function* needDatabase(world: World): Asks<void> {
  const rights = rightsNow(world)
  if (rights === null || rights.create || rights.changed.has('database')) return
  yield denied(world, 'database:', `database ${rights.database}`, `create on database ${identifier(rights.database)}`)
}

/** One of some privileges on a relation. */
export function* needPrivilege(world: World, found: Found | null, ...privileges: readonly string[]): Asks<void> {
  if (found === null) return
  const { id, kind } = idOfFound(found)
  if (holds(world, id, ...privileges) !== false) return
  const [schema = '', name = ''] = pathOf(id)
  const words = (privileges[0] ?? '').toLowerCase()
  yield denied(
    world,
    id,
    `${WORDS[kind] ?? kind} ${name}`,
    `${words} on ${kind === 'sequence' ? 'sequence ' : ''}${identifier(schema)}.${identifier(name)}`,
  )
}

const ALL = [
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'TRUNCATE',
  'REFERENCES',
  'TRIGGER',
  'MAINTAIN',
  'USAGE',
  'CREATE',
  'EXECUTE',
]

/** GRANT and REVOKE by who holds nothing at all of a thing fail; who holds some of it is only warned. */
export function* needAny(world: World, { id, kind }: { id: string; kind: string }, word?: string): Asks<void> {
  const [schema = '', own = schema] = pathOf(id)
  const name = word === undefined ? own : own.slice(0, own.indexOf('('))
  if (holds(world, id, ...ALL) === false)
    yield fault(DENIED, `permission denied for ${word ?? WORDS[kind] ?? kind} ${name}`, {
      thing: id,
      mend: lent(world.rights?.objects.get(id)?.owner ?? '', world.rights?.role ?? ''),
    })
}

/** A role that something is handed to. */
export function* needSetRole(world: World, role: string): Asks<void> {
  const rights = rightsNow(world)
  if (rights === null || rights.changed.has(idOf('role', role)) || role === rights.role || actsAs(world, role, 'SET'))
    return
  if (world.things.has(idOf('role', role)) && world.things.get(idOf('role', role))?.origin.by === 'statement') return
  yield fault(
    DENIED,
    world.server >= 160_000 ? `must be able to SET ROLE "${role}"` : `must be member of role "${role}"`,
    { mend: [`-- as a superuser, or with ADMIN on it:`, `grant ${identifier(role)} to ${identifier(rights.role)};`] },
  )
}

/** Who something is handed to must be let create where it is. */
export function* needCreateBy(world: World, role: string, schema: string): Asks<void> {
  const id = idOf('schema', schema)
  const right = rightOn(world, id)
  if (right === null || right === 'own' || right.creators.has(role)) return
  yield fault(DENIED, `permission denied for schema ${schema}`, {
    thing: id,
    mend: [`grant create on schema ${identifier(schema)} to ${identifier(role)};`],
  })
}
