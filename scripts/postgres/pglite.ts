import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { fileURLToPath } from 'node:url'
import { crc32 } from 'node:zlib'
import type { Extensions, PGlite } from '@electric-sql/pglite'
import { z } from 'zod'

/** Where tools keep what they can make again. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/plumbline/', import.meta.url))

/**
 * Starts a PostgreSQL in WebAssembly, in this process: an empty cluster as `initdb` leaves it. What that makes is kept in
 * node_modules/.cache, since it takes four times as long as all else of a start.
 */
export async function startPglite(extensions: Extensions = {}): Promise<PGlite> {
  // Loaded where it is used: most commands need none.
  const { PGlite } = await import('@electric-sql/pglite')
  const file = `${CACHE}pglite-${await versionOfPglite()}.cluster`
  const kept = await readKept(file)
  if (kept) return PGlite.create({ extensions, loadDataDir: kept })
  const fresh = await PGlite.create({ extensions })
  await keep(file, await fresh.dumpDataDir('none'))
  return fresh
}

/** Bytes of the checksum that a kept archive begins with. */
const SUM = 4

/** null: there is none, or it is damaged. */
async function readKept(file: string): Promise<Blob | null> {
  const bytes = await readFile(file).catch(() => null)
  if (bytes === null || bytes.length <= SUM) return null
  const archive = bytes.subarray(SUM)
  return bytes.readUInt32BE() === crc32(archive) ? new Blob([archive], { type: 'application/x-tar' }) : null
}

async function versionOfPglite(): Promise<string> {
  const file = findPackageJSON('@electric-sql/pglite', import.meta.url)
  if (file === undefined) throw new Error('@electric-sql/pglite has no package.json')
  return z.object({ version: z.string() }).parse(JSON.parse(await readFile(file, 'utf8'))).version
}

/** Whoever reads it meanwhile finds it whole or not at all; where nothing can be written, the next start takes longer. */
async function keep(file: string, dump: Blob): Promise<void> {
  const own = `${file}.${randomBytes(6).toString('hex')}`
  const archive = Buffer.from(await dump.arrayBuffer())
  const sum = Buffer.alloc(SUM)
  sum.writeUInt32BE(crc32(archive))
  try {
    await mkdir(CACHE, { recursive: true })
    await writeFile(own, [sum, archive])
    await rename(own, file)
  } catch {
    await rm(own, { force: true }).catch(() => {})
  }
}
