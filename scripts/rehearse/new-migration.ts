import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { MigrationFolder } from '../blueprint/migration-file.ts'
import { UserError } from '../errors.ts'

/** A migration that was written. */
export interface Written {
  tag: string
  /** Paths of the files that were made or changed. */
  files: string[]
  when: number
  hash: string
}

const Journal = z.looseObject({
  entries: z.array(z.looseObject({ idx: z.number(), when: z.number(), tag: z.string() })),
})
const Snapshot = z.looseObject({ id: z.string() })

/**
 * Writes a new migration at the end of a folder, in its layout, as `drizzle-kit generate --custom` does: the snapshot is the
 * last one with an id of its own, so that drizzle-kit's chain holds.
 * @param now ms since the epoch; the stamp is later than any in the folder
 * @throws UserError where a file is in the way
 */
export async function writeMigration(
  dir: string,
  folder: MigrationFolder,
  name: string,
  sql: string,
  now: number,
): Promise<Written> {
  const when = Math.max(now, ...folder.files.map((file) => file.when + 1000))
  const hash = createHash('sha256').update(sql).digest('hex')
  const written =
    folder.layout === 'journal' ? await inJournal(dir, name, sql, when) : await inFolder(dir, folder, name, sql, when)
  return { ...written, hash }
}

async function inJournal(dir: string, name: string, sql: string, when: number): Promise<Omit<Written, 'hash'>> {
  const path = join(dir, 'meta/_journal.json')
  const journal = Journal.parse(JSON.parse(await readFile(path, 'utf8')))
  const last = journal.entries.at(-1)
  const idx = Math.max(-1, ...journal.entries.map((entry) => entry.idx)) + 1
  const tag = `${String(idx).padStart(4, '0')}_${name}`
  const snapshot = last && (await nextSnapshot(join(dir, 'meta', `${numberOf(last.tag)}_snapshot.json`), 'prevId'))
  const made = [join(dir, `${tag}.sql`), ...(snapshot ? [join(dir, 'meta', `${numberOf(tag)}_snapshot.json`)] : [])]
  await writeNew(made[0] ?? '', sql)
  if (snapshot && made[1]) await writeNew(made[1], snapshot)
  const entry = { ...last, idx, version: last?.version ?? '7', when, tag, breakpoints: true }
  await writeFile(path, `${JSON.stringify({ ...journal, entries: [...journal.entries, entry] }, null, 2)}\n`)
  return { tag, files: [...made, path], when }
}

const numberOf = (tag: string) => /^\d+/.exec(tag)?.[0] ?? tag

async function inFolder(
  dir: string,
  { files }: MigrationFolder,
  name: string,
  sql: string,
  when: number,
): Promise<Omit<Written, 'hash'>> {
  const stamp = new Date(when).toISOString().replaceAll(/\D/g, '').slice(0, 14)
  const tag = `${stamp}_${name}`
  const last = files.at(-1)
  const snapshot = last && (await nextSnapshot(join(dir, last.tag, 'snapshot.json'), 'prevIds'))
  const made = [join(dir, tag, 'migration.sql'), ...(snapshot ? [join(dir, tag, 'snapshot.json')] : [])]
  await mkdir(dirname(made[0] ?? dir), { recursive: true })
  await writeNew(made[0] ?? '', sql)
  if (snapshot && made[1]) await writeNew(made[1], snapshot)
  return { tag, files: made, when: Math.trunc(when / 1000) * 1000 }
}

/** The last snapshot under an id of its own; null where there is none: drizzle-kit goes by the newest that there is. */
async function nextSnapshot(path: string, previous: 'prevId' | 'prevIds'): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return null
  const snapshot = Snapshot.parse(JSON.parse(text))
  const link = previous === 'prevId' ? { prevId: snapshot.id } : { prevIds: [snapshot.id] }
  return `${JSON.stringify({ ...snapshot, id: randomUUID(), ...link }, null, 2)}\n`
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' })
  } catch (error) {
    throw new UserError(
      `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      'give another --name, or take the file away',
    )
  }
}
