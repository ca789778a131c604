import { severityRank, type CheckName, type Finding, type Unknown } from '../../functions/model/finding.ts'
import type { LintReport } from '../../functions/model/lint.ts'
import { statusOf, type Look, type RunStatus } from '../../functions/model/run.ts'
import { inOrder, lintExitCode } from '../../functions/views/lint/order.ts'
import { journalStatus, tallyOf } from '../../functions/views/text/journal.ts'
import { count } from '../../functions/views/words/text.ts'
import { failureText, verdictText } from '../../functions/views/words/verdict.ts'
import { words } from '../../functions/views/words.ts'
import type { JournalView } from '../../functions/model/journal-view.ts'
import type { Rehearsal } from '../rehearse/rehearse.ts'
import type { Opinion } from './gate.ts'

const OUTCOMES = { pass: 'pass', warn: 'warn', fail: 'stop', unknown: 'unknown' } as const satisfies Record<
  RunStatus,
  Opinion['outcome']
>

/** What a look says of some checks: high and critical findings stop, others only warn; what is unknown is not clean. */
export function opinionOf(look: Pick<Look, 'findings' | 'unknowns'>, checks: readonly CheckName[]): Opinion {
  const isOf = (name: string) => checks.some((check) => name === check || name.startsWith(`${check}.`))
  const findings = look.findings
    .filter(({ type, severity }) => isOf(type) && severity !== 'info')
    .toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity))
  const unknowns = look.unknowns.filter(({ check }) => isOf(check) || check === 'connectivity')
  const outcome = OUTCOMES[statusOf(findings, unknowns)]
  return { outcome, said: saidOf(findings, unknowns), details: [...findings.map(detail), ...unknowns.map(blind)] }
}

function saidOf(findings: readonly Finding[], unknowns: readonly Unknown[]): string {
  const parts = [
    ...(findings.length > 0 ? [count(findings.length, 'finding')] : []),
    ...(unknowns.length > 0 ? [`${unknowns.length} unknown`] : []),
  ]
  return parts.length === 0 ? 'nothing found' : parts.join(', ')
}

const detail = (finding: Finding): Opinion['details'][number] => {
  const { title, mend } = words(finding)
  return { text: `${finding.severity}: ${title}`, mend }
}
const blind = ({ subject, reason, mend }: Unknown): Opinion['details'][number] => ({
  text: `unknown: ${subject}: ${reason}`,
  mend: mend === null ? [] : [`-- ${mend}`],
})

/** What Drizzle's own rules make of the journal, beside what a look finds in it. */
export function journalOpinion(look: Pick<Look, 'findings' | 'unknowns'>, view: JournalView): Opinion {
  const found = opinionOf(look, ['journal', 'migrations'])
  const outcome = worse(found.outcome, OUTCOMES[journalStatus(view)])
  const failing = view.entries.filter(({ verdict }) => ['skipped', 'again', 'fails'].includes(verdict))
  const details = [
    ...(view.failure ? [{ text: `the next migrate runs nothing: ${failureText(view.failure)}`, mend: [] }] : []),
    ...failing.map((entry) => ({ text: `${entry.tag}: ${verdictText(entry)}`, mend: [] })),
    ...found.details,
  ]
  return { outcome, said: tallyOf(view) || 'the folder has no migration', details }
}

const RANK = ['pass', 'warn', 'unknown', 'stop'] as const
const worse = (a: Opinion['outcome'], b: Opinion['outcome']) => (RANK.indexOf(a) > RANK.indexOf(b) ? a : b)

/** What a rehearsal on a copy of the live catalog came to. */
export function rehearsalOpinion(rehearsal: Rehearsal): Opinion {
  const { outcome, statements, commit, drift, unknowns, on } = rehearsal
  const failed = statements.find(({ error }) => error !== null)
  const ms = Math.round(statements.reduce((sum, { ms }) => sum + ms, 0))
  const details: Opinion['details'] = [
    ...(failed?.error
      ? [
          {
            text: `${failed.file}:${failed.error.line}, statement ${failed.statement}: ${failed.error.sqlstate}: ${failed.error.message}`,
            mend: [],
          },
        ]
      : []),
    ...(commit ? [{ text: `at COMMIT: ${commit.sqlstate}: ${commit.message}`, mend: [] }] : []),
    ...drift.after.map((line) => ({ text: `leaves ${line}: not as the migrations say`, mend: [] })),
    ...unknowns.map(({ subject, reason }) => ({ text: `unknown: ${subject}: ${reason}`, mend: [] })),
  ]
  const said = `${count(statements.length, 'statement')} in ${ms} ms on ${on}`
  return { outcome: { works: 'pass', fails: 'stop', unknown: 'unknown' }[outcome] as Opinion['outcome'], said, details }
}

/** What lint says of what is pending: from high on it stops. */
export function lintOpinion(report: LintReport): Opinion {
  const code = lintExitCode(report, 'high')
  const told = inOrder(report).filter(({ severity }) => severity !== 'info')
  const details = [
    ...told.map(({ severity, file, line, column, message, rule, recipe }) => ({
      text: `${severity}: ${file}:${line}:${column}: ${message} (${rule})`,
      mend: severityRank(severity) <= severityRank('high') ? recipe : [],
    })),
    ...report.unknowns.map(({ file, line, column, reason }) => ({
      text: `unknown: ${file}:${line}:${column}: ${reason}`,
      mend: [`-- answer for it in the file: -- plumbline: ignore opaque because REASON`],
    })),
  ]
  const said = [
    count(report.statements, 'statement'),
    told.length === 0 ? 'nothing found' : count(told.length, 'finding'),
    ...(report.unknowns.length > 0 ? [`${report.unknowns.length} unknown`] : []),
  ].join(', ')
  return { outcome: (['pass', 'warn', 'stop', 'unknown'] as const)[code], said, details }
}
