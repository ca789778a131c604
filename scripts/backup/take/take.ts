import { randomBytes } from 'node:crypto'
import { CATALOG_VERSION } from '../../../functions/collect/catalog.ts'
import { literal } from '../../../functions/model/sql.ts'
import { UserError } from '../../errors.ts'
import {
  catalogDigest,
  FORMAT,
  MANIFEST,
  manifestText,
  sha256,
  type BackedTable,
  type Manifest,
  type Part,
} from '../manifest.ts'
import type { Progress } from '../progress.ts'
import { backupCatalog } from '../scope.ts'
import { sealFor, type Seal } from '../seal.ts'
import { onSessions, type CopySession } from '../session.ts'
import type { Store } from '../stores/store.ts'
import { CHUNK_BYTES, cutRows } from './chunks.ts'
import { openSource, type Source } from './source.ts'
import { copyOutOf, nameOfTable, sequenceValues, type SourceTable } from './tables.ts'
import { withoutOf } from './without.ts'

export interface BackupRequest {
  url: string
  store: Store
  /** What the target is called. */
  target: string
  /** Tables that are read at the same time, each over a connection of its own. */
  jobs: number
  /** Longest wait for a lock, ms. */
  lock: number
  /** The platform's schemas whose rows are asked for. */
  platform: readonly string[]
  /** age recipients; none: not encrypted. */
  recipients: readonly string[]
  /** Bytes of a chunk; CHUNK_BYTES unless a test wants many. */
  chunkBytes?: number
  say?: (progress: Progress) => void
}

/** Where all this goes, and what becomes of it on the way. */
interface Drain {
  store: Store
  seal: Seal
  size: number
  done(rows: number, bytes: number): void
}

/**
 * Backs up a database: its catalog, the rows of its tables and where its sequences stand, as of one moment.
 * @returns the manifest, and the SHA-256 of its file
 * @throws UserError where the place holds a backup, or where rows would be missing
 */
export async function takeBackup(request: BackupRequest): Promise<{ manifest: Manifest; sha256: string }> {
  const { store, recipients, jobs, say } = request
  const seal = await sealFor(recipients)
  if ((await store.get(MANIFEST)) !== null)
    throw new UserError(`${store.where} holds a backup already`, 'name another place: a backup is never written over')
  const catalog = backupCatalog()
  const started = performance.now()
  const source = await openSource({ ...request, catalog })
  const { leader, tables, facts } = source
  const total = { rows: 0, bytes: 0 }
  const done = (rows: number, bytes: number) => {
    total.rows += rows
    total.bytes += bytes
    say?.({ what: 'reading', ...total })
  }
  try {
    const drain = { store, seal, size: request.chunkBytes ?? CHUNK_BYTES, done }
    const backed = await readTables(source, request, drain, Math.min(jobs, tables.length))
    const sequences = await sequenceValues(leader, catalog)
    const text = JSON.stringify(facts)
    const manifest: Manifest = {
      ...headOf(source, request),
      catalogVersion: CATALOG_VERSION,
      catalogDigest: catalogDigest(facts),
      catalog: await keep(drain, 'catalog.json.zst', Buffer.from(text)),
      tables: backed,
      sequences,
      without: withoutOf(facts, request.platform, source),
      // By the database's clock, as takenAt is.
      finishedAt: new Date(source.about.taken.getTime() + performance.now() - started).toISOString(),
    }
    const file = Buffer.from(manifestText(manifest))
    await store.put(MANIFEST, file)
    return { manifest, sha256: sha256(file) }
  } finally {
    await leader.close()
  }
}

function headOf({ about, snapshot }: Source, { target, platform, recipients }: BackupRequest) {
  const takenAt = about.taken.toISOString()
  return {
    format: FORMAT as typeof FORMAT,
    id: `${target}-${takenAt.replaceAll(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`,
    target,
    takenAt,
    server: {
      version: about.version,
      number: about.number,
      database: about.database,
      lsn: about.lsn,
      snapshot,
      supabase: about.supabase,
    },
    compression: 'zstd' as const,
    encryptedTo: [...recipients],
    platformSchemas: [...platform],
  }
}

/** Reads all tables, the largest first, in the leader's snapshot; the first failure ends all. */
async function readTables(source: Source, request: BackupRequest, drain: Drain, jobs: number): Promise<BackedTable[]> {
  const queue = source.tables.map((table, i) => ({ table, number: i + 1 }))
  const backed: BackedTable[] = []
  await onSessions(request.url, request.lock, jobs, async (db) => {
    await db.exec(`begin isolation level repeatable read read only;
set transaction snapshot ${literal(source.snapshot)};\nset local search_path = ''`)
    for (let next = queue.shift(); next; next = queue.shift()) backed.push(await readTable(db, next, drain))
    await db.exec('commit')
  })
  return backed.toSorted((a, b) => (nameOfTable(a) < nameOfTable(b) ? -1 : 1))
}

async function readTable(
  db: CopySession,
  { table, number }: { table: SourceTable; number: number },
  drain: Drain,
): Promise<BackedTable> {
  const { schema, name, columns, types, platform, filter } = table
  const chunks: BackedTable['chunks'] = []
  const total = await cutRows(await db.copyOut(copyOutOf(table)), drain.size, async ({ bytes, rows }) => {
    const file = `data/${pad(number, 5)}-${pad(chunks.length + 1, 6)}.zst`
    const place = chunks.push({ name: file, rows, bytes: bytes.length, stored: 0, sha256: '' }) - 1
    chunks[place] = { ...(await keep(drain, file, bytes)), rows, bytes: bytes.length }
    drain.done(rows, bytes.length)
  })
  return { schema, name, columns, types: platform ? types : [], platform, filter, ...total, chunks }
}

const pad = (n: number, digits: number) => String(n).padStart(digits, '0')

/** Compresses bytes and puts them into the store. */
async function keep({ store, seal }: Drain, name: string, bytes: Uint8Array): Promise<Part> {
  const sealed = await seal(bytes)
  await store.put(name, sealed)
  return { name, stored: sealed.length, sha256: sha256(sealed) }
}
