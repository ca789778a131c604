import type { PendingMigration, Prediction } from '../../model/preflight.ts'
import { keyText, rowsText, type ProbeResult } from '../../model/probe.ts'

/** What was foretold, before and after the rows had their say. */
export interface Foretold {
  pending: readonly PendingMigration[]
  predictions: readonly Prediction[]
}

/**
 * What the rows say of what hangs on them: a prediction goes where all probes of its statement hold, fails where one
 * fails, and is unknown where one could not be asked. A statement that was said to be fine, and that a probe refutes,
 * fails as well. `lineOf`: the text of a line of a migration's file.
 */
export function withAnswers(
  { pending, predictions }: Foretold,
  results: readonly ProbeResult[],
  lineOf: (tag: string, line: number) => string,
): { pending: PendingMigration[]; predictions: Prediction[] } {
  const byStatement = Map.groupBy(results, ({ probe }) => idOf(probe.tag, probe.statement))
  const foretold = new Set(predictions.map(({ migration, statement }) => idOf(migration, statement)))
  const changed = predictions.flatMap((prediction) =>
    prediction.verdict === 'data'
      ? settled(prediction, byStatement.get(idOf(prediction.migration, prediction.statement)) ?? [])
      : [prediction],
  )
  const refuted = [...byStatement.values()].flatMap((own) => {
    const fails = own.find(({ state }) => state === 'fails')
    if (fails === undefined || foretold.has(idOf(fails.probe.tag, fails.probe.statement))) return []
    return [{ ...placeOf(fails, lineOf), ...answerOf(fails) }]
  })
  const order = pending.map(({ tag }) => tag)
  const all = [...changed, ...refuted].toSorted(
    (a, b) => order.indexOf(a.migration) - order.indexOf(b.migration) || a.statement - b.statement,
  )
  return { pending: pending.map((one) => recount(one, predictions, all)), predictions: marked(all) }
}

const idOf = (tag: string, statement: number) => `${statement} ${tag}`

function settled(prediction: Prediction, own: readonly ProbeResult[]): Prediction[] {
  const worst = own.find(({ state }) => state === 'fails') ?? own.find(({ state }) => state === 'unknown')
  // What has no probe stays as the data decides.
  if (worst === undefined) return own.length === 0 ? [prediction] : []
  return [{ ...prediction, ...answerOf(worst) }]
}

function answerOf(result: ProbeResult): Pick<Prediction, 'verdict' | 'sqlstate' | 'message' | 'detail' | 'mend'> {
  const { what, sqlstate, find, mends } = result.probe
  if (result.state === 'unknown') {
    const message = `${what}: ${result.reason}`
    return {
      verdict: 'unknown',
      sqlstate: null,
      message,
      detail: null,
      mend: result.mend === null ? [] : [result.mend],
    }
  }
  const [rows, sample] = result.state === 'fails' ? [rowsText(result.rows), result.sample.map(keyText)] : ['0', []]
  return {
    verdict: 'fails',
    sqlstate,
    message: `the rows refuse it: ${rows} ${what}`,
    detail: sample.length > 0 ? `for example ${sample.join('; ')}` : null,
    mend: ['-- see them:', find, ...mends.flatMap(({ title, sql }) => [`-- ${title}:`, sql])],
  }
}

function placeOf({ probe }: ProbeResult, lineOf: (tag: string, line: number) => string) {
  const { tag, file, statement, line, column } = probe
  return {
    migration: tag,
    file,
    statement,
    line,
    column,
    hint: null,
    excerpt: lineOf(tag, line),
    asIfMended: false,
    cause: null,
  }
}

/** All but the first that fails are told as if those before had been mended. */
function marked(predictions: readonly Prediction[]): Prediction[] {
  const first = predictions.findIndex(({ verdict }) => verdict === 'fails')
  return predictions.map((one, i) => ({ ...one, asIfMended: first !== -1 && i > first }))
}

function recount(one: PendingMigration, before: readonly Prediction[], after: readonly Prediction[]): PendingMigration {
  const counted = (all: readonly Prediction[], verdict: Prediction['verdict']) =>
    all.filter((own) => own.migration === one.tag && own.verdict === verdict).length
  const verdicts = { ...one.verdicts }
  let moved = 0
  for (const verdict of ['fails', 'unknown', 'data', 'hidden'] as const) {
    const change = counted(after, verdict) - counted(before, verdict)
    verdicts[verdict] = (verdicts[verdict] ?? 0) + change
    moved += change
  }
  return { ...one, verdicts: { ...verdicts, ok: (verdicts.ok ?? 0) - moved } }
}
