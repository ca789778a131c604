import { readFileSync } from 'node:fs'
import postgres, { type Sql } from 'postgres'
import { inject } from 'vitest'
import type { ServerVersion } from '../../scripts/postgres/server.ts'

export interface TestDatabase {
  url: string
  /** Ends what is still connected to it. */
  drop(): Promise<void>
}

/** A file of tests has its own of every module. */
const FILE = crypto.randomUUID()

/**
 * Connection string of a test server's database `postgres`; the server starts with the first call. Files that run side by
 * side have servers of their own: roles and settings are those of a whole server. Files that run one after another find it as new.
 */
export async function serverUrl(version: ServerVersion): Promise<string> {
  const response = await fetch(`${inject('servers')}/${version}/${process.env.VITEST_POOL_ID}/${FILE}`)
  const answer = await response.text()
  if (!response.ok) throw new Error(answer)
  return answer
}

async function onServer(url: string, statement: string): Promise<void> {
  const server = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await server.unsafe(statement)
  } finally {
    await server.end()
  }
}

/** An empty database of one's own on the test server of a version. */
export async function freshDatabase(version: ServerVersion): Promise<TestDatabase> {
  const server = await serverUrl(version)
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`
  await onServer(server, `create database ${name} template template0`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(server, `drop database if exists ${name} with (force)`) }
}

/** Makes the roles of a Supabase project where they are missing, as a scratch database has them: they stay on the server. */
export const SUPABASE_ROLES = readFileSync(new URL('../../supabase/scratch/00-roles.sql', import.meta.url), 'utf8')

/** Makes a role that may sign in and has nothing; the connection string for it. */
export async function signingIn(sql: Sql, url: string, role: string): Promise<string> {
  await sql.unsafe(`create role ${role} login password 'x' noinherit`)
  return Object.assign(new URL(url), { username: role, password: 'x' }).href
}

/** Roles outlive their databases. */
export async function dropRoles(version: ServerVersion, roles: readonly string[]): Promise<void> {
  const url = await serverUrl(version)
  for (const role of roles) await onServer(url, `drop role ${role}`)
}
