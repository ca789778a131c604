import type { RunStatus } from '../../model/run.ts'
import type { JournalEntryView, JournalView } from '../../model/journal-view.ts'
import type { VerdictName } from '../../model/prediction.ts'
import { count, list, stamp } from '../words/text.ts'
import { failureText, verdictText, verdictWord } from '../words/verdict.ts'
import { type TextOptions, bodyWidth, dim, hang, shade, visible, wrap } from './lines.ts'
import { table } from './table.ts'

const shades: Readonly<Record<VerdictName, RunStatus | 'info'>> = {
  applies: 'info',
  applied: 'pass',
  skipped: 'fail',
  again: 'fail',
  fails: 'fail',
}

/** What a reader needs to be told why: all but what is as it should be. */
const isTold = ({ verdict }: JournalEntryView) => verdict !== 'applied' && verdict !== 'applies'

/** The journal table as Drizzle sees it: what will become of each entry, and the rows that belong to none. */
export function journalText(view: JournalView, options: TextOptions): string {
  const blocks = [head(view, options), ...entries(view, options), ...notes(view, options)]
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`
}

function head(view: JournalView, options: TextOptions): string[] {
  const { state, flavour, newest } = view
  const status = journalStatus(view)
  const first = [view.target, view.environment, `${view.table} as Drizzle ${flavour} sees it`].join(' · ')
  const counts = tallyOf(view)
  const there = state === 'absent' ? 'there is no such table' : count(view.rows, 'row')
  const second = [...(state === 'unknown' ? [] : [there]), ...(counts === '' ? [] : [counts])]
  const third = newest === null ? [] : [dim(`newest row: ${stamp(newest)}`, options)]
  const label = status.toUpperCase()
  const said = [first, second.join(' · ')].filter(Boolean).flatMap((line) => wrap(line, bodyWidth(options)))
  return hang(label, [...said, ...third], shade(status, label, options))
}

/** fail: an entry is skipped, runs again or fails · warn: rows that stand for no entry, or for one twice. */
export function journalStatus({ unknown, failure, entries, strays }: JournalView): RunStatus {
  if (unknown) return 'unknown'
  if (failure || entries.some(isTold)) return 'fail'
  return strays.length > 0 || entries.some(({ spare }) => spare.length > 0) ? 'warn' : 'pass'
}

/** `8 applied, 1 will run`. */
export function tallyOf({ entries }: JournalView): string {
  const by = Map.groupBy(entries, ({ verdict }) => verdict)
  return [...by].map(([verdict, all]) => `${all.length} ${verdictWord[verdict]}`).join(', ')
}

function entries(view: JournalView, options: TextOptions): string[][] {
  if (view.entries.length === 0) return []
  const columns = ['VERDICT', 'ENTRY', 'STAMPED', 'ROW', 'HASH'].map((heading) => ({
    heading,
    right: heading === 'ROW',
  }))
  const rows = view.entries.map(({ verdict, tag, when, row, hash }) => [
    { text: verdictWord[verdict], paint: (text: string) => shade(shades[verdict], text, options) },
    { text: visible(tag) },
    { text: when === null ? 'no date' : stamp(when) },
    { text: row === null ? '–' : String(row.id ?? '?') },
    {
      text: row === null || row.hash === hash ? (hash ?? 'no file').slice(0, 12) : `${row.hash.slice(0, 12)} (edited)`,
    },
  ])
  return [table(columns, rows)]
}

function notes({ entries: all, strays, failure, unknown }: JournalView, options: TextOptions): string[][] {
  const width = bodyWidth(options)
  const note = (label: string, shadeOf: RunStatus, text: string) =>
    hang(label, wrap(text, width), shade(shadeOf, label, options))
  const told = failure ? [] : all.filter(isTold)
  const spare = all.filter((entry) => entry.spare.length > 0)
  return [
    ...(unknown ? [note('unknown', 'unknown', [unknown.reason, unknown.mend].filter(Boolean).join(' → '))] : []),
    ...(failure ? [note('fails', 'fail', `The next migrate runs nothing: ${failureText(failure)}.`)] : []),
    ...told.map((entry) =>
      note(entry.verdict, shades[entry.verdict] === 'fail' ? 'fail' : 'warn', `${entry.tag}: ${verdictText(entry)}.`),
    ),
    ...spare.map(({ tag, spare }) =>
      note('twice', 'warn', `${tag} has more than one row: also ${list(spare.map(({ id }) => String(id)))}.`),
    ),
    ...strays.map((row) => {
      const at = row.createdAt === null ? 'without a stamp' : `stamped ${stamp(row.createdAt)}`
      return note(
        'no entry',
        'warn',
        `Row ${row.id ?? '?'}, ${row.name ?? `hash ${row.hash.slice(0, 12)}…`}, ${at}, belongs to no migration.`,
      )
    }),
  ]
}
