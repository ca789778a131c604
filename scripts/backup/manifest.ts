import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { z } from 'zod'
import type { Fact } from '../../functions/model/fact.ts'
import { UserError } from '../errors.ts'

/** Grows whenever an older plumbline could not restore what a newer one wrote. */
export const FORMAT = 1

/** The name of the file that makes a backup of what lies beside it; written last. */
export const MANIFEST = 'manifest.json'

const count = z.number().int().nonnegative()
const hex = z.string().regex(/^[\da-f]{64}$/)

/** A file of the backup. `sha256` is that of its bytes as they are stored. */
const Part = z.object({ name: z.string(), stored: count, sha256: hex })
export type Part = z.infer<typeof Part>

/** So many whole rows of a table in the text format of COPY; `bytes` before they were compressed. */
export const Chunk = Part.extend({ rows: count, bytes: count })
export type Chunk = z.infer<typeof Chunk>

export const TableName = z.object({ schema: z.string(), name: z.string() })
export type TableName = z.infer<typeof TableName>

/** The rows of one table that keeps rows of its own: a partition, not the table that it is a partition of. */
export const BackedTable = TableName.extend({
  /** In the order of the text; generated ones are not in it. None: COPY names no columns. */
  columns: z.array(z.string()),
  /** Of those columns, for a drill; only of the platform's tables, whose facts are not in the backup. */
  types: z.array(z.string()),
  /** The schema is the platform's: only its rows are taken. */
  platform: z.boolean(),
  /** What an extension says of its own table: which rows are the user's. Empty: all. */
  filter: z.string(),
  rows: count,
  bytes: count,
  /** Of the rows in any order (row-digest.ts). */
  digest: hex,
  chunks: z.array(Chunk),
})
export type BackedTable = z.infer<typeof BackedTable>

/** Where a sequence stood. */
export const SequenceValue = TableName.extend({ value: z.string(), called: z.boolean() })
export type SequenceValue = z.infer<typeof SequenceValue>

/** What a backup says of itself. */
export const Manifest = z.object({
  format: z.literal(FORMAT),
  id: z.string(),
  target: z.string(),
  takenAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  server: z.object({
    version: z.string(),
    /** server_version_num */
    number: count,
    database: z.string(),
    /** Where the write-ahead log stood; null where the role may not ask. */
    lsn: z.string().nullable(),
    /** The name that the workers shared the snapshot by. */
    snapshot: z.string(),
    supabase: z.boolean(),
  }),
  compression: z.literal('zstd'),
  /** age recipients that every part but this one is encrypted to. */
  encryptedTo: z.array(z.string()),
  /** CATALOG_VERSION of the facts. */
  catalogVersion: count,
  /** SHA-256 of the facts. */
  catalogDigest: hex,
  /** Schemas of the platform that were asked for. */
  platformSchemas: z.array(z.string()),
  catalog: Part,
  tables: z.array(BackedTable),
  sequences: z.array(SequenceValue),
  /** What is not in it, in words. */
  without: z.array(z.string()),
})
export type Manifest = z.infer<typeof Manifest>

const Sealed = z.object({ sha256: hex, manifest: z.unknown() })

export const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const digestOf = (manifest: unknown): string => sha256(canonicalize(manifest) ?? '')

const written = (sealed: { sha256: string; manifest: unknown }) => `${JSON.stringify(sealed, null, 1)}\n`

/** The text of manifest.json: the manifest, and a digest of it. */
export const manifestText = (manifest: Manifest): string => written({ sha256: digestOf(manifest), manifest })

/**
 * Reads manifest.json; any bit of it that is not as it was written is noticed.
 * @throws UserError for what is no manifest, of another format, or damaged
 */
export function parseManifest(bytes: Uint8Array, where: string): Manifest {
  const damaged = (why: string) =>
    new UserError(`${where}/${MANIFEST} is damaged: ${why}`, 'restore from another backup, or from a copy of this one')
  const sealed = Sealed.safeParse(jsonOf(bytes))
  if (!sealed.success) throw damaged('it is not what plumbline backup writes')
  const { manifest, sha256: said } = sealed.data
  const format = z.object({ format: z.number() }).safeParse(manifest)
  const isWhole = digestOf(manifest) === said && Buffer.from(written(sealed.data)).equals(bytes)
  if (!isWhole) throw damaged('its digest is another one')
  if (format.success && format.data.format !== FORMAT)
    throw new UserError(
      `${where} has format ${format.data.format}, and this plumbline reads format ${FORMAT}`,
      'restore it with the version of plumbline that made it',
    )
  const parsed = Manifest.safeParse(manifest)
  if (parsed.success) return parsed.data
  throw damaged(`${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`)
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return null
  }
}

/** Rows and bytes as stored of all that is in a backup. */
export const sizeOf = ({ tables, catalog }: Manifest): { rows: number; bytes: number } => ({
  rows: tables.reduce((sum, { rows }) => sum + rows, 0),
  bytes: tables.flatMap(({ chunks }) => chunks).reduce((sum, { stored }) => sum + stored, catalog.stored),
})

/** SHA-256 of facts, in order of their keys. */
export const catalogDigest = (facts: readonly Fact[]): string =>
  sha256(
    facts
      .map(({ key, value }) => `${key}\u001f${value}`)
      .toSorted()
      .join('\u001e'),
  )
