import { markUnapplied } from '../../functions/journal/repair/mark.ts'
import { changed, harms } from '../../functions/journal/repair/change.ts'
import { predict } from '../../functions/journal/drizzle/predict.ts'
import type { JournalRow } from '../../functions/model/prediction.ts'
import { verdictWord } from '../../functions/views/words/verdict.ts'
import { readCatalog } from '../catalog.ts'
import { withSpinner } from '../commands/support/progress.ts'
import { UserError } from '../errors.ts'
import { downOf, type Down } from '../rehearse/down.ts'
import { isWay } from '../rehearse/prove.ts'
import { excerptOf } from '../excerpt.ts'
import type { Piece } from './pieces.ts'
import type { Planned } from './plan.ts'
import type { Prepared } from './prepare.ts'

/** Which migrations are to be undone. */
export interface UndoWish {
  /** The migration that stays the newest. */
  to?: string | undefined
  /** How many, from the newest on. */
  steps?: string | undefined
}

/** The way back from the newest migrations, with the run that takes it. */
export interface Undo {
  down: Down
  /** Tags, the newest first. */
  tags: string[]
  prepared: Prepared
}

/**
 * Finds the way back from the last applied migrations, proven by replay.
 * @throws UserError where there are none such, no way is found, or Drizzle would not run them again afterwards
 */
export async function undoOf(prepared: Prepared, wish: UndoWish): Promise<Undo> {
  const { scene, plan } = prepared
  const { files } = scene.folder
  const applied = files.filter((_, i) => scene.standing.applied[i])
  const count = countOf(
    applied.map(({ tag }) => tag),
    wish,
  )
  const tags = applied.slice(-count).map(({ tag }) => tag)
  const rows = rowsToGo(prepared, tags)
  const down = await withSpinner('looking for a way back', () =>
    downOf({ ...scene.plan, catalog: readCatalog() }, applied, applied.length - 1, count),
  )
  if (!isWay(down.way))
    throw new UserError(
      `${tags.toReversed().join(', ')} cannot be undone: no way back was found that PostgreSQL takes to its end`,
      `npm run -s plumbline -- down --last ${count} shows how far it got; restore a backup instead`,
    )
  const runs = [planned(down, tags, rows)]
  return {
    down,
    tags: tags.toReversed(),
    prepared: { ...prepared, plan: { ...plan, runs, left: [], transaction: 'one' } },
  }
}

function countOf(applied: readonly string[], { to, steps }: UndoWish): number {
  const mend = `applied are: ${applied.slice(-4).join(', ') || 'none'}`
  if (applied.length === 0) throw new UserError('nothing is applied: there is nothing to roll back', null)
  if (to !== undefined && steps !== undefined)
    throw new UserError('--to and --steps were both given', 'give one of them')
  if (to !== undefined) {
    const at = applied.indexOf(to)
    if (at === applied.length - 1)
      throw new UserError(`${to} is the newest already: there is nothing to roll back`, mend)
    if (at !== -1) return applied.length - 1 - at
    throw new UserError(`--to ${to} is not applied`, mend)
  }
  const count = Number(steps ?? 1)
  if (Number.isInteger(count) && count > 0 && count <= applied.length) return count
  throw new UserError(`--steps ${steps} is not a number from 1 to ${applied.length}`, mend)
}

/** The rows of the migrations; without them, Drizzle must run those again and leave all others as they are. */
function rowsToGo({ folder, plan }: Prepared, tags: readonly string[]): JournalRow[] {
  const { flavour, live, entries } = plan
  const { layout } = folder.folder
  const before = predict({ flavour, layout, entries, rows: live.rows })
  const changes = markUnapplied(entries, before, tags)
  const after = predict({ flavour, layout, entries, rows: changed(live.rows, changes) })
  const [harm] = harms(entries, before, after, { tags, verdict: 'applies' })
  if (harm)
    throw new UserError(
      `without ${tags.join(', ')} in the journal, ${harm.tag} would be ${verdictWord[harm.to]}`,
      'put the journal right first: npm run -s plumbline -- journal show',
    )
  return changes.flatMap((change) => (change.do === 'delete' ? [change.row] : []))
}

/** The steps as one migration of its own, whose text is what runs. */
function planned({ way }: Down, tags: readonly string[], rows: readonly JournalRow[]): Planned {
  const tag = `rollback of ${tags.toReversed().join(', ')}`
  let [text, line] = ['', 1]
  const pieces = way.steps.map(({ sql }, i): Piece => {
    const start = text.length
    const piece = { sql, start, statements: [{ number: i + 1, line, start }], excerpt: excerptOf(sql, 100), ends: null }
    text += `${sql}\n`
    line += sql.split('\n').length
    return piece
  })
  return { file: { tag, file: tag, text }, pieces, rows: { do: 'delete', rows } }
}

/** What is gone for good with a way back, in lines for people. */
export const lossesOf = ({ way, lost, data }: Down): { destructive: string[]; undone: string[] } => ({
  destructive: way.steps.flatMap(({ destructive, sql }) =>
    destructive === null ? [] : [`${destructive}: ${excerptOf(sql, 100)}`],
  ),
  undone: [
    ...lost.map((key) => `cannot be undone: ${key} is made again, but what it held is gone`),
    ...data.map((what) => `not undone: rows that ${what}`),
  ],
})
