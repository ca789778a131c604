import type { FlavourName, Layout } from '../model/flavour.ts'
import type { JournalRows } from '../model/journal.ts'
import type { JournalView } from '../model/journal-view.ts'
import type { Entry } from '../model/prediction.ts'
import { predict } from './drizzle/predict.ts'

export interface ViewInput extends Pick<JournalView, 'target' | 'environment' | 'table' | 'at'> {
  flavour: FlavourName
  layout: Layout
  entries: readonly Entry[]
  rows: JournalRows
}

/** The journal table beside the folder, with what Drizzle will do with each entry. */
export function journalView({ entries, rows, layout, flavour, ...about }: ViewInput): JournalView {
  const { verdicts, matching, newest, failure } = predict({ flavour, layout, entries, rows })
  return {
    ...about,
    flavour,
    layout,
    state: rows.state,
    unknown: null,
    rows: rows.state === 'read' ? rows.rows.length : 0,
    newest,
    failure,
    entries: entries.flatMap(({ tag, when, hash }, i) => {
      const spare = matching.spare.flatMap(({ row, index }) => (index === i ? [row] : []))
      const verdict = verdicts[i]
      return verdict ? [{ tag, when: Number.isNaN(when) ? null : when, hash, ...verdict, spare }] : []
    }),
    strays: matching.unknown,
  }
}
