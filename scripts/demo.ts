import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { z } from 'zod'
import { prepareScratch } from './postgres/scratch.ts'

/** The one database that the demo drops, makes and changes. */
export const DEMO_DATABASE = 'plumbline_demo'

/** The Drizzle folder of the demo project: 0000 to 0009. */
export const DEMO_MIGRATIONS = fileURLToPath(new URL('../supabase/demo/drizzle', import.meta.url))

/** How many of its migrations the demo's database has: 0000 to 0008. */
const APPLIED = 9

const Journal = z.looseObject({ entries: z.array(z.looseObject({ tag: z.string() })) })

const demoFile = (name: string) => readFile(new URL(`../supabase/demo/${name}`, import.meta.url), 'utf8')

/** The connection string of the demo's database on the server of `url`. */
export function demoUrl(url: string): string {
  const demo = new URL(url)
  demo.pathname = `/${DEMO_DATABASE}`
  return demo.href
}

const connect = (url: string) => postgres(url, { max: 1, onnotice: () => {} })

async function recreateDatabase(url: string): Promise<void> {
  const server = connect(url)
  try {
    await server.unsafe(`drop database if exists ${DEMO_DATABASE} with (force)`)
    await server.unsafe(`create database ${DEMO_DATABASE}`)
  } finally {
    await server.end()
  }
}

/** Runs `use` with a copy of the demo's migrations whose journal ends after the first `count`. */
async function withFirstMigrations(count: number, use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-demo-'))
  try {
    await cp(DEMO_MIGRATIONS, folder, { recursive: true })
    const file = join(folder, 'meta', '_journal.json')
    const journal = Journal.parse(JSON.parse(await readFile(file, 'utf8')))
    await writeFile(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }))
    await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Makes the database `plumbline_demo` on the server of `url` anew: prepared like a Supabase project, migrated to
 * 0008 by Drizzle's own migrator, filled with some hundreds of rows.
 * No other database is touched; the platform's roles are made for the whole server.
 * @param url a role that may create databases and roles
 */
export async function migrateDemo(url: string): Promise<void> {
  await recreateDatabase(url)
  await inDemo(url, async (session) => {
    await prepareScratch({ exec: (sql) => session.unsafe(sql) }, 'supabase')
    await withFirstMigrations(APPLIED, (migrationsFolder) => migrate(drizzle(session), { migrationsFolder }))
    await session.unsafe(await demoFile('seed.sql'))
  })
}

/** Changes the migrated demo by hand, as supabase/demo/drift.sql tells. */
export const driftDemo = (url: string): Promise<void> =>
  inDemo(url, async (session) => {
    await session.unsafe(await demoFile('drift.sql'))
  })

/** Gives the migrated demo so many links that a lost index is felt, and the extension that counts statements, where its server has it. */
export const growDemo = (url: string): Promise<void> =>
  inDemo(url, async (session) => {
    await session.unsafe(await demoFile('growth.sql'))
  })

/** How often the demo's application asks each of its questions: more than a verdict needs (functions/performance/limits.ts). */
const CALLS = 120

/** Works as the demo's application does: lists the newest links of workspaces, and follows links. */
export const useDemo = (url: string): Promise<void> =>
  inDemo(url, async (session) => {
    for (let i = 1; i <= CALLS; i += 1) {
      const workspace = `workspace ${(i % 12) + 1}`
      await session`select slug, url, clicks from links where workspace_id = md5(${workspace})::uuid order by created_at desc nulls last limit 20`
      await session`select url from links where slug = ${`link-${i}`} and deleted_at is null`
    }
    // Counters of tables and indexes are told up to a second late otherwise, and only between transactions.
    await session`select pg_stat_force_next_flush()`
    await session`select 1`
  })

/** Both, without anything between. */
export async function createDemo(url: string): Promise<void> {
  await migrateDemo(url)
  await driftDemo(url)
}

async function inDemo(url: string, work: (session: postgres.Sql) => Promise<void>): Promise<void> {
  const session = connect(demoUrl(url))
  try {
    await work(session)
  } finally {
    await session.end()
  }
}
