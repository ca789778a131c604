import type { Node } from '@supabase/pg-parser/17/types'
import { kindOf, parentsOf, type Fact } from '../../model/fact.ts'
import type { SqlParser } from '../parse/parser.ts'
import type { Around } from './around.ts'
import { idFromKey, idOf, pathOf } from './names.ts'
import type { Rights } from './rights.ts'
import { typeFromText, type SqlType } from './type.ts'

/** A column, as far as statements ask for it. A type that is not known is null. */
export interface Column {
  type: SqlType | null
  notNull: boolean
  identity: boolean
  /** Of an identity column: whether it takes no value that is given. */
  always: boolean
  generated: boolean
  /** Its default or generating expression as text; null for none. */
  expression: string | null
}

/** Who put a thing there. */
export type Origin = { by: 'target'; fact: string } | { by: 'statement'; tag: string; statement: number }

/** Anything that can be named, depended on, or be in the way. */
export interface Thing {
  id: string
  kind: string
  /** Ids of what it could not be without, its owner first. */
  needs: string[]
  /** As the fact has it, or as a statement would leave it: PostgreSQL's text, '' where only its name is known. */
  value: string
  origin: Origin
  /** Of columns alone. */
  column?: Column
  /** How a statement of this preflight defined it. */
  node?: Node
  /** Columns of a view that a statement made, in order; null: not known. */
  columns?: string[] | null
}

/** The catalog while statements are simulated on it. It is changed in place; nothing outside keeps it. */
export interface World {
  things: Map<string, Thing>
  /** Who needs a thing. */
  users: Map<string, Set<string>>
  /** What bears a name in pg_class, indexes of constraints included: id of a `schema.name` without kind → id. */
  relations: Map<string, string>
  /** Functions, procedures and aggregates: id of their `schema.name` without kind → ids. */
  routines: Map<string, Set<string>>
  around: Around
  /** What who migrates may do; null: nobody knows who that is. */
  rights: Rights | null
  parser: SqlParser
  /** Words of statements that could not be simulated: what bears one of these names may have changed. */
  touched: Set<string>
  /** Partitions that were made: they get indexes, constraints and triggers of their parent's, by names of their own. */
  partitions: Set<string>
  /** A statement that could have done anything came before: its reason. */
  anything: string | null
  /** Labels that were added to enums in the transaction under way, by the enum's id. */
  fresh: Map<string, Set<string>>
  /** server_version_num */
  server: number
  /** Who makes what is made now. */
  origin: Origin
}

/** Kinds that live in pg_class. */
export const RELATION_KINDS = ['table', 'view', 'matview', 'foreign_table', 'sequence', 'index', 'composite']

/** The catalog as it was read. */
export function worldFrom(facts: Iterable<Fact>, around: Around, parser: SqlParser, server: number): World {
  const world: World = {
    things: new Map(),
    users: new Map(),
    relations: new Map(),
    routines: new Map(),
    around,
    rights: around.rights,
    parser,
    touched: new Set(),
    partitions: new Set(),
    anything: null,
    fresh: new Map(),
    server,
    origin: { by: 'statement', tag: '', statement: 0 },
  }
  for (const fact of facts) addFact(world, fact)
  return world
}

function addFact(world: World, fact: Fact): void {
  const kind = kindOf(fact.key)
  if (kind === 'comment') return
  const thing: Thing = {
    id: idFromKey(fact.key),
    kind,
    needs: parentsOf(fact).map(idFromKey),
    value: fact.value,
    origin: { by: 'target', fact: fact.key },
  }
  if (kind === 'column') thing.column = columnFrom(fact.value)
  add(world, thing)
}

const COLUMN =
  /^(.+?)(?= (?:collate|storage|compression|statistics|set \(|options \(|not null|generated|default) ?|$)((?:(?! default | generated always as \()[\s\S])*)(?: default ([\s\S]*)| generated always as \(([\s\S]*)\) (?:stored|virtual))?$/

function columnFrom(value: string): Column {
  const [, type = value, attributes = '', fallback, generated] = COLUMN.exec(value) ?? []
  return {
    type: typeFromText(type),
    notNull: attributes.includes(' not null'),
    identity: attributes.includes(' as identity'),
    always: attributes.includes('generated always as identity'),
    generated: generated !== undefined,
    expression: generated ?? fallback ?? null,
  }
}

/** Adds a thing, or puts it in the place of what had its id. */
export function add(world: World, thing: Thing): void {
  remove(world, thing.id)
  world.things.set(thing.id, thing)
  for (const need of thing.needs) {
    const users = world.users.get(need)
    if (users) users.add(thing.id)
    else world.users.set(need, new Set([thing.id]))
  }
  const name = relationName(thing)
  if (name !== null) world.relations.set(name, thing.id)
  const routine = routineName(thing)
  if (routine === null) return
  const overloads = world.routines.get(routine)
  if (overloads) overloads.add(thing.id)
  else world.routines.set(routine, new Set([thing.id]))
}

/** Removes one thing, without what needs it. */
export function remove(world: World, id: string): void {
  const thing = world.things.get(id)
  if (!thing) return
  world.things.delete(id)
  for (const need of thing.needs) world.users.get(need)?.delete(id)
  const name = relationName(thing)
  if (name !== null && world.relations.get(name) === id) world.relations.delete(name)
  const routine = routineName(thing)
  if (routine !== null) world.routines.get(routine)?.delete(id)
}

/** The name that a function shares with its overloads. */
function routineName({ kind, id }: Thing): string | null {
  if (kind !== 'function' && kind !== 'procedure' && kind !== 'aggregate') return null
  const [schema = '', signature = ''] = pathOf(id)
  return idOf('', schema, signature.slice(0, signature.indexOf('(')))
}

/** The name in pg_class that a thing takes: its own, or that of the index behind a key. */
function relationName(thing: Thing): string | null {
  const [schema = '', owner = '', part = ''] = pathOf(thing.id)
  if (RELATION_KINDS.includes(thing.kind)) return idOf('', schema, owner)
  const isKey = thing.kind === 'constraint' && /^(?:PRIMARY KEY|UNIQUE|EXCLUDE)/.test(thing.value)
  return isKey && part !== '' ? idOf('', schema, part) : null
}

/** What bears a name in pg_class. */
export const relationAt = (world: World, schema: string, name: string): Thing | undefined =>
  world.things.get(world.relations.get(idOf('', schema, name)) ?? '')

/** Everything that needs a thing, of some kind or of any. */
export const usersOf = (world: World, id: string, kind?: string): Thing[] =>
  [...(world.users.get(id) ?? [])].flatMap((user) => {
    const thing = world.things.get(user)
    return thing && (kind === undefined || thing.kind === kind) ? thing : []
  })

/** The columns of a table by name. */
export const columnsOf = (world: World, table: Thing): Map<string, Thing> =>
  new Map(
    usersOf(world, table.id, 'column')
      .filter((column) => ownerOf(column) === table.id.slice(table.id.indexOf(':') + 1))
      .map((column) => [pathOf(column.id)[2] ?? '', column]),
  )

/** The path of the relation that a part belongs to, as in an id. */
const ownerOf = (part: Thing): string => part.id.slice(part.id.indexOf(':') + 1, part.id.lastIndexOf('\u001f'))

/** The parts of a relation: its constraints, triggers, policies, columns. */
export const partsOf = (world: World, relation: Thing, kind: string): Thing[] =>
  usersOf(world, relation.id, kind).filter((part) => ownerOf(part) === relation.id.slice(relation.id.indexOf(':') + 1))

/** A part of a relation by its name. */
export const partOf = (world: World, relation: Thing, kind: string, name: string): Thing | undefined =>
  world.things.get(idOf(kind, ...pathOf(relation.id), name))

/** Why a name cannot be trusted to be there or not, after a statement that was not simulated; null: it can. */
export function doubtOf(world: World, ...names: readonly string[]): string | null {
  if (world.anything !== null) return world.anything
  const part = [...world.partitions].find((own) => names.some((name) => name === own || name.startsWith(`${own}_`)))
  if (part !== undefined) return `what ${part} has from the table that it is a partition of is not simulated`
  const name = names.find((name) => world.touched.has(name))
  return name === undefined ? null : `a statement before it, which could not be simulated, names ${name}`
}
