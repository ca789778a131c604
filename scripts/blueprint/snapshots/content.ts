import { z } from 'zod'
import type { CatalogSql, JournalTable } from '../../../functions/collect/catalog.ts'
import { readFacts } from '../../../functions/collect/read.ts'
import { PRINT_SETTINGS } from '../../../functions/collect/settings.ts'
import { asking } from '../../../functions/collect/statement.ts'
import { compare, rootCauses, type Difference } from '../../../functions/drift/compare.ts'
import { trust } from '../../../functions/drift/unknowns.ts'
import type { Fault, FactVersion, Group, Migration } from '../../../functions/model/blueprint.ts'
import { kindOf, type Fact } from '../../../functions/model/fact.ts'
import type { SnapshotFault } from '../../../functions/model/snapshot.ts'
import { ident } from '../../../functions/model/sql.ts'
import { concernedNames } from '../concerned.ts'
import type { Scratch } from '../scratch.ts'
import type { Snapshot } from './files.ts'
import { statementsOfSnapshot } from './kit.ts'
import { emptyOut, makeSnapshot, type Refused } from './making.ts'
import { seenByKit } from './visible.ts'

/** What the migrations made, and the scratch database in which they did. */
export interface Replay {
  /** Where the migrations are. */
  dir: string
  groups: readonly Group[]
  migrations: readonly Migration[]
  faults: readonly Fault[]
  catalog: CatalogSql
  journal: JournalTable
  /** Read to its end: it is emptied for the snapshot. */
  db: Scratch
}

/**
 * Compares what a snapshot says with what the migrations make. The snapshot's schema is made from nothing, by drizzle-kit's
 * own SQL, where the migrations' was, and PostgreSQL prints both sides.
 */
export async function contentFaults(snapshot: Snapshot, replay: Replay): Promise<SnapshotFault[]> {
  const { file } = snapshot
  const generated = await statementsOfSnapshot(snapshot, replay.dir)
  if ('reason' in generated) return [{ kind: 'uncompared', file, statement: null, ...generated }]
  const versions = replay.groups.flatMap(({ shards }) => shards.flatMap(({ facts }) => facts))
  const made = await factsOf(generated.statements, versions, replay).catch(broken)
  if ('error' in made) return [{ kind: 'uncompared', file, statement: null, reason: made.error, mend: SHADOW }]
  const { facts, refused } = made
  const seen = seenByKit(versions, facts, existingViews(snapshot))
  const applied = replay.migrations.map(() => true)
  const differences = compare(seen.replay, seen.snapshot, { applied, skipped: new Set() }).filter(matters)
  const { trusted } = trust(differences, [...replay.faults, ...(await Promise.all(refused.map(faultOf)))])
  return [...contentOf(file, rootCauses(trusted), replay.migrations), ...refused.map((own) => uncompared(file, own))]
}

/** What only an unusual schema brings about: the scratch database cannot be emptied, or cannot be read afterwards. */
const broken = (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) })
const SHADOW = 'replay in another PostgreSQL: --shadow-url'

/** The facts of the snapshot's schema. */
async function factsOf(statements: readonly string[], versions: readonly FactVersion[], replay: Replay) {
  const { db, catalog, journal } = replay
  const now = versions.flatMap(([key, parent, value, , until]): Fact[] =>
    until === null ? [{ key, parent, value }] : [],
  )
  await emptyOut(db, now)
  const refused = await makeSnapshot(db, statements, now)
  const [row] = await db.query<{ server: string }>(`select current_setting('server_version_num') as server`)
  await db.exec(`begin read only;\n${PRINT_SETTINGS}`)
  const facts = await readFacts(asking(db, catalog), journal, Number(row?.server))
  await db.exec('commit')
  return { facts: [...facts.groups.values()].flat(), refused }
}

const Views = z.object({
  views: z.record(z.string(), z.object({ name: z.string(), schema: z.string(), isExisting: z.boolean() })),
})

/** Views that the Drizzle schema only names: `.existing()`. They are made elsewhere. */
function existingViews({ json }: Snapshot): Set<string> {
  const views = Views.safeParse(json).data?.views ?? {}
  return new Set(
    Object.values(views).flatMap(({ name, schema, isExisting }) =>
      isExisting ? [`${ident(schema)}.${ident(name)}`] : [],
    ),
  )
}

/** A name as fact keys spell it. */

/** Row security that was enabled by hand is enabled again without harm; a snapshot that has it alone is another matter. */
const matters = ({ key, direction, target }: Difference) =>
  !(direction === 'changed' && kindOf(key) === 'table' && target === 'table')

function contentOf(file: string, roots: readonly Difference[], migrations: readonly Migration[]): SnapshotFault[] {
  const tagOf = ({ expected }: Difference) => migrations[expected.now?.since ?? expected.removedBy ?? -1]?.tag ?? null
  return [...Map.groupBy(roots, tagOf)].map(([migration, own]) => ({
    kind: 'content',
    file,
    migration,
    facts: own
      .map(({ key, blueprint, target }) => ({ fact: key, replay: blueprint, snapshot: target }))
      .toSorted((a, b) => (a.fact < b.fact ? -1 : 1)),
  }))
}

const uncompared = (file: string, { sql, reason }: Refused): SnapshotFault => ({
  kind: 'uncompared',
  file,
  statement: excerpt(sql),
  reason: `what it says cannot be made: ${reason}`,
  mend: 'make the migrations replay from nothing, or mend the schema; then: npx drizzle-kit generate',
})

const excerpt = (sql: string) => {
  const line = sql.trim().replaceAll(/\s+/g, ' ')
  return line.length > 100 ? `${line.slice(0, 99)}…` : line
}

/** What a refused statement leaves unknown, as a failed one of the replay does. */
const faultOf = async ({ sql, reason }: Refused): Promise<Fault> => ({
  kind: 'failed',
  migration: '',
  file: '',
  statement: null,
  line: null,
  sqlstate: null,
  message: reason,
  excerpt: '',
  unknown: await concernedNames(sql),
})
