import { execFile } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { canReach, standIn, type Account } from './account.ts'
import type { Binaries, ServerVersion } from './binaries.ts'

/** The one role of a local server, as Supabase's local stack has it; it listens on 127.0.0.1 alone. */
export const LOCAL_USER = 'postgres'
export const LOCAL_PASSWORD = 'postgres'

const run = promisify(execFile)

const messageOf = (error: unknown) =>
  error instanceof Error && 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : String(error)

/**
 * Where the data is kept: below `dir`, or in its stand-in where the account cannot reach `dir`. A `dir` that is still
 * empty is opened to be passed through: mkdtemp makes folders that are closed.
 */
export function dataFolder(dir: string, version: ServerVersion, account: Account | null): string {
  const wanted = resolve(dir)
  mkdirSync(wanted, { recursive: true })
  if (account && readdirSync(wanted).length === 0) chmodSync(wanted, 0o711)
  const parent = account === null || canReach(account, wanted) ? wanted : standIn(wanted, account)
  return join(parent, `postgres-${version}`)
}

async function initdb(binaries: Binaries, folder: string, account: Account | null, flags: string[]): Promise<void> {
  const passwordFile = join(folder, '..', `.password-${process.pid}`)
  writeFileSync(passwordFile, LOCAL_PASSWORD, { mode: 0o600 })
  if (account) chownSync(passwordFile, account.uid, account.gid)
  const args = [`--pgdata=${folder}`, `--username=${LOCAL_USER}`, `--pwfile=${passwordFile}`, '--auth=password']
  try {
    await run(binaries.initdb, [...args, '--encoding=UTF8', ...flags], { ...account, cwd: folder })
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/**
 * Makes the data folder of a new server unless it is there: UTF-8, locale C.UTF-8 (C where the system lacks it).
 * Made under another name and renamed, so that a half-made one is never taken for whole.
 * @param durable false skips the flush to disk
 * @throws with what initdb said
 */
export async function initialise(
  binaries: Binaries,
  folder: string,
  account: Account | null,
  durable: boolean,
): Promise<void> {
  if (existsSync(folder)) return
  const half = `${folder}.new`
  const attempt = async (locale: string) => {
    rmSync(half, { recursive: true, force: true })
    mkdirSync(half, { recursive: true, mode: 0o700 })
    if (account) chownSync(half, account.uid, account.gid)
    await initdb(binaries, half, account, [`--locale=${locale}`, ...(durable ? [] : ['--no-sync'])])
  }
  try {
    await attempt('C.UTF-8').catch((error: unknown) => {
      if (!messageOf(error).includes('invalid locale')) throw error
      return attempt('C')
    })
  } catch (cause) {
    throw new Error(`PostgreSQL could not make its data folder ${folder}: ${messageOf(cause)}`, { cause })
  }
  renameSync(half, folder)
}
