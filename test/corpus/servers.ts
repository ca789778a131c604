import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { citext } from '@electric-sql/pglite/contrib/citext'
import { hstore } from '@electric-sql/pglite/contrib/hstore'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto'
import { uuid_ossp } from '@electric-sql/pglite/contrib/uuid_ossp'
import postgres from 'postgres'
import { z } from 'zod'
import { printsViewsQualified } from '../../functions/collect/read.ts'
import { PRINT_SETTINGS } from '../../functions/collect/settings.ts'
import { unqualifyView } from '../../functions/collect/views-15.ts'
import { Fact } from '../../functions/model/fact.ts'
import { startPglite } from '../../scripts/postgres/pglite.ts'
import { prepareScratch } from '../../scripts/postgres/scratch.ts'
import { SERVER_VERSIONS, type ServerVersion } from '../../scripts/postgres/server.ts'
import { ALL_FACTS } from '../support/catalog.ts'
import { freshDatabase } from '../support/database.ts'
import type { Facts } from './harness.ts'

/** A PostgreSQL that runs scripts on an empty database like a Supabase project's, over and over. */
export interface CorpusServer {
  /** The facts after a script; the database is as before when it returns. */
  facts(script: string): Promise<Facts>
  /** Runs a script whose work stays. */
  keep(script: string): Promise<void>
  close(): Promise<void>
}

/** Runs statements in one round trip and yields the rows of the last. */
type Run = (sql: string) => Promise<unknown>

/** Planned once: planning the statement takes longer than running it on a small database. */
const PLAN = `set jit = off;\nbegin;\n${PRINT_SETTINGS}prepare facts as ${ALL_FACTS};\ncommit;`

const Rows = z.array(Fact.extend({ kind: z.string() }))

async function prepare(run: Run): Promise<void> {
  await prepareScratch({ exec: run }, 'supabase')
  await run(PLAN)
}

/** A script's transaction is rolled back: nothing of it is left for the next, and nothing need be dropped. */
async function factsOf(run: Run, version: number, script: string): Promise<Facts> {
  try {
    const rows = Rows.parse(await run(`begin;\n${script}\n;${PRINT_SETTINGS}execute facts;`))
    return rows.map(({ kind, key, parent, value }) => ({
      key,
      parent,
      value: printsViewsQualified(version, kind) ? unqualifyView(value) : value,
    }))
  } finally {
    await run('rollback')
  }
}

const serverOn = (run: Run, version: number): Omit<CorpusServer, 'close'> => ({
  facts: (script) => factsOf(run, version, script),
  keep: async (script) => void (await run(script)),
})

async function openPglite(): Promise<CorpusServer> {
  const db = await startPglite({ btree_gist, citext, hstore, pg_trgm, pgcrypto, uuid_ossp })
  const run: Run = async (statements) => (await db.exec(statements)).at(-1)?.rows
  await prepare(run)
  return { ...serverOn(run, 180_000), close: () => db.close() }
}

async function openPostgres(version: ServerVersion): Promise<CorpusServer> {
  const database = await freshDatabase(version)
  const client = postgres(database.url, { max: 1, prepare: false, fetch_types: false, onnotice: () => {} })
  const run: Run = async (statements) => {
    const results = await client.unsafe(statements).simple()
    return results.at(-1)
  }
  await prepare(run)
  const close = async () => {
    await client.end()
    await database.drop()
  }
  return { ...serverOn(run, version * 10_000), close }
}

/** Everything that the corpus must hold on. */
export const OPENERS: readonly { name: string; version: number; open: () => Promise<CorpusServer> }[] = [
  { name: 'PGlite', version: 18, open: openPglite },
  ...SERVER_VERSIONS.map((version) => ({ name: `PostgreSQL ${version}`, version, open: () => openPostgres(version) })),
]
