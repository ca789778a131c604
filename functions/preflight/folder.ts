import { z } from 'zod'
import type { SentFolder } from '../model/sent-folder.ts'

/** Why some files are no migrations folder, and what to send instead. */
export interface FolderRefusal {
  reason: string
  mend: string
}

const Journal = z.object({
  entries: z.array(z.object({ when: z.number(), tag: z.string().min(1).max(500) })).max(10_000),
})

const SEND = 'send the folder that drizzle.config.ts calls `out`: tar c drizzle | curl --data-binary @- …'

/** Paths in a folder of 0.x and of 1.0 without which it is none. */
const OF_A_FOLDER = /(?:^|\/)(?:meta\/_journal\.json|\d{14}_[^/]+\/migration\.sql)$/

/** Where among some files a migrations folder of Drizzle's stands: one of its paths; null: there is none. */
export const folderAmong = (paths: Iterable<string>): string | null =>
  [...paths].find((path) => OF_A_FOLDER.test(path)) ?? null

/**
 * The migrations among some files, by path: of drizzle-orm 0.x where there is a meta/_journal.json, else of 1.0. The
 * folder may stand anywhere; what else is there is passed over.
 */
export function folderFrom(files: ReadonlyMap<string, string>): SentFolder | FolderRefusal {
  const journals = [...files.keys()].filter((path) => /(?:^|\/)meta\/_journal\.json$/.test(path))
  const [journal, second] = journals.toSorted((a, b) => a.split('/').length - b.split('/').length)
  if (journal !== undefined && second !== undefined && depth(journal) === depth(second))
    return { reason: `there are several migrations folders: ${journals.join(', ')}`, mend: 'send one of them' }
  if (journal !== undefined) return journalFolder(files, journal)
  const folders = [...files].flatMap(([path, text]) => {
    const tag = /(?:^|\/)(\d{14}_[^/]+)\/migration\.sql$/.exec(path)?.[1]
    return tag === undefined ? [] : [{ tag, file: `${tag}/migration.sql`, when: whenOf(tag), text }]
  })
  if (folders.length === 0)
    return {
      reason:
        'there is neither meta/_journal.json (Drizzle 0.x) nor a folder like 20250101120000_name/migration.sql (1.0)',
      mend: SEND,
    }
  return { layout: 'folders', migrations: folders.toSorted((a, b) => a.tag.localeCompare(b.tag)) }
}

const depth = (path: string) => path.split('/').length

function journalFolder(files: ReadonlyMap<string, string>, path: string): SentFolder | FolderRefusal {
  const parsed = Journal.safeParse(jsonFrom(files.get(path) ?? ''))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return {
      reason: `${path} is not a Drizzle journal: ${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? ''}`,
      mend: 'restore it from version control: git checkout -- meta/_journal.json',
    }
  }
  const folder = path.replace(/meta\/_journal\.json$/, '')
  const migrations = parsed.data.entries.map(({ tag, when }) => {
    const file = `${tag}.sql`
    return { tag, file, when, text: files.get(folder + file) ?? null }
  })
  return { layout: 'journal', migrations }
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** 20250102030405_name → ms since the epoch; Drizzle reads the stamp as UTC. */
function whenOf(tag: string): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(tag) ?? []
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second)
}
