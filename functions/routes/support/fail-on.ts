import type { Context } from 'hono'
import { counted, type TargetReport } from '../../model/report.ts'
import { Problem } from './problem.ts'

/** From the gravest: a status ranks unknown between high and medium, as statusOf does. */
export const FAIL_ON = ['critical', 'high', 'unknown', 'medium', 'low'] as const
export type FailOn = (typeof FAIL_ON)[number]

/** Whether some reports hold anything as grave as `level`: a finding of that severity that counts, or something unknown. */
export const fails = (reports: readonly TargetReport[], level: FailOn): boolean => {
  const grave: readonly string[] = FAIL_ON.slice(0, FAIL_ON.indexOf(level) + 1)
  return reports.some(
    ({ findings, unknowns }) =>
      counted(findings).some(({ finding }) => grave.includes(finding.severity)) ||
      (grave.includes('unknown') && unknowns.length > 0),
  )
}

/** The status code of reports: 200, and with `?fail_on=` 503 where they hold anything as grave. */
export function statusCodeOf(c: Context, reports: readonly TargetReport[]): 200 | 503 {
  const asked = c.req.query('fail_on')
  if (asked === undefined) return 200
  const level = FAIL_ON.find((name) => name === asked)
  if (level) return fails(reports, level) ? 503 : 200
  throw new Problem('wrong-parameter', {
    detail: `fail_on=${asked} is not one of ${FAIL_ON.join(', ')}.`,
    mend: 'for example ?fail_on=high: 503 where a finding is high or critical; ?fail_on=unknown also where anything is unknown',
  })
}
