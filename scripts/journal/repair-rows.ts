import { changed, harms, type Harm, type RowChange } from '../../functions/journal/repair/change.ts'
import { digestOf, repairSql } from '../../functions/journal/repair/sql.ts'
import { predict } from '../../functions/journal/drizzle/predict.ts'
import type { FlavourName, Layout } from '../../functions/model/flavour.ts'
import type { JournalRows } from '../../functions/model/journal.ts'
import type { Entry, Prediction, VerdictName } from '../../functions/model/prediction.ts'
import type { Live } from '../commands/support/journal.ts'

/** A change of the journal table, thought through: what it does to each entry, and the script that makes it. */
export interface RowRepair {
  live: Live
  changes: readonly RowChange[]
  entries: readonly Entry[]
  before: Prediction
  after: Prediction
  harms: Harm[]
  script: string
  /** Stands for the rows that it was planned for. */
  digest: string
  /** Stands for the rows that it will leave, whatever their ids. */
  planned: string
  columns: readonly string[]
}

export interface RowWish {
  what: string
  live: Live
  flavour: FlavourName
  layout: Layout
  /** As they stand, and as they will once the files are put right. */
  entries: readonly Entry[]
  entriesAfter: readonly Entry[]
  changes: readonly RowChange[]
  wanted: { tags: readonly string[]; verdict: VerdictName }
}

/** Plans the repair of rows; touches nothing. */
export async function planRows(wish: RowWish): Promise<RowRepair> {
  const { live, flavour, layout, entries, entriesAfter, changes, wanted, what } = wish
  const rows = changed(live.rows, changes)
  const before = predict({ flavour, layout, entries, rows: live.rows })
  const after = predict({ flavour, layout, entries: entriesAfter, rows })
  const columns = live.columns ?? columnsFor(flavour)
  const { identity, journal: table } = live
  const script = await repairSql({ what, identity, table, columns, before: live.rows, changes, after: rows })
  return {
    live,
    changes,
    entries: entriesAfter,
    before,
    after,
    harms: harms(entriesAfter, before, after, wanted),
    script,
    digest: (await digestOf(found(live.rows), columns, true)).slice(0, 12),
    planned: await digestOf(found(rows), columns, false),
    columns,
  }
}

const found = (rows: JournalRows) => (rows.state === 'read' ? rows.rows : [])

/** The columns of the table that a flavour makes. */
export const columnsFor = (flavour: FlavourName): string[] => [
  'id',
  'hash',
  'created_at',
  ...(flavour === '1.0' || flavour === '1.0-neon-http' ? ['name', 'applied_at'] : []),
]

/** Whether the rows that were read back are those that were planned. */
export const isAsPlanned = async ({ planned, columns }: RowRepair, rows: JournalRows): Promise<boolean> =>
  (await digestOf(found(rows), columns, false)) === planned
