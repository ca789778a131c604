import type { LintFinding, LintReport } from '../../model/lint.ts'
import { bodyWidth, dim, hang, mending, shade, visible, wrap, type TextOptions } from '../text/lines.ts'
import { count } from '../words/text.ts'
import { counts, inOrder } from './order.ts'

export interface LintTextOptions extends TextOptions {
  /** Findings of severity info in full, too. */
  all: boolean
  /** What shows them; `--all` unless something else is said. */
  more?: string
}

/** What lint has to say, for people: each finding with its place, why it matters and the safe steps. */
export function lintText(report: LintReport, options: LintTextOptions): string {
  const shown = inOrder(report).filter(({ severity }) => options.all || severity !== 'info')
  const hidden = report.findings.length - shown.length
  const blocks = [
    ...shown.map((finding) => block(finding, options)),
    ...report.unknowns.map(({ file, line, column, reason }) =>
      hang(
        'unknown',
        [...wrap(reason, bodyWidth(options)), dim(`${visible(file)}:${line}:${column}`, options)],
        shade('unknown', 'unknown', options),
      ),
    ),
    [
      `${count(report.statements, 'statement')} in ${count(report.migrations, 'migration')}: ${counts(report.findings)}` +
        `${report.unknowns.length > 0 ? `, ${report.unknowns.length} unknown` : ''}` +
        `${report.ignored.length > 0 ? `, ${report.ignored.length} ignored with a reason` : ''}`,
      ...(hidden > 0
        ? [
            dim(
              `${hidden} of severity info ${hidden === 1 ? 'is' : 'are'} not shown: ${options.more ?? '--all'}`,
              options,
            ),
          ]
        : []),
    ],
  ]
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function block(finding: LintFinding, options: LintTextOptions): string[] {
  const { severity, rule, file, line, column, message, why, recipe, weight, subject } = finding
  const place = dim(
    visible(`${file}:${line}:${column} · ${rule}${weight === null ? '' : ` · ${subject}: ${weight}`}`),
    options,
  )
  const steps = mending(recipe, bodyWidth(options) - 2).map((step) => `  ${step}`)
  return hang(
    severity,
    [...wrap(message, bodyWidth(options)), place, ...wrap(why, bodyWidth(options)), ...steps],
    shade(severity, severity, options),
  )
}
