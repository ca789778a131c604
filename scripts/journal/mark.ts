import { predict } from '../../functions/journal/drizzle/predict.ts'
import { markApplied, markUnapplied } from '../../functions/journal/repair/mark.ts'
import { FLAVOURS } from '../../functions/model/flavour.ts'
import type { Entry } from '../../functions/model/prediction.ts'
import { folderOf, liveJournal, tagsOf } from '../commands/support/journal.ts'
import { UserError } from '../errors.ts'
import { planRows, columnsFor } from './repair-rows.ts'
import { settle, type RepairArgs } from './settle.ts'

/** Records migrations as applied, or takes their rows away. Answers the exit code. */
export async function mark(args: RepairArgs): Promise<number> {
  const { folder, entries, detected } = await folderOf(args)
  const { flavour } = detected
  const isApplied = args.applied !== undefined
  const tags = isApplied
    ? tagsOf('--applied', args.applied ?? '', entries)
    : tagsOf('--unapplied', args.unapplied ?? '', entries)
  refuseUnwritable(entries, tags)
  refuseOtherLayout(FLAVOURS[flavour].reads.includes(folder.layout), flavour)
  const live = await liveJournal(args)
  const prediction = predict({ flavour, layout: folder.layout, entries, rows: live.rows })
  const named = (live.columns ?? columnsFor(flavour)).includes('name') && folder.layout === 'folders'
  const changes = isApplied ? markApplied(entries, prediction, tags, named) : markUnapplied(entries, prediction, tags)
  const repair = await planRows({
    what: `${isApplied ? 'applied' : 'not applied'}: ${tags.join(', ')}`,
    live,
    flavour,
    layout: folder.layout,
    entries,
    entriesAfter: entries,
    changes,
    wanted: { tags, verdict: isApplied ? 'applied' : 'applies' },
  })
  return settle(args, repair, null)
}

function refuseUnwritable(entries: readonly Entry[], tags: readonly string[]): void {
  const bad = entries.find(
    ({ tag, hash, when }) => tags.includes(tag) && (hash === null || !Number.isSafeInteger(when)),
  )
  if (bad === undefined) return
  const [why, mend] =
    bad.hash === null
      ? [`${bad.tag} has no file: its hash is not known`, `git log --all --oneline --diff-filter=D -- '*${bad.tag}*'`]
      : [
          `${bad.tag} is stamped ${bad.when}, which created_at cannot hold`,
          'give it a stamp in ms in meta/_journal.json',
        ]
  throw new UserError(why, mend)
}

function refuseOtherLayout(isRead: boolean, flavour: string): void {
  if (isRead) return
  throw new UserError(
    `Drizzle ${flavour} does not read a folder of this layout`,
    'give the flavour that it is for (--flavour), or run npx drizzle-kit up',
  )
}
