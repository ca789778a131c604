import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres, { type Sql } from 'postgres'
import type { JournalTable } from '../../functions/collect/catalog.ts'
import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import type { Blueprint } from '../../functions/model/blueprint.ts'
import type { Finding, FindingOf, FindingType } from '../../functions/model/finding.ts'
import { partsFrom, splitBlueprint } from '../../functions/model/parts.ts'
import type { Timeouts } from '../../functions/model/question.ts'
import type { Look } from '../../functions/model/run.ts'
import { look, type LookRequest } from '../../functions/run/look/look.ts'
import type { ServerVersion } from '../../scripts/postgres/server.ts'
import { freshDatabase, serverUrl } from '../support/database.ts'
import { build, CATALOG, JOURNAL, journalFiles, withFolder, type Migrations, type Options } from './folders.ts'

/** The day on which tests look: later than every stamp of a folder made by tests. */
export const NOW = Date.UTC(2025, 5, 1)

export type Wish = Partial<Omit<LookRequest, 'blueprint'>> & { timeouts?: Timeouts }

/** As of a target in wrangler.toml, ms. */
export const TIMEOUTS: Timeouts = { statement: 10_000, lock: 100 }

/** Looks at a database with every check, as the Worker does. */
export async function lookAt(
  url: string,
  blueprint: Blueprint | null,
  { timeouts = TIMEOUTS, ...wish }: Wish = {},
): Promise<Look> {
  const split = blueprint && (await splitBlueprint(blueprint))
  return look({
    reach: postgresTransport({ url, timeouts, catalog: CATALOG }),
    journal: JOURNAL,
    blueprint: split && { index: split.index, parts: partsFrom(async (ref) => split.values.get(ref) ?? null) },
    checks: ['connectivity', 'drift', 'journal', 'migrations'],
    now: NOW,
    ...wish,
  })
}

/** A database of its own that Drizzle's own migrator has migrated. */
export interface Target {
  url: string
  sql: Sql
  /** Runs what these migrations add to those that were run before. */
  migrate(migrations: Migrations, journal?: JournalTable): Promise<void>
  look(blueprint: Blueprint | null, wish?: Wish): Promise<Look>
  drop(): Promise<void>
}

/** Makes an empty database and migrates it. */
export async function openTarget(version: ServerVersion, migrations?: Migrations): Promise<Target> {
  const database = await freshDatabase(version)
  const sql = postgres(database.url, { max: 1, onnotice: () => {} })
  const target: Target = {
    url: database.url,
    sql,
    migrate: (own, { schema, table } = JOURNAL) =>
      withFolder(journalFiles(own), (migrationsFolder) =>
        migrate(drizzle(sql), { migrationsFolder, migrationsSchema: schema, migrationsTable: table }),
      ),
    look: (blueprint, wish) => lookAt(database.url, blueprint, wish),
    async drop() {
      await sql.end()
      await database.drop()
    },
  }
  if (migrations) await target.migrate(migrations)
  return target
}

/** Runs `use` with a target of one's own. */
export async function withTarget(
  version: ServerVersion,
  migrations: Migrations | undefined,
  use: (target: Target) => Promise<void>,
): Promise<void> {
  const target = await openTarget(version, migrations)
  try {
    await use(target)
  } finally {
    await target.drop()
  }
}

/** The findings of one type. */
export const ofType = <T extends FindingType>(findings: readonly Finding[], type: T): FindingOf<T>[] =>
  findings.filter((finding): finding is FindingOf<T> => finding.type === type)

/** Builds the blueprint of some migrations on PostgreSQL 17: the same as in PGlite, and quicker than to start one. */
export const buildOn17 = async (migrations: Migrations, options: Options = {}): Promise<Blueprint> =>
  build(migrations, { shadowUrl: await serverUrl(17), ...options })

/** Builds a blueprint once, whoever asks. */
export function lazily(migrations: Migrations): () => Promise<Blueprint> {
  let blueprint: Promise<Blueprint> | null = null
  return () => (blueprint ??= buildOn17(migrations))
}
