import type { ProvenWay } from '../../rehearse/prove.ts'
import { remark } from '../../rehearse/sql-text.ts'
import { print } from './terminal.ts'

/** Why no way was found: no SQL is printed that was not proven. */
export function notFoundText({ refused, unlike, lost }: ProvenWay): string {
  const keys = new Set([...unlike.missing, ...unlike.extra].map(({ key }) => key))
  return remark(
    [
      'No way was found that PostgreSQL takes to its end.',
      ...refused.map(({ step, error }) => `refused, ${error.sqlstate}: ${error.message}: ${step.sql}`),
      ...(keys.size > 0 ? [`not as wanted: ${[...keys].join(', ')}`] : []),
      ...(lost.length > 0 ? [`rows of ${lost.join(', ')} did not come through`] : []),
    ].join('\n'),
  )
}

/** Tells on standard error what nothing is known of. */
export function tellUnknowns(unknowns: readonly { subject: string; reason: string }[]): void {
  for (const { subject, reason } of unknowns) print(`unknown: ${subject}: ${reason}`, process.stderr)
}
