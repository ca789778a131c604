import { hash } from 'node:crypto'

/** 32-bit words of a SHA-256. */
const WORDS = 8

/** A digest of a table's rows that does not depend on their order, which no restore keeps. */
export interface RowDigest {
  add(row: Uint8Array): void
  /** 64 hex digits. */
  hex(): string
}

/**
 * The sum, word by word modulo 2³², of the SHA-256 of each row in the text format of COPY: two tables with the same rows have
 * the same, one with a row more, less or other has another one. It is a guard against faults, not against a forger.
 */
export function rowDigest(): RowDigest {
  const sums = new Uint32Array(WORDS)
  return {
    add(row) {
      const digest = hash('sha256', row, 'buffer')
      for (let word = 0; word < WORDS; word += 1) sums[word] = (sums[word] ?? 0) + digest.readUInt32BE(word * 4)
    },
    hex: () => [...sums].map((sum) => sum.toString(16).padStart(8, '0')).join(''),
  }
}
