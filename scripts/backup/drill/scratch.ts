import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { identifier } from '../../../functions/model/sql.ts'
import { UserError } from '../../errors.ts'
import { prepareScratch } from '../../postgres/scratch.ts'
import { SERVER_VERSIONS, startServer } from '../../postgres/server.ts'
import type { BackedTable, Manifest } from '../manifest.ts'
import { openSession, type CopySession } from '../session.ts'
import { nameOfTable } from '../take/tables.ts'

/** A database to restore into, which is thrown away afterwards. */
export interface DrillDatabase {
  url: string
  /** `PostgreSQL 17.9` */
  name: string
  /** @param roles that were made on its server meanwhile */
  close(roles: readonly string[]): Promise<void>
}

/** It holds nothing that is not in the backup as well. */
const FAST = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'max_wal_size=4GB', 'autovacuum=off']

/**
 * Makes a database that is as empty as the backup's was new: on a PostgreSQL of one's own, of the same major version, or on the
 * one of shadowUrl.
 * @throws UserError where there is no such version, or the role may not create databases
 */
export async function drillDatabase(manifest: Manifest, shadowUrl?: string): Promise<DrillDatabase> {
  const server = shadowUrl === undefined ? await ownServer(manifest) : { url: shadowUrl, stop: async () => {} }
  const database = `plumbline_drill_${randomBytes(6).toString('hex')}`
  const url = Object.assign(new URL(server.url), { pathname: `/${database}` }).href
  try {
    const admin = await openSession(server.url, 1000)
    await admin.exec(`create database ${database} template template0`).finally(() => admin.close())
    const db = await openSession(url, 1000)
    await prepare(db, manifest).finally(() => db.close())
    return { url, name: db.name, close: (roles) => drop(server, database, roles) }
  } catch (error) {
    await drop(server, database, []).catch(() => {})
    throw error
  }
}

async function ownServer({ server }: Manifest) {
  const major = Math.floor(server.number / 10_000)
  const version = SERVER_VERSIONS.find((known) => known === major)
  if (version === undefined)
    throw new UserError(
      `the backup is of PostgreSQL ${major}, and the versions at hand are ${SERVER_VERSIONS.join(', ')}`,
      '--shadow-url postgresql://…, a PostgreSQL of that version that may be written to',
    )
  const dir = await mkdtemp(join(tmpdir(), 'plumbline-drill-'))
  const clear = () => rmSync(dir, { recursive: true, force: true })
  const undo = onSignals(clear)
  const own = await startServer({ version, dir, settings: FAST })
  return {
    url: own.url,
    async stop() {
      await own.stop()
      undo()
      clear()
      rmSync(own.folder, { recursive: true, force: true })
    },
  }
}

/** Whoever interrupts a drill gets rid of its server, too, and of the copy of the rows: leaving by exit, the server ends with us. */
function onSignals(clear: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.once(signal, leave)
  process.once('exit', clear)
  return () => {
    for (const signal of signals) process.off(signal, leave)
    process.off('exit', clear)
  }
}

/** As shells say it of SIGINT. */
const INTERRUPTED = 130

const leave = () => process.exit(INTERRUPTED)

async function prepare(db: CopySession, { server, tables }: Manifest): Promise<void> {
  await prepareScratch(db, server.supabase ? 'supabase' : 'none')
  for (const table of tables.filter(({ platform }) => platform)) await standIn(db, table)
}

/** A table of the platform with the columns that the backup has: of PostgreSQL's own types, all others as their text. */
async function standIn(db: CopySession, table: BackedTable): Promise<void> {
  const name = nameOfTable(table)
  await db.exec(`create schema if not exists ${identifier(table.schema)}; create table if not exists ${name} ()`)
  for (const [i, column] of table.columns.entries()) {
    const [type] = await db.query<{ own: boolean }>(`select to_regtype(${quote(table.types[i])}) < 16384 as own`)
    await db.exec(
      `alter table ${name} add column if not exists ${identifier(column)} ${type?.own === true ? table.types[i] : 'text'};
alter table ${name} alter column ${identifier(column)} drop expression if exists`,
    )
  }
}

const quote = (type = 'text') => `'${type.replaceAll("'", "''")}'`

async function drop(
  server: { url: string; stop(): Promise<void> },
  database: string,
  roles: readonly string[],
): Promise<void> {
  try {
    const admin = await openSession(server.url, 5000)
    try {
      await admin.exec(`drop database if exists ${database} with (force)`)
      for (const role of roles) await admin.exec(`drop role if exists ${identifier(role)}`).catch(() => {})
    } finally {
      await admin.close()
    }
  } finally {
    await server.stop()
  }
}
