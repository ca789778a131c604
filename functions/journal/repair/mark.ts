import type { Entry, JournalRow, Prediction } from '../../model/prediction.ts'
import type { RowChange } from './change.ts'

/** An entry's name, stamp and hash as the table will hold them; names only where it has a column for them. */
const rowFor = ({ tag, when, hash }: Entry, named: boolean): Omit<JournalRow, 'id'> => ({
  hash: hash ?? '',
  createdAt: when,
  name: named ? tag : null,
})

/**
 * The changes that make Drizzle take entries for applied: a row where there is none; the entry's own stamp or name in
 * the row that Drizzle does not recognise.
 * @param named whether the table has, or will have, the column `name`
 */
export const markApplied = (
  entries: readonly Entry[],
  { verdicts, order }: Prediction,
  tags: readonly string[],
  named: boolean,
): RowChange[] =>
  entries.flatMap((entry, i): RowChange[] => {
    if (!tags.includes(entry.tag) || entries.findIndex(({ tag }) => tag === entry.tag) !== i) return []
    const row = verdicts[i]?.row ?? null
    if (row === null) return [{ do: 'insert', tag: entry.tag, row: rowFor(entry, named) }]
    if (!order.includes(i)) return []
    return [{ do: 'update', tag: entry.tag, row, to: { createdAt: entry.when, name: named ? entry.tag : row.name } }]
  })

/** The changes that take away whatever row entries have. */
export const markUnapplied = (
  entries: readonly Entry[],
  { matching }: Prediction,
  tags: readonly string[],
): RowChange[] =>
  entries.flatMap((entry, i): RowChange[] => {
    if (!tags.includes(entry.tag)) return []
    const own = matching.rows[i] ?? null
    const spare = matching.spare.flatMap(({ row, index }) => (index === i ? [row] : []))
    return [...(own ? [own] : []), ...spare].map((row) => ({ do: 'delete', tag: entry.tag, row }))
  })
