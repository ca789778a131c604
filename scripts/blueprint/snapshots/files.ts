import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { SnapshotFault } from '../../../functions/model/snapshot.ts'

/** A snapshot as it stands in the folder. */
export interface SnapshotFile {
  /** Path inside the folder, for messages. */
  file: string
  /** Migrations that it is the snapshot of: more than one where two have one number. */
  tags: string[]
  text: string
}

/** A snapshot that could be read. */
export interface Snapshot extends Omit<SnapshotFile, 'text'> {
  id: string
  /** One in the 0.x layout; in 1.0 one for each branch that it merges. */
  parents: string[]
  version: string
  /** The whole of it. */
  json: Record<string, unknown>
}

/** The id that the first snapshot follows. */
export const ORIGIN = '00000000-0000-0000-0000-000000000000'

/** Formats that some drizzle-kit writes for PostgreSQL; 8 is that of 1.0. */
const VERSIONS = ['5', '6', '7', '8']

/** What a snapshot of any format has; what else it holds is drizzle-kit's. */
const Header = z
  .looseObject({
    id: z.string(),
    version: z.string(),
    prevId: z.string().optional(),
    prevIds: z.array(z.string()).optional(),
  })
  .refine(({ prevId, prevIds }) => prevId !== undefined || prevIds !== undefined, 'neither prevId nor prevIds is there')

/**
 * The snapshots of a 0.x folder in the order in which drizzle-kit reads them: every file of meta/ but those that begin
 * with `_`. The snapshot of a migration is named after all that its tag has before the first `_`.
 */
export async function journalSnapshots(dir: string, tags: readonly string[]): Promise<SnapshotFile[]> {
  const names = (await readdir(join(dir, 'meta'))).filter((name) => name.endsWith('.json') && !name.startsWith('_'))
  return Promise.all(
    names.toSorted().map(async (name) => ({
      file: `meta/${name}`,
      tags: tags.filter((tag) => `${tag.split('_')[0]}_snapshot.json` === name),
      text: await readFile(join(dir, 'meta', name), 'utf8'),
    })),
  )
}

/** The snapshots of a 1.0 folder: one beside each migration. */
export async function folderSnapshots(dir: string, tags: readonly string[]): Promise<SnapshotFile[]> {
  const texts = await Promise.all(
    tags.map((tag) => readFile(join(dir, tag, 'snapshot.json'), 'utf8').catch(() => null)),
  )
  return tags.flatMap((tag, i) => {
    const text = texts[i] ?? null
    return text === null ? [] : [{ file: `${tag}/snapshot.json`, tags: [tag], text }]
  })
}

/** Reads a snapshot, or says why drizzle-kit would not. */
export function parseSnapshot({ file, tags, text }: SnapshotFile): Snapshot | SnapshotFault {
  const unreadable = (reason: string): SnapshotFault => ({ kind: 'unreadable', file, reason })
  const json = jsonOf(text)
  if (json instanceof Error) return unreadable(`it is not JSON: ${json.message}`)
  const header = Header.safeParse(json)
  if (!header.success) {
    const [issue] = header.error.issues
    return unreadable(`it is not a snapshot: ${issue?.path.join('.') || 'the top'}: ${issue?.message}`)
  }
  const { id, version, prevId, prevIds } = header.data
  if (!VERSIONS.includes(version)) return unreadable(`its version ${version} is none of ${VERSIONS.join(', ')}`)
  const parents = prevIds ?? (prevId === undefined ? [] : [prevId])
  return { file, tags, id, version, parents, json: header.data }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
