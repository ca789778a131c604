import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { failureOf } from '../../functions/collect/failure.ts'
import type { Row, Session } from '../../functions/collect/session.ts'
import { UserError } from '../errors.ts'
import { startPglite } from '../postgres/pglite.ts'
import { pgliteExtensions } from './extensions.ts'

/** An empty PostgreSQL that is thrown away afterwards. */
export interface Scratch extends Session {
  /** Runs one or several statements, as one simple query does. */
  exec(sql: string): Promise<void>
  close(): Promise<void>
  /** `PGlite (PostgreSQL 18.1)` */
  readonly name: string
}

/** A PostgreSQL in WebAssembly, in this process, with the extensions that the migrations ask for, where PGlite has them. */
export async function pgliteScratch(wanted: readonly string[]): Promise<Scratch> {
  const db = await startPglite(await pgliteExtensions(wanted))
  const { rows } = await db.query<{ server_version: string }>('show server_version')
  return {
    name: `PGlite (PostgreSQL ${rows[0]?.server_version})`,
    exec: async (sql) => void (await db.exec(sql)),
    query: async <R extends Row>(sql: string) => (await db.query<R>(sql)).rows,
    close: () => db.close(),
  }
}

/**
 * A database of its own on any other PostgreSQL, dropped when closed.
 * @throws UserError where the server cannot be reached or the role may not create databases
 */
export async function shadowScratch(url: string): Promise<Scratch> {
  const database = `plumbline_scratch_${randomBytes(6).toString('hex')}`
  if (!URL.canParse(url)) {
    throw new UserError('the shadow database’s connection string is malformed', URL_EXAMPLE)
  }
  const admin = open(url)
  try {
    await admin.unsafe(`create database ${database} template template0`)
  } catch (error) {
    await admin.end({ timeout: 1 })
    const { reason, mend } = failureOf(error, 'connect')
    throw new UserError(`the shadow database cannot be made: ${reason}`, mend ?? 'give a role that may CREATE DATABASE')
  }
  const own = new URL(url)
  own.pathname = `/${database}`
  const client = open(own.href)
  const rows = await client<{ server_version: string }[]>`show server_version`
  return {
    name: `PostgreSQL ${rows[0]?.server_version}`,
    exec: async (sql) => void (await client.unsafe(sql).simple()),
    query: async <R extends Row>(sql: string) => [...(await client.unsafe<R[]>(sql))],
    async close() {
      await client.end({ timeout: 1 })
      await admin.unsafe(`drop database if exists ${database} with (force)`)
      await admin.end({ timeout: 1 })
    },
  }
}

const URL_EXAMPLE = '--shadow-url postgresql://user:password@host:5432/database'

const open = (url: string) => postgres(url, { max: 1, prepare: false, fetch_types: false, onnotice: () => {} })
