import { constraintOf } from './keys.ts'
import type { Asks } from './lookup.ts'
import { dotted, idOf, pathOf, strings } from './names.ts'
import { doubt, fault } from './remark.ts'
import { columnsOf, partsOf, remove, usersOf, type Thing, type World } from './world.ts'

/** As PostgreSQL describes things in a DETAIL. */
export function described(thing: Thing): string {
  const path = pathOf(thing.id)
  const [owner, part] = [dotted(path.slice(0, 2)), path[2] ?? '']
  switch (thing.kind) {
    case 'column':
      return `column ${part} of table ${owner}`
    case 'constraint':
    case 'trigger':
    case 'policy':
    case 'rule':
      return `${thing.kind} ${part} on table ${owner}`
    case 'matview':
      return `materialized view ${owner}`
    case 'enum':
    case 'domain':
    case 'composite':
    case 'range':
      return `type ${owner}`
    case 'function':
    case 'procedure':
    case 'aggregate':
      return `${thing.kind} ${path[0] === 'public' ? '' : `${path[0]}.`}${path[1]}`
    default:
      return `${thing.kind.replace('_', ' ')} ${path.length > 1 ? owner : path[0]}`
  }
}

/** Kinds that go with the table or column that they belong to, without CASCADE. */
const GOES_ALONG = [
  'index',
  'constraint',
  'trigger',
  'policy',
  'rule',
  'sequence',
  'column',
  'statistics',
  'publication_table',
  'comment',
]

/** Whether a user of a thing goes when that thing is dropped, rather than being in the way. */
function goesAlong(gone: Thing, user: Thing): boolean {
  const [schema, name] = pathOf(gone.id)
  const [ownSchema, owner] = pathOf(user.id)
  if (gone.kind === 'schema') return false
  if (user.kind === 'index' || user.kind === 'statistics') return true
  if (user.kind === 'sequence') return gone.kind === 'column' || gone.kind === 'table'
  const same = schema === ownSchema && name === owner
  if (!GOES_ALONG.includes(user.kind) || !same) return user.kind === 'publication_table'
  if (gone.kind === 'table' || gone.kind === 'foreign_table' || gone.kind === 'view' || gone.kind === 'matview')
    return true
  // Of a column: its table's constraints go, policies, triggers and generated columns are in the way.
  return gone.kind === 'column' && user.kind === 'constraint'
}

/** Everything that is in the way of dropping some things, and everything that goes along. */
export function dependents(world: World, roots: readonly Thing[]): { blocking: [Thing, Thing][]; along: Thing[] } {
  const along = new Map(roots.map((root) => [root.id, root]))
  const blocking: [Thing, Thing][] = []
  const queue = [...roots]
  for (let gone = queue.shift(); gone; gone = queue.shift()) {
    for (const user of [...usersOf(world, gone.id), ...implied(world, gone)]) {
      if (along.has(user.id)) continue
      if (!goesAlong(gone, user) && !isPartition(gone, user)) {
        blocking.push([user, gone])
        continue
      }
      along.set(user.id, user)
      queue.push(user)
    }
  }
  return { blocking: blocking.filter(([user]) => !along.has(user.id)), along: [...along.values()] }
}

const isPartition = (gone: Thing, user: Thing) =>
  gone.kind === 'table' && user.kind === 'table' && /\bpartition of\b/.test(user.value)

/** What needs a thing without saying so in its fact: foreign keys a key, texts of defaults and policies a function or sequence. */
function implied(world: World, gone: Thing): Thing[] {
  if (gone.kind === 'constraint') return referrers(world, gone)
  if (gone.kind === 'column') return generatedFrom(world, gone)
  if (
    gone.kind !== 'function' &&
    gone.kind !== 'sequence' &&
    gone.kind !== 'enum' &&
    gone.kind !== 'domain' &&
    gone.kind !== 'composite'
  )
    return []
  const [schema = '', signature = ''] = pathOf(gone.id)
  const name = dotted(['', schema, signature.split('(')[0] ?? '']).replace(/^""\./, '')
  const qualified = gone.kind === 'function' ? `${name}(` : name
  return [...world.things.values()].filter((thing) => {
    if (thing.needs.includes(gone.id) || thing === gone) return false
    const text = thing.column
      ? thing.column.expression
      : ['policy', 'index', 'constraint', 'composite', 'domain'].includes(thing.kind)
        ? thing.value
        : null
    return text !== null && text.includes(qualified)
  })
}

/** The generated columns whose expression names a column of their table. */
export function generatedFrom(world: World, column: Thing): Thing[] {
  const [schema = '', table = '', name = ''] = pathOf(column.id)
  const owner = world.things.get(idOf('table', schema, table))
  const word = new RegExp(`(?<![\\w"'])"?${name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}"?(?![\\w"'])`)
  return owner
    ? [...columnsOf(world, owner).values()].filter(
        (other) => other !== column && other.column?.generated === true && word.test(other.column.expression ?? ''),
      )
    : []
}

/** The foreign keys that refer to a key. */
export function referrers(world: World, key: Thing): Thing[] {
  if (!/^(?:PRIMARY KEY|UNIQUE)/.test(key.value)) return []
  const [schema = '', table = ''] = pathOf(key.id)
  const columns = strings(constraintOf(world, key)?.keys)
  const tableThing = world.things.get(idOf('table', schema, table))
  const ids = [tableThing?.id ?? '', ...columns.map((column) => idOf('column', schema, table, column))]
  const users = new Map(ids.flatMap((id) => usersOf(world, id, 'constraint')).map((thing) => [thing.id, thing]))
  return [...users.values()].filter((thing) => {
    if (!thing.value.startsWith('FOREIGN KEY')) return false
    const foreign = constraintOf(world, thing)
    if (foreign?.pktable?.relname !== table) return false
    const referred = strings(foreign.pk_attrs)
    return referred.length === 0
      ? key.value.startsWith('PRIMARY')
      : referred.length === columns.length && referred.every((name) => columns.includes(name))
  })
}

/** That nothing is in the way of dropping something. */
export function* undisturbed(world: World, roots: readonly Thing[], what: string): Asks<void> {
  const { blocking } = dependents(world, roots)
  if (blocking.length === 0) {
    if (world.anything !== null) yield doubt(world.anything)
    return
  }
  yield fault('2BP01', `cannot drop ${what} because other objects depend on it`, {
    detail: blocking.map(([user, gone]) => `${described(user)} depends on ${described(gone)}`).join('\n'),
    hint: 'Use DROP ... CASCADE to drop the dependent objects too.',
    thing: blocking[0]?.[0].id,
  })
}

/** Takes things away with all that goes along; with CASCADE also what was in the way. */
export function drop(world: World, roots: readonly Thing[]): void {
  const all = [...roots]
  for (;;) {
    const { blocking, along } = dependents(world, all)
    for (const thing of along) if (!all.includes(thing)) all.push(thing)
    if (blocking.length === 0) break
    for (const [user] of blocking) {
      // A column whose default or type goes keeps its place where only its expression was in the way.
      if (
        user.kind === 'column' &&
        user.column &&
        !user.needs.slice(1).some((need) => all.some(({ id }) => id === need))
      ) {
        user.column.expression = null
        continue
      }
      if (!all.includes(user)) all.push(user)
    }
    if (blocking.every(([user]) => user.kind === 'column' && !all.includes(user))) break
  }
  for (const thing of all) {
    if (thing.kind === 'table') for (const part of partsOf(world, thing, 'column')) remove(world, part.id)
    remove(world, thing.id)
  }
}
