import { FLAVOURS, type FlavourName, type Layout } from '../../model/flavour.ts'
import type { JournalRows } from '../../model/journal.ts'
import type { Entry, JournalRow, Prediction, Reason, RunFailure, Verdict } from '../../model/prediction.ts'
import { matchRows } from '../match.ts'
import { aftermath, type Aftermath } from './aftermath.ts'
import { runFailure } from './failure.ts'
import { choosing, newestStamp, type Choice } from './select.ts'
import { upgrade, upgradeOrder } from './upgrade.ts'

export interface PredictionInput {
  flavour: FlavourName
  layout: Layout
  /** In the order in which the folder has them. */
  entries: readonly Entry[]
  rows: JournalRows
}

/**
 * Says what Drizzle does at the next migrate: for every entry one verdict, and why.
 * A verdict weighs two things: whose row is whose (as Plumbline matches them, by hash, time and name), and what the
 * migrator selects, by its own rule. test/postgres/drizzle-model.test.ts holds it to the real migrators.
 */
export function predict({ flavour, layout, entries, rows }: PredictionInput): Prediction {
  const rule = FLAVOURS[flavour]
  const found = rows.state === 'read' ? rows.rows : []
  const isOld = rule.selects === 'names' && rows.state === 'read' && !rows.named
  const run = entries.map((entry, index) => ({ entry, index }))
  if (isOld) run.sort((a, b) => upgradeOrder(a.entry, b.entry))
  const upgraded = isOld
    ? upgrade(
        run.map(({ entry }) => entry),
        found,
      )
    : { rows: found, unmatched: [] }
  const matching = matchRows(rule.selects === 'names' ? 'name' : 'hash', entries, upgraded.rows)
  const failure = runFailure(rule, layout, entries, rows, upgraded.unmatched)
  const choose = choosing(rule.selects, upgraded.rows)
  const choices = entries.map((entry, i) => (isUnread(failure) ? unread(failure, matching.rows[i]) : choose(entry)))
  const order = run.flatMap(({ index }) => (choices[index]?.selected ? [index] : []))
  const newest = rule.selects === 'newest' ? newestStamp(found) : null
  const after = aftermath({ flavour, failure, order }, entries)
  const verdicts = choices.map((choice, i) =>
    verdictOf({ ...choice, row: matching.rows[i] ?? null, failure, left: leftOf(entries, order, after, i) }),
  )
  return { flavour, failure, newest, verdicts, order, matching }
}

type Unread = Extract<RunFailure, { failure: 'no-journal' | 'old-folder' }>
const isUnread = (failure: RunFailure | null): failure is Unread =>
  failure?.failure === 'no-journal' || failure?.failure === 'old-folder'

/** A folder that the migrator does not read: nothing is selected by any rule; what has no row would have to run. */
const unread = (failure: Unread, row: JournalRow | null | undefined): Choice => ({
  selected: !row,
  reason: { because: 'run-fails', failure },
})

/** Why a selected entry does not end as it should; null where it does. */
function leftOf(entries: readonly Entry[], order: readonly number[], after: Aftermath, index: number): Reason | null {
  const { failing, ran, recorded } = after
  if (failing === null || recorded.includes(index)) return null
  const { fails } = entries[index] ?? {}
  if (index === failing)
    return typeof fails === 'string' ? { because: 'statements', reason: fails } : { because: 'bad-stamp' }
  const leaves = ran.includes(index)
    ? 'unrecorded'
    : order.indexOf(index) < order.indexOf(failing)
      ? 'undone'
      : 'unreached'
  return { because: 'other-fails', tag: entries[failing]?.tag ?? '', leaves }
}

interface Weighed extends Choice {
  row: JournalRow | null
  failure: RunFailure | null
  left: Reason | null
}

function verdictOf({ selected, reason, row, failure, left }: Weighed): Verdict {
  if (!selected) return { verdict: row ? 'applied' : 'skipped', reason, row }
  if (failure) return { verdict: 'fails', reason: { because: 'run-fails', failure }, row }
  if (left) return { verdict: 'fails', reason: left, row }
  return { verdict: row ? 'again' : 'applies', reason, row }
}
