import { Severity } from '../model/finding.ts'
import type { SeenFinding } from '../model/report.ts'

/** How many findings there are of each severity, most severe first: `1 critical, 2 high`; beyond `most` severities, ` +3`. */
export function tally(findings: readonly Pick<SeenFinding, 'finding'>[], most = Severity.options.length): string {
  const counts = Severity.options.flatMap((severity) => {
    const n = findings.filter(({ finding }) => finding.severity === severity).length
    return n > 0 ? [{ n, severity }] : []
  })
  const shown = counts.slice(0, most).map(({ n, severity }) => `${n} ${severity}`)
  const rest = counts.slice(most).reduce((sum, { n }) => sum + n, 0)
  return `${shown.join(', ') || 'none'}${rest > 0 ? ` +${rest}` : ''}`
}
