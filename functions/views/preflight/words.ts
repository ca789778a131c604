import type { Cause, PendingMigration, Prediction, Preflight } from '../../model/preflight.ts'
import { count, subject } from '../words/text.ts'

/** What put the thing there that is in the way. */
export function causeText(cause: Cause): string {
  if (cause.by === 'pending') return `${cause.migration} makes it, in its statement ${cause.statement}`
  const what = `${subject(cause.fact)} (${cause.fact})`
  if (cause.from === 'drift') return `drift put it there: no applied migration makes the ${what}`
  if (cause.from === 'unknown') return `it is on the target: ${what}; no blueprint was published that says who made it`
  return `${cause.from.migration} made the ${what}`
}

/** A heading for a prediction of each verdict. */
export const HEADINGS = {
  fails: 'Will fail',
  unknown: 'Cannot be foretold',
  data: 'Depends on the data',
  hidden: 'Will do nothing',
} as const satisfies Record<Prediction['verdict'], string>

/** `2 fail, 1 unknown, 11 ok` */
export function tallyText({ verdicts }: Pick<PendingMigration, 'verdicts'>): string {
  const words = {
    fails: 'will fail',
    unknown: 'unknown',
    data: 'as the data decides',
    hidden: 'without effect',
    ok: 'fine',
  }
  return (['fails', 'unknown', 'data', 'hidden', 'ok'] as const)
    .flatMap((verdict) => ((verdicts[verdict] ?? 0) > 0 ? [`${verdicts[verdict]} ${words[verdict]}`] : []))
    .join(', ')
}

/** One sentence on the whole. */
export function summaryText({
  verdict,
  pending,
  predictions,
}: Pick<Preflight, 'verdict' | 'pending' | 'predictions'>): string {
  if (pending.length === 0 && predictions.length === 0) return 'nothing is pending'
  const all = `${count(pending.length, 'migration is', 'migrations are')} pending`
  const first = predictions.find((prediction) => prediction.verdict === 'fails')
  if (verdict === 'stop' && first)
    return `${all}; Drizzle will stop in ${first.file}, line ${first.line}, and roll back all of it`
  return verdict === 'go'
    ? `${all}; nothing stands in the way`
    : `${all}; whether they succeed cannot be said of every statement`
}

/** All that is to be said of a prediction but its place, line by line. */
export function linesOf({ verdict, sqlstate, message, detail, hint, cause, asIfMended }: Prediction): string[] {
  return [
    verdict === 'fails' ? `${sqlstate ?? 'ERROR'}: ${message}` : `${HEADINGS[verdict]}: ${message}`,
    ...(detail === null ? [] : detail.split('\n').map((line) => `DETAIL: ${line}`)),
    ...(hint === null ? [] : [`HINT: ${hint}`]),
    ...(cause === null ? [] : [causeText(cause)]),
    ...(asIfMended ? ['told as if what fails before it had been mended'] : []),
  ]
}

/** A stable name for a prediction. */
export const keyOf = ({ migration, statement, verdict, sqlstate }: Prediction): string =>
  `preflight:${migration}:${statement}:${sqlstate ?? verdict}`
