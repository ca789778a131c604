import type { JournalRows } from '../../model/journal.ts'
import type { Entry, JournalRow, Prediction, VerdictName } from '../../model/prediction.ts'

/** One change of the journal table. A row is found by its id and hash. */
export type RowChange =
  | { do: 'insert'; tag: string; row: Omit<JournalRow, 'id'> }
  | { do: 'delete'; tag: string; row: JournalRow }
  | { do: 'update'; tag: string; row: JournalRow; to: Pick<JournalRow, 'createdAt' | 'name'> }

/** The rows after some changes; new ones have no id yet. */
export function changed(rows: JournalRows, changes: readonly RowChange[]): JournalRows {
  const before = rows.state === 'read' ? rows.rows : []
  const kept = before.flatMap((row) => {
    const own = changes.find((change) => change.do !== 'insert' && isSame(change.row, row))
    if (own === undefined) return [row]
    return own.do === 'update' ? [{ ...row, ...own.to }] : []
  })
  const made = changes.flatMap((change) => (change.do === 'insert' ? [{ id: null, ...change.row }] : []))
  if (rows.state === 'absent')
    return made.length === 0 ? rows : { state: 'read', named: made.some(hasName), rows: made }
  return { ...rows, rows: [...kept, ...made] }
}

/** A row that the upgrade to 1.0 would name is still the same row. */
const isSame = (a: JournalRow, b: JournalRow) => a.id === b.id && a.hash === b.hash
const hasName = ({ name }: JournalRow) => name !== null

/** What a repair does to an entry that nobody asked for, or fails to do to one that somebody did. */
export interface Harm {
  tag: string
  from: VerdictName
  to: VerdictName
}

const WORSE: readonly VerdictName[] = ['skipped', 'again', 'fails']

/** The entries that a repair leaves worse: the wanted ones that do not get the verdict, the others that lose theirs. */
export function harms(
  entries: readonly Entry[],
  before: Prediction,
  after: Prediction,
  wanted: { tags: readonly string[]; verdict: VerdictName },
): Harm[] {
  return entries.flatMap(({ tag }, i) => {
    const [from, to] = [before.verdicts[i]?.verdict, after.verdicts[i]?.verdict]
    if (from === undefined || to === undefined) return []
    const isHarm = wanted.tags.includes(tag) ? to !== wanted.verdict : from !== to && WORSE.includes(to)
    return isHarm ? [{ tag, from, to }] : []
  })
}
