import { pipeline } from 'node:stream/promises'
import { Writable, type Readable } from 'node:stream'
import { callbackify } from 'node:util'
import { rowDigest } from '../row-digest.ts'

/** So much text makes a chunk: what a part of a table costs in memory, and what is done again where a restore was killed. */
export const CHUNK_BYTES = 8 * 1024 * 1024

/** Whole rows of a table, not yet compressed. */
export interface RawChunk {
  bytes: Buffer
  rows: number
}

/**
 * Cuts the rows of a COPY into chunks and hands each on; reads no further until the last but one is done with.
 * @param rows one row in each piece, as PostgreSQL sends them
 * @returns how much that was, and the digest of all rows
 * @throws where a piece is not a row: then counts would be wrong
 */
export async function cutRows(
  rows: Readable,
  size: number,
  each: (chunk: RawChunk) => Promise<void>,
): Promise<{ rows: number; bytes: number; digest: string }> {
  const digest = rowDigest()
  const total = { rows: 0, bytes: 0 }
  // Copied together at once: the pieces would keep all that came with them from the network.
  let text: Buffer = Buffer.allocUnsafe(FIRST_BYTES)
  let [held, count] = [0, 0]
  let before: Promise<void> = Promise.resolve()
  const flush = async () => {
    const chunk = { bytes: text.subarray(0, held), rows: count }
    text = Buffer.allocUnsafe(Math.min(text.length, size + FIRST_BYTES))
    held = 0
    count = 0
    await before
    before = each(chunk)
    // Whoever waits for it next sees the failure.
    before.catch(() => {})
  }
  const flushed = callbackify(flush)
  const ended = callbackify(async () => {
    if (count > 0) await flush()
    await before
  })
  const sink = new Writable({
    highWaterMark: 1024 * 1024,
    write(row: Buffer, _, done) {
      if (row.at(-1) !== NEWLINE) return done(new Error('COPY sent a piece that is not a row'))
      digest.add(row)
      if (held + row.length > text.length) text = grown(text, held, row.length)
      held += row.copy(text, held)
      count += 1
      total.rows += 1
      total.bytes += row.length
      if (held < size) return done()
      flushed(done)
    },
    final(done) {
      ended(done)
    },
  })
  await pipeline(rows, sink)
  return { ...total, digest: digest.hex() }
}

const NEWLINE = 0x0a

/** Most tables are small. */
const FIRST_BYTES = 64 * 1024

function grown(text: Buffer, held: number, more: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.max(text.length * 2, held + more))
  text.copy(larger, 0, 0, held)
  return larger
}
