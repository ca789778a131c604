import { pipeline } from 'node:stream/promises'
import { Writable, type Readable } from 'node:stream'
import { callbackify } from 'node:util'
import { rowDigest } from '../row-digest.ts'

/** So much text makes a chunk: what a part of a table costs in memory, and what is done again where a restore was killed. */
export const CHUNK_BYTES = 8 * 1024 * 1024

/** Whole rows of a table, not yet compressed; the bytes are good until whoever was handed them is done. */
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
  const gathered = gathering(size)
  let before: Promise<void> = Promise.resolve()
  const flush = async () => {
    await before
    const chunk = gathered.take()
    before = each(chunk).then(() => gathered.giveBack(chunk))
    // Whoever waits for it next sees the failure.
    before.catch(() => {})
  }
  const flushed = callbackify(flush)
  const ended = callbackify(async () => {
    if (gathered.bytes() > 0) await flush()
    await before
  })
  const sink = new Writable({
    highWaterMark: QUEUED_BYTES,
    write(row: Buffer, _, done) {
      if (row.at(-1) !== NEWLINE) return done(new Error('COPY sent a piece that is not a row'))
      digest.add(row)
      gathered.add(row)
      total.rows += 1
      total.bytes += row.length
      if (gathered.bytes() < size) return done()
      flushed(done)
    },
    final: (done) => ended(done),
  })
  await pipeline(rows, sink)
  return { ...total, digest: digest.hex() }
}

const NEWLINE = 0x0a

/** Rows that wait are what a collection of garbage finds alive: the more, the more room the engine takes for them. */
const QUEUED_BYTES = 64 * 1024

/** Most tables are small. */
const FIRST_BYTES = 64 * 1024

/**
 * Copies rows together at once: the pieces would keep all that came with them from the network. Two rooms take turns, of which one
 * is gathered in while the other is compressed: new ones would stand beside the old until a collection of garbage.
 */
function gathering(size: number) {
  let text: Buffer = Buffer.allocUnsafe(FIRST_BYTES)
  let spare: Buffer | null = null
  let [bytes, rows] = [0, 0]
  return {
    bytes: () => bytes,
    add(row: Buffer) {
      if (bytes + row.length > text.length) {
        const larger = Buffer.allocUnsafe(Math.max(text.length * 2, bytes + row.length))
        text.copy(larger, 0, 0, bytes)
        text = larger
      }
      bytes += row.copy(text, bytes)
      rows += 1
    },
    /** What was gathered; its room is not used again before it is given back. */
    take(): RawChunk {
      const chunk = { bytes: text.subarray(0, bytes), rows }
      text = spare ?? Buffer.allocUnsafe(Math.min(text.length, size + FIRST_BYTES))
      spare = null
      bytes = 0
      rows = 0
      return chunk
    },
    giveBack({ bytes: { buffer, byteOffset } }: RawChunk): void {
      spare = Buffer.from(buffer, byteOffset)
    },
  }
}
