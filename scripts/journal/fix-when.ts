import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { predict } from '../../functions/journal/drizzle/predict.ts'
import { planWhen, type Restamp } from '../../functions/journal/repair/when.ts'
import { stamp } from '../../functions/views/words/text.ts'
import { folderOf, liveJournal } from '../commands/support/journal.ts'
import { UserError } from '../errors.ts'
import { jsonLike, prepareFile } from './files.ts'
import { planRows } from './repair-rows.ts'
import { settle, type FileChange, type RepairArgs } from './settle.ts'

const Journal = z.looseObject({ entries: z.array(z.looseObject({ when: z.number(), tag: z.string() })) })

/** Puts stamps right, in the file and in the rows. Answers the exit code. */
export async function fixWhen(args: RepairArgs): Promise<number> {
  const { dir, folder, entries, detected } = await folderOf(args)
  const { flavour } = detected
  if (folder.layout !== 'journal')
    throw new UserError(
      'folders of Drizzle 1.0 have their stamps in their names: there is no "when"',
      'rename the folder',
    )
  const live = await liveJournal(args)
  const prediction = predict({ flavour, layout: 'journal', entries, rows: live.rows })
  const { stamps, changes, blocking } = planWhen(entries, live.rows, prediction, Date.now())
  const [first] = blocking
  if (first)
    throw new UserError(
      `row ${first.id ?? '?'} (hash ${first.hash.slice(0, 12)}…) has no stamp or one in the future, and no migration of its own`,
      `once you know what it is: delete from ${live.table} where id = ${first.id} and hash = '${first.hash}';`,
    )
  const entriesAfter = entries.map((entry, i) => ({
    ...entry,
    when: stamps.find(({ at }) => at === i)?.to ?? entry.when,
  }))
  const wanted = prediction.verdicts.flatMap(({ row }, i) => (row === null ? (entries[i]?.tag ?? []) : []))
  const repair = await planRows({
    what: 'stamps',
    live,
    flavour,
    layout: 'journal',
    entries,
    entriesAfter,
    changes,
    wanted: { tags: wanted, verdict: 'applies' },
  })
  return settle(args, repair, stamps.length === 0 ? null : journalChange(join(dir, 'meta/_journal.json'), stamps))
}

function journalChange(path: string, stamps: readonly Restamp[]): FileChange {
  return {
    path,
    lines: [
      ...stamps.map(({ tag, from, to }) => `${tag}: "when": ${from} → ${to} (${stamp(to)})`),
      'wherever else one of these is applied, run the same repair before the next migrate',
    ],
    prepare: async () => {
      const text = await readFile(path, 'utf8')
      const journal = Journal.parse(JSON.parse(text))
      for (const { at, tag, from, to } of stamps) {
        const entry = journal.entries[at]
        if (entry?.tag !== tag || entry.when !== from)
          throw new UserError(`${path} has changed meanwhile`, 'plan the repair again')
        entry.when = to
      }
      return prepareFile(path, jsonLike(text, journal))
    },
  }
}
