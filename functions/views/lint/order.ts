import { Severity } from '../../model/finding.ts'
import type { LintFinding, LintReport } from '../../model/lint.ts'

const rank = (severity: Severity) => Severity.options.indexOf(severity)

/** The findings in the order of the files, the worst first where one statement has several. */
export const inOrder = ({ findings }: LintReport): LintFinding[] =>
  findings.toSorted(
    (a, b) =>
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      a.statement - b.statement ||
      rank(a.severity) - rank(b.severity) ||
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
  const worst = Math.min(...findings.map(({ severity }) => rank(severity)))
  if (failOn !== 'never' && worst <= rank(failOn)) return 2
  if (unknowns.length > 0) return 3
  return worst < rank('info') ? 1 : 0
}
