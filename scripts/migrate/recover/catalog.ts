import { rootCauses, type RootDifference } from '../../../functions/drift/compare.ts'
import { subjectOf } from '../../../functions/drift/mend/names.ts'
import type { Identity } from '../../../functions/journal/repair/sql.ts'
import { identitySql } from '../../../functions/journal/repair/sql.ts'
import { kindOf } from '../../../functions/model/fact.ts'
import { list, subject } from '../../../functions/views/words/text.ts'
import type { Scene } from '../../commands/support/target-args.ts'
import { copyCatalog, extensionsOf, withScratch } from '../../rehearse/copy.ts'
import { isWay, proveWay, withValues } from '../../rehearse/prove.ts'
import { stepsText } from '../../rehearse/sql-text.ts'
import { driftOf } from '../../rehearse/standing.ts'
import type { Connection } from '../connection.ts'
import { asideOf, guardSql, holdsSql, isMarked } from './aside.ts'
import { harmless, type Step } from './step.ts'

/** What of a target's catalog is to be put right, and by which step; what only a person can decide. */
export interface CatalogPlan {
  steps: Step[]
  /** Keys of facts that no migration makes and that stand in no way: to be adopted, or dropped. */
  extra: string[]
  unknowns: { subject: string; reason: string }[]
}

const INVALID = ' (invalid)'

const isInvalid = ({ key, target }: RootDifference) => kindOf(key) === 'index' && target?.endsWith(INVALID) === true

/** No migration makes it, nor will. */
const isExtra = ({ direction, expected }: RootDifference) => direction === 'extra' && expected.next === null

/** Plans the SQL that brings the catalog to where the journal says it is; what holds data and is in the way is put aside. */
export async function planCatalog(connection: Connection, scene: Scene, identity: Identity): Promise<CatalogPlan> {
  const { live, blueprint, standing } = scene
  const drift = driftOf(blueprint, live.facts, standing)
  const roots = rootCauses(drift.differences).filter(({ key }) => !isMarked(key))
  const invalid = roots.filter(isInvalid)
  const rest = roots.filter((root) => !isInvalid(root))
  const wrong = rest.filter((root) => !isExtra(root))
  const unknowns = drift.unknowns.map(({ subject: what, reason }) => ({ subject: what, reason }))
  return {
    steps: [
      ...invalid.map((root) => rebuildIndex(root, identity)),
      ...(wrong.length === 0 ? [] : [await wayBack(connection, scene, wrong, identity)]),
    ],
    extra: rest.filter((root) => isExtra(root)).map(({ key }) => key),
    unknowns,
  }
}

/** What CREATE INDEX CONCURRENTLY leaves when it fails: dropped, and made again where the migrations want it now. */
function rebuildIndex({ key, expected }: RootDifference, identity: Identity): Step {
  const { name } = subjectOf(key)
  const wanted = expected.now?.value.replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX CONCURRENTLY ')
  return harmless({
    name: `index:${name}`,
    title: `Index ${name} is invalid: ${wanted ? 'build it anew' : 'take it away; the migration that is pending builds it'}`,
    why: ['CREATE INDEX CONCURRENTLY was cut off or refused; the index costs every write and serves no read'],
    does: {
      do: 'alone',
      identity: identitySql(identity),
      statements: [`drop index concurrently if exists ${name};`, ...(wanted === undefined ? [] : [`${wanted};`])],
    },
  })
}

/** Tables and columns are put aside where they hold something; the rest goes, comes or changes in a proven order. */
async function wayBack(
  connection: Connection,
  { live, blueprint, standing, plan }: Scene,
  roots: readonly RootDifference[],
  identity: Identity,
): Promise<Step> {
  const holders = roots.filter(
    ({ key, direction }) => direction === 'extra' && ['table', 'column'].includes(kindOf(key)),
  )
  const full = new Set<string>()
  for (const { key } of holders) {
    const [answer] = await connection.query<{ holds: boolean }>(holdsSql(key))
    if (answer?.holds !== false) full.add(key)
  }
  const asides = holders.flatMap(({ key, target }) => (full.has(key) ? [asideOf({ key, value: target ?? '' })] : []))
  const changes = roots
    .flatMap((root) => (full.has(root.key) ? root.follows : [root, ...root.follows]))
    .map(({ key, expected, parent }) => ({
      key,
      parent: expected.now?.parent ?? parent,
      value: expected.now?.value ?? null,
    }))
  const extensions = extensionsOf(live.facts)
  const found = await withScratch({ ...plan, extensions }, async ({ db, read, roles }) => {
    await copyCatalog({ db, read, roles }, live.facts)
    await db.exec('begin')
    for (const { sql } of asides) for (const one of sql) await db.exec(one)
    const from = await read()
    const way = await proveWay({ db, read, from, wanted: withValues(from, changes) })
    await db.exec('rollback')
    return way
  })
  const to = standing.position.tag ?? 'the state before the first migration'
  const facts = roots.map(({ key }) => key)
  const title = `Bring the catalog to ${to}: ${list(facts.map(subject), 6)}`
  if (!isWay(found))
    return {
      ...harmless({
        name: 'catalog',
        title,
        why: ['no way was found that PostgreSQL takes to its end: it is for a person', ...facts],
        does: { do: 'plumbline', command: 'repair' },
      }),
    }
  const empty = holders.filter(({ key }) => !full.has(key)).map(({ key }) => key)
  const lost = found.steps.filter(({ destructive, fact }) => destructive !== null && !empty.includes(fact))
  const { migrations } = blueprint.content
  return {
    name: 'catalog',
    title,
    why: [
      ...roots.map(({ key, direction, expected }) => {
        const by = expected.next === null ? null : (migrations[expected.next.by]?.tag ?? null)
        const way = direction === 'extra' ? 'is in the way' : `is ${direction}`
        return `${subject(key)} ${way}${by && direction === 'extra' ? ` of ${by}` : ''}${full.has(key) ? '; its data is kept beside it, and comes back afterwards' : empty.includes(key) ? '; it holds nothing' : ''}`
      }),
      'proven on a copy of the live catalog',
    ],
    does: {
      do: 'script',
      script: [
        'begin;',
        "set local lock_timeout = '5s';",
        identitySql(identity),
        ...empty.map(guardSql),
        ...asides.flatMap(({ sql }) => sql),
        stepsText(found),
        'commit;',
      ].join('\n'),
    },
    lost: lost.map(({ destructive, fact }) => `${fact}: ${destructive}`),
    keeps: asides.length > 0,
    after: null,
  }
}
