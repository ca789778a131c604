import { UserError } from '../../errors.ts'
import { serverError } from '../../rehearse/server-error.ts'
import type { BackedTable, Chunk, Manifest } from '../manifest.ts'
import { readPart, type Unseal } from '../seal.ts'
import { onSessions, type CopySession } from '../session.ts'
import type { Store } from '../stores/store.ts'
import { copyInOf, nameOfTable } from '../take/tables.ts'
import { noted, transaction } from './state.ts'

export interface LoadRequest {
  url: string
  lock: number
  jobs: number
  store: Store
  unseal: Unseal
  manifest: Manifest
  /** What was done before. */
  done: ReadonlySet<string>
  /** Called after each chunk, with its rows and bytes. */
  loaded(rows: number, bytes: number): void
}

interface Load {
  table: BackedTable
  chunk: Chunk
}

export const noteOf = ({ name }: Chunk): string => `chunk ${name}`

/**
 * Loads the rows of all tables, chunk by chunk: each, once its checksum was seen to be right, in one transaction with the note
 * that it is there. So a restore that is killed goes on where it was, and no row comes twice.
 * @throws UserError for a chunk that is missing or damaged, or that the database refuses
 */
export async function loadRows(request: LoadRequest): Promise<void> {
  const { url, lock, jobs, manifest, done } = request
  const queue = manifest.tables
    .toSorted((a, b) => b.bytes - a.bytes)
    .flatMap((table) => table.chunks.map((chunk): Load => ({ table, chunk })))
    .filter(({ chunk }) => !done.has(noteOf(chunk)))
  await onSessions(url, lock, Math.min(jobs, queue.length), async (db) => {
    for (let next = queue.shift(); next; next = queue.shift()) await loadChunk(db, next, request)
  })
}

async function loadChunk(db: CopySession, { table, chunk }: Load, request: LoadRequest): Promise<void> {
  const { store, unseal, loaded } = request
  const bytes = await readPart(store.get, chunk, store.where, unseal)
  try {
    await transaction(db, async () => {
      // The platform's tables have their triggers and foreign keys already.
      if (table.platform) await db.exec('set local session_replication_role = replica')
      await db.copyIn(copyInOf(table), slices(bytes))
      await db.exec(noted(noteOf(chunk)))
    })
  } catch (error) {
    const { sqlstate, message } = serverError(error)
    if (sqlstate === null) throw error
    throw new UserError(
      `the rows of ${nameOfTable(table)} in ${chunk.name} were refused: ${sqlstate}: ${message}`,
      'put right what stands in their way, and run the same restore again: it goes on where it stopped',
    )
  }
  loaded(chunk.rows, chunk.bytes)
}

/** How much goes to the server in one message. */
const SLICE = 256 * 1024

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE)
}
