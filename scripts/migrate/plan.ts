import { changed, type RowChange } from '../../functions/journal/repair/change.ts'
import { predict } from '../../functions/journal/drizzle/predict.ts'
import { FLAVOURS, type FlavourName, type Layout } from '../../functions/model/flavour.ts'
import type { Entry, JournalRow, Prediction, RunFailure } from '../../functions/model/prediction.ts'
import type { JournalTable } from '../../functions/model/question.ts'
import type { MigrationFile } from '../blueprint/migration-file.ts'
import { UserError } from '../errors.ts'
import type { LiveJournal } from '../journal/read.ts'
import { piecesOf, type Piece } from './pieces.ts'

/** A migration that is to run, or the way back from one, and what of the journal says so afterwards. */
export interface Planned {
  file: Pick<MigrationFile, 'tag' | 'file' | 'text'>
  pieces: Piece[]
  rows: { do: 'insert'; row: Omit<JournalRow, 'id'> } | { do: 'delete'; rows: readonly JournalRow[] }
}

/** What a run does, thought through beforehand. */
export interface Plan {
  flavour: FlavourName
  /** one: all in one transaction, with the rows · none: each statement alone, the rows after the last of them. */
  transaction: 'one' | 'none'
  journal: JournalTable
  /** In the order in which Drizzle runs them. */
  runs: Planned[]
  /** Tags that stay pending, because of --to. */
  left: string[]
  /** Why Drizzle would run nothing at all; null where it would run what is pending. */
  failure: RunFailure | null
  /** The journal that it was planned for: another one is refused when it runs. */
  live: LiveJournal
  entries: readonly Entry[]
}

export interface PlanRequest {
  flavour: FlavourName
  layout: Layout
  entries: readonly Entry[]
  files: readonly MigrationFile[]
  live: LiveJournal
  journal: JournalTable
  /** The last migration to run; absent: all that is pending. */
  to?: string | undefined
}

/** Whether a flavour gives its rows names (drizzle-orm 1.0). */
export const hasNames = (flavour: FlavourName): boolean => FLAVOURS[flavour].selects === 'names'

/**
 * Plans what Drizzle would run next, with its rows.
 * @throws UserError where --to names what is not pending, or would leave a migration that Drizzle then skips for ever
 */
export async function planOf(request: PlanRequest): Promise<Plan> {
  const { flavour, layout, entries, files, live, journal, to } = request
  const { transaction } = FLAVOURS[flavour]
  const prediction = predict({ flavour, layout, entries, rows: live.rows })
  const pending = prediction.failure === null ? prediction.order.flatMap((i) => entries[i] ?? []) : []
  const chosen = to === undefined ? pending : upTo(to, pending, entries)
  const runs: Planned[] = []
  for (const { tag, when, hash } of chosen) {
    const file = files.find((one) => one.tag === tag)
    if (file === undefined || hash === null)
      throw new UserError(
        `${tag} is to run, and ${file === undefined ? 'its folder has no date in its name' : 'its file is missing'}`,
        'npm run -s plumbline -- check',
      )
    const row = { hash, createdAt: when, name: hasNames(flavour) ? tag : null }
    runs.push({ file, pieces: await piecesOf(file, transaction), rows: { do: 'insert', row } })
  }
  const left = pending.slice(chosen.length).map(({ tag }) => tag)
  refuseSkipping(request, runs, left)
  return { flavour, transaction, journal, runs, left, failure: prediction.failure, live, entries }
}

function upTo(to: string, pending: readonly Entry[], entries: readonly Entry[]): Entry[] {
  const tag = to.replace(/\.sql$/, '')
  const last = pending.findIndex((entry) => entry.tag === tag)
  if (last !== -1) return pending.slice(0, last + 1)
  const known = entries.some((entry) => entry.tag === tag)
  throw new UserError(
    known ? `--to ${tag} is not pending` : `--to: the folder has no migration ${tag}`,
    pending.length === 0
      ? 'nothing is pending: leave --to out'
      : `pending: ${pending.map((entry) => entry.tag).join(', ')}`,
  )
}

/** In 0.x the newest row decides: what stays behind it never runs. */
function refuseSkipping(
  { flavour, layout, entries, live }: PlanRequest,
  runs: readonly Planned[],
  left: readonly string[],
): void {
  const changes = runs.flatMap(({ file, rows }): RowChange[] =>
    rows.do === 'insert' ? [{ do: 'insert', tag: file.tag, row: rows.row }] : [],
  )
  const after = predict({ flavour, layout, entries, rows: changed(live.rows, changes) })
  const lost = left.find((tag) => verdictOf(after, entries, tag) === 'skipped')
  if (lost === undefined) return
  throw new UserError(
    `${lost} would be skipped for ever: it is stamped at or before ${runs.at(-1)?.file.tag}`,
    `let it run with the others (--to ${lost}), or put the stamps right: npm run -s plumbline -- journal repair --fix-when`,
  )
}

const verdictOf = ({ verdicts }: Prediction, entries: readonly Entry[], tag: string) =>
  verdicts[entries.findIndex((entry) => entry.tag === tag)]?.verdict
