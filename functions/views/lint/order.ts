import { Severity, severityRank } from '../../model/finding.ts'
import type { LintFinding, LintReport } from '../../model/lint.ts'

/** The findings in the order of the files, the worst first where one statement has several. */
export const inOrder = ({ findings }: LintReport): LintFinding[] =>
  findings.toSorted(
    (a, b) =>
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      a.statement - b.statement ||
      severityRank(a.severity) - severityRank(b.severity) ||
      a.line - b.line,
  )

/** How many findings there are of each severity: `2 high, 1 info`. */
export const counts = (findings: readonly Pick<LintFinding, 'severity'>[]): string =>
  Severity.options
    .flatMap((severity) => {
      const n = findings.filter((finding) => finding.severity === severity).length
      return n === 0 ? [] : [`${n} ${severity}`]
    })
    .join(', ') || 'none'

/** What a command ends with: 2 a finding is as bad as `failOn` or worse, 3 something was not looked at, 1 other findings, 0. */
export function lintExitCode({ findings, unknowns }: LintReport, failOn: Severity | 'never'): 0 | 1 | 2 | 3 {
  const worst = Math.min(...findings.map(({ severity }) => severityRank(severity)))
  if (failOn !== 'never' && worst <= severityRank(failOn)) return 2
  if (unknowns.length > 0) return 3
  return worst < severityRank('info') ? 1 : 0
}
