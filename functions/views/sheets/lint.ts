import { severityRank } from '../../model/finding.ts'
import type { LintReport } from '../../model/lint.ts'
import { statusOf } from '../../model/run.ts'
import type { Sheet, SheetItem, SheetTable } from '../formats/sheet.ts'
import { counts, inOrder } from '../lint/order.ts'
import { count } from '../words/text.ts'

/** What lint has to say as a sheet: a rule for each that spoke; what a comment answers is suppressed. `tool`: the command. */
export function lintSheet(report: LintReport, tool = 'lint'): Sheet {
  const { findings, ignored, unknowns, rules, statements, migrations } = report
  const known = new Set(rules.map(({ id }) => id))
  return {
    tool,
    status: statusOf(findings, unknowns),
    subject: '',
    summary: `${count(statements, 'statement')} in ${count(migrations, 'migration')}: ${counts(findings)}${unknowns.length > 0 ? `, ${unknowns.length} unknown` : ''}`,
    looked: report.files,
    rules: rules.map(({ id, title, why, severity, links }) => ({ id, title, why, severity, links })),
    items: [...inOrder(report).map(itemOf), ...ignored.filter(({ rule }) => known.has(rule)).map(ignoredItem)],
    unknowns: unknowns.map(({ file, line, column, statement, reason }) => ({
      key: `lint:unknown:${file}:${statement ?? line}`,
      title: `${file}:${line}`,
      lines: [reason],
      place: { file, line, column },
    })),
    tables: [locksOf(report)],
  }
}

const itemOf = ({
  key,
  rule,
  severity,
  file,
  line,
  column,
  message,
  why,
  recipe,
}: LintReport['findings'][number]): SheetItem => ({
  key,
  rule,
  severity,
  unknown: false,
  label: rule,
  title: message,
  lines: [why],
  mend: recipe,
  place: { file, line, column },
  excerpt: null,
  suppressed: null,
})

const ignoredItem = ({ rule, file, line, subject, reason }: LintReport['ignored'][number]): SheetItem => ({
  key: `lint:${rule}:${file}:${subject}`,
  rule,
  severity: 'info',
  unknown: false,
  label: rule,
  title: `${rule} does not hold for ${subject}`,
  lines: [reason],
  mend: [],
  place: { file, line, column: null },
  excerpt: null,
  suppressed: { kind: 'inSource', reason },
})

/** The locks that were found, the gravest first, and what the table holds that they are taken on. */
function locksOf({ findings, rules }: LintReport): SheetTable {
  const locks = new Map(rules.map(({ id, lock }) => [id, lock]))
  return {
    heading: 'Locks',
    columns: ['where', 'of', 'lock', 'the table holds'],
    rows: findings
      .toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity))
      .flatMap(({ rule, file, line, subject, weight }) => {
        const lock = locks.get(rule)
        return lock ? [[`${file}:${line}`, subject, lock, weight ?? 'not asked']] : []
      }),
  }
}
