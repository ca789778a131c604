import { z } from 'zod'
import type { FolderFault } from '../../functions/model/blueprint.ts'
import { UserError } from '../errors.ts'
import { readMigrationFile, type MigrationFolder } from './migration-file.ts'
import { journalSnapshots } from './snapshots/files.ts'

const Journal = z.object({
  dialect: z.string().optional(),
  entries: z.array(z.object({ idx: z.number().int(), when: z.number(), tag: z.string().min(1) })),
})
type Entry = z.infer<typeof Journal>['entries'][number]

/** The layout of drizzle-orm 0.x: meta/_journal.json names the files `<tag>.sql`, in the order of its entries. */
export async function journalLayout(dir: string, names: readonly string[], json: string): Promise<MigrationFolder> {
  const { entries } = parseJournal(`${dir}/meta/_journal.json`, json)
  const files = await Promise.all(entries.map(({ tag, when }) => readMigrationFile(dir, tag, `${tag}.sql`, when)))
  const faults = [...fileFaults(names, entries), ...entryFaults(entries)]
  const snapshots = await journalSnapshots(
    dir,
    entries.map(({ tag }) => tag),
  )
  return { layout: 'journal', files, faults, snapshots, dir }
}

function parseJournal(path: string, json: string): z.infer<typeof Journal> {
  const mend = 'restore it from version control: git checkout -- meta/_journal.json'
  let data: unknown
  try {
    data = JSON.parse(json)
  } catch (error) {
    throw new UserError(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`, mend)
  }
  const journal = Journal.safeParse(data)
  if (!journal.success) {
    const issue = journal.error.issues[0]
    throw new UserError(`${path} is not a Drizzle journal: ${issue?.path.join('.')}: ${issue?.message}`, mend)
  }
  const { dialect } = journal.data
  if (dialect !== undefined && dialect !== 'postgresql' && dialect !== 'pg') {
    throw new UserError(
      `${path} is a journal for ${dialect}, not for PostgreSQL`,
      'give the folder of the PostgreSQL config',
    )
  }
  return journal.data
}

function fileFaults(names: readonly string[], entries: readonly Entry[]): FolderFault[] {
  const named = new Set(entries.map(({ tag }) => `${tag}.sql`))
  const sql = names.filter((name) => name.endsWith('.sql'))
  const numbered = Map.groupBy([...new Set([...sql, ...named])].toSorted(), (name) => /^(\d+)_/.exec(name)?.[1])
  return [
    ...sql.filter((name) => !named.has(name)).map((file) => ({ kind: 'orphan-file' as const, file })),
    ...[...numbered].flatMap(([number, files]) =>
      number !== undefined && files.length > 1 ? [{ kind: 'same-number' as const, number, files }] : [],
    ),
  ]
}

function entryFaults(entries: readonly Entry[]): FolderFault[] {
  return entries.flatMap(({ tag, idx }, i): FolderFault[] => {
    const before = entries.slice(0, i)
    if (before.some((entry) => entry.tag === tag || entry.idx === idx)) return [{ kind: 'duplicate-entry', tag, idx }]
    const expected = (before.at(-1)?.idx ?? -1) + 1
    return idx === expected ? [] : [{ kind: 'idx-gap', tag, idx, expected }]
  })
}
