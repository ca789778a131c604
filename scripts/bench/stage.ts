import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import type { Blueprint } from '../../functions/model/blueprint.ts'
import { buildBlueprint } from '../blueprint/build.ts'
import { readMigrations } from '../blueprint/folder.ts'
import { readCatalog } from '../catalog.ts'
import { prepareScratch } from '../postgres/scratch.ts'
import { startServer, type ServerVersion } from '../postgres/server.ts'
import { writeFolder, type MadeMigration } from './folder.ts'

export const JOURNAL = { schema: 'drizzle', table: '__drizzle_migrations' }

/** A target with a blueprint that it is true to. */
export interface Stage {
  url: string
  blueprint: Blueprint
  /** Runs statements on the target, in one transaction. */
  run(statements: readonly string[]): Promise<void>
  close(): Promise<void>
}

/** Runs `use` with a Drizzle folder that holds some migrations and is removed afterwards. */
async function withFolder<T>(migrations: readonly MadeMigration[], use: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'plumbline-bench-'))
  try {
    await writeFolder(dir, migrations)
    return await use(dir)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** Builds the blueprint of made migrations, as `plumbline blueprint build` does. @throws where one of them fails */
export function blueprintOf(migrations: readonly MadeMigration[]): Promise<Blueprint> {
  return withFolder(migrations, async (dir) => {
    const folder = await readMigrations(dir)
    const catalog = readCatalog()
    const blueprint = await buildBlueprint({ folder, tag: 'bench', platform: 'supabase', journal: JOURNAL, catalog })
    const [fault] = blueprint.content.faults
    if (fault) throw new Error(`${fault.file}, statement ${fault.statement}: ${fault.message}`)
    return blueprint
  })
}

/**
 * Starts a PostgreSQL of its own and brings it to the end of the migrations with Drizzle's own migrator.
 * @param settings `name=value`, beside those of every bench
 */
export async function setStage(
  version: ServerVersion,
  migrations: readonly MadeMigration[],
  settings: readonly string[] = [],
): Promise<Stage> {
  const dir = await mkdtemp(join(tmpdir(), 'plumbline-bench-'))
  const server = await startServer({ version, dir, settings: ['fsync=off', ...settings] })
  const client = postgres(server.url, { max: 1, onnotice: () => {} })
  const close = async () => {
    await client.end({ timeout: 1 })
    await server.stop()
    await rm(dir, { recursive: true, force: true })
  }
  try {
    await prepareScratch({ exec: (sql) => client.unsafe(sql) }, 'supabase')
    await withFolder(migrations, (migrationsFolder) => migrate(drizzle(client), { migrationsFolder }))
    // What autovacuum would do within the minute: not in the middle of the measuring.
    await client.unsafe('vacuum analyze')
    const run = async (statements: readonly string[]) => void (await client.unsafe(statements.join(';\n')))
    return { url: server.url, blueprint: await blueprintOf(migrations), run, close }
  } catch (error) {
    await close()
    throw error
  }
}
