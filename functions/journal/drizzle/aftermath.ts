import { FLAVOURS } from '../../model/flavour.ts'
import type { Entry, Prediction } from '../../model/prediction.ts'

/** What a run leaves in the database; indexes of entries, in the order of the run. */
export interface Aftermath {
  /** The entry at which the run fails; null where it ends well, or stops before the first. */
  failing: number | null
  /** Entries of which every statement ran and stays. */
  ran: number[]
  /** Entries whose journal row was written and stays. */
  recorded: number[]
  /** The entry of which only the statements before the failing one stay. */
  partly: number | null
}

/** The largest number that a bigint holds, as far as a number can tell: 2^63. */
const BEYOND = 2 ** 63

/** Whether the table's bigint takes a stamp: Drizzle hands it over as text, and PostgreSQL refuses NaN and fractions. */
export const isStamp = (when: number): boolean => Number.isInteger(when) && Math.abs(when) < BEYOND

/** What stays of a run that goes as predicted, given which statements are known to fail. */
export function aftermath(
  { flavour, failure, order }: Pick<Prediction, 'flavour' | 'failure' | 'order'>,
  entries: readonly Entry[],
): Aftermath {
  if (failure !== null) return { failing: null, ran: [], recorded: [], partly: null }
  const run = order.flatMap((index) => ({ index, entry: entries[index] })).filter(isThere)
  return FLAVOURS[flavour].transaction === 'one' ? ofOneTransaction(run) : ofNone(run)
}

interface Step {
  index: number
  entry: Entry
}
const isThere = (step: { index: number; entry: Entry | undefined }): step is Step => step.entry !== undefined

const breaks = ({ entry }: Step) => typeof entry.fails === 'string'
const refused = ({ entry }: Step) => !isStamp(entry.when)
const indexes = (steps: readonly Step[]) => steps.map(({ index }) => index)

/** Each migration with its row; a failure undoes all, unless a COMMIT in a file ended the transaction. */
function ofOneTransaction(run: readonly Step[]): Aftermath {
  const at = run.findIndex((step) => breaks(step) || refused(step))
  const failing = run[at]
  if (failing === undefined) return { failing: null, ran: indexes(run), recorded: indexes(run), partly: null }
  const committed = run.slice(0, at + 1).some(({ entry }) => entry.commits)
  if (!committed) return { failing: failing.index, ran: [], recorded: [], partly: null }
  const before = indexes(run.slice(0, at))
  const ran = breaks(failing) ? before : [...before, failing.index]
  return { failing: failing.index, ran, recorded: before, partly: breaks(failing) ? failing.index : null }
}

/** All migrations, statement by statement; then all rows, one by one. */
function ofNone(run: readonly Step[]): Aftermath {
  const at = run.findIndex(breaks)
  const failing = run[at]
  if (failing) return { failing: failing.index, ran: indexes(run.slice(0, at)), recorded: [], partly: failing.index }
  const bad = run.findIndex(refused)
  const recorded = bad === -1 ? run : run.slice(0, bad)
  return { failing: run[bad]?.index ?? null, ran: indexes(run), recorded: indexes(recorded), partly: null }
}
