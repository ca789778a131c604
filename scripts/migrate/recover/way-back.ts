import type { RootDifference } from '../../../functions/drift/compare.ts'
import { identitySql, type Identity } from '../../../functions/journal/repair/sql.ts'
import { kindOf } from '../../../functions/model/fact.ts'
import { list, subject } from '../../../functions/views/words/text.ts'
import type { Scene } from '../../commands/support/target-args.ts'
import { copyCatalog, extensionsOf, withScratch } from '../../rehearse/copy.ts'
import { isWay, proveWay, withValues, type ProvenWay } from '../../rehearse/prove.ts'
import { stepsText } from '../../rehearse/sql-text.ts'
import type { Connection } from '../connection.ts'
import { asideOf, guardSql, holdsSql, type Aside } from './aside.ts'
import { harmless, type Step } from './step.ts'

/** Tables and columns in the way, by whether anything would be lost with them. */
interface Holders {
  /** Keys of those that hold something: they are put aside. */
  full: ReadonlySet<string>
  empty: string[]
  asides: Aside[]
}

async function holdersAmong(connection: Connection, roots: readonly RootDifference[]): Promise<Holders> {
  const holders = roots.filter(
    ({ key, direction }) => direction === 'extra' && ['table', 'column'].includes(kindOf(key)),
  )
  const full = new Set<string>()
  for (const { key } of holders) {
    const [answer] = await connection.query<{ holds: boolean }>(holdsSql(key))
    if (answer?.holds !== false) full.add(key)
  }
  const asides = holders.flatMap(({ key, target }) => (full.has(key) ? [asideOf({ key, value: target ?? '' })] : []))
  return { full, empty: holders.flatMap(({ key }) => (full.has(key) ? [] : [key])), asides }
}

/** The steps that are left once the asides were made, proven on a copy of the live catalog. */
function provenOn({ live, plan }: Scene, roots: readonly RootDifference[], { full, asides }: Holders) {
  const changes = roots
    .flatMap((root) => (full.has(root.key) ? root.follows : [root, ...root.follows]))
    .map(({ key, expected: { now }, parent }) => ({ key, parent: now?.parent ?? parent, value: now?.value ?? null }))
  return withScratch({ ...plan, extensions: extensionsOf(live.facts) }, async ({ db, read, roles }) => {
    await copyCatalog({ db, read, roles }, live.facts)
    await db.exec('begin')
    for (const { sql } of asides) for (const one of sql) await db.exec(one)
    const from = await read()
    const way = await proveWay({ db, read, from, wanted: withValues(from, changes) })
    await db.exec('rollback')
    return way
  })
}

/** Tables and columns are put aside where they hold something; the rest goes, comes or changes in a proven order. */
export async function wayBack(
  connection: Connection,
  scene: Scene,
  roots: readonly RootDifference[],
  identity: Identity,
): Promise<Step> {
  const holders = await holdersAmong(connection, roots)
  const way = await provenOn(scene, roots, holders)
  const to = scene.standing.position.tag ?? 'the state before the first migration'
  const facts = roots.map(({ key }) => key)
  const about = { name: 'catalog', title: `Bring the catalog to ${to}: ${list(facts.map(subject), 6)}` }
  if (!isWay(way))
    return harmless({
      ...about,
      why: ['no way was found that PostgreSQL takes to its end: it is for a person', ...facts],
      does: { do: 'plumbline', command: 'repair' },
    })
  const { migrations } = scene.blueprint.content
  return {
    ...about,
    why: [...roots.map((root) => whyOf(root, migrations, holders)), 'proven on a copy of the live catalog'],
    does: { do: 'script', script: scriptOf(way, holders, identity) },
    lost: way.steps.flatMap(({ destructive, fact }) =>
      destructive === null || holders.empty.includes(fact) ? [] : [`${fact}: ${destructive}`],
    ),
    keeps: holders.asides.length > 0,
    after: null,
  }
}

function whyOf(
  { key, direction, expected }: RootDifference,
  migrations: Scene['blueprint']['content']['migrations'],
  { full, empty }: Holders,
): string {
  const by = direction === 'extra' && expected.next !== null ? migrations[expected.next.by]?.tag : undefined
  const held = full.has(key)
    ? '; its data is kept beside it, and comes back afterwards'
    : empty.includes(key)
      ? '; it holds nothing'
      : ''
  return `${subject(key)} is ${by === undefined ? direction : `in the way of ${by}`}${held}`
}

const scriptOf = (way: ProvenWay, { empty, asides }: Holders, identity: Identity): string =>
  [
    'begin;',
    "set local lock_timeout = '5s';",
    identitySql(identity),
    ...empty.map(guardSql),
    ...asides.flatMap(({ sql }) => sql),
    stepsText(way),
    'commit;',
  ].join('\n')
