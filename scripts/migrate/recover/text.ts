import { severityRank } from '../../../functions/model/finding.ts'
import { words } from '../../../functions/views/words.ts'
import { count, list, subject } from '../../../functions/views/words/text.ts'
import { bodyWidth, dim, hang, shade, visible, wrap, type TextOptions } from '../../../functions/views/text/lines.ts'
import { PLUMBLINE } from '../../../functions/model/commands.ts'
import type { PassedOn } from '../../commands/support/run-args.ts'
import type { Assessment } from './assess.ts'
import { repairOptions, type Step } from './step.ts'

/** The command that does a step. @param passed options that every command of this plan must be given */
export function commandOf({ name, does, lost }: Step, passed: PassedOn): string {
  switch (does.do) {
    case 'shell':
      return does.command
    case 'plumbline':
      return `${PLUMBLINE} ${does.command}${passed(does.command)}`
    case 'journal':
      return `${PLUMBLINE} journal repair ${repairOptions(does.repair)}${passed('journal repair')}`
    default:
      return `${PLUMBLINE} recover --step ${name} --apply${lost.length > 0 ? ' --accept-data-loss' : ''}${passed('recover')}`
  }
}

/** What was found, and the numbered plan with its commands. */
export function assessmentText(assessment: Assessment, passed: PassedOn, options: TextOptions): string {
  const { look, steps, extra, unknowns } = assessment
  const width = bodyWidth(options)
  const { position, postgres } = look
  const findings = look.findings
    .filter(({ severity }) => severity !== 'info')
    .toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity))
  const isWell = steps.every(({ name }) => name === 'verify') && unknowns.length === 0
  const label = isWell ? 'WELL' : 'ASSESS'
  const head = [
    `${postgres ?? 'PostgreSQL'}; the journal says ${position?.tag ?? 'nothing'}, ${position?.applied ?? 0} of ${position?.of ?? 0} applied`,
    ...findings.flatMap((finding) => wrap(`${finding.severity}: ${words(finding).title}`, width)),
    ...unknowns.flatMap(({ subject: what, reason }) => wrap(`unknown: ${what}: ${reason}`, width)),
    ...(extra.length > 0
      ? wrap(`no migration makes ${list(extra.map(subject))}: adopt it (${PLUMBLINE} adopt) or drop it`, width)
      : []),
    isWell
      ? 'nothing is to be recovered'
      : `the plan, ${count(steps.length, 'step')}; stop wherever you like, and ask again`,
  ]
  const blocks = [
    hang(label, head, shade(isWell ? 'pass' : 'warn', label, options)),
    ...(isWell ? [] : steps.map((step, i) => stepBlock(step, i + 1, passed, options))),
  ]
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function stepBlock(step: Step, number: number, passed: PassedOn, options: TextOptions): string[] {
  const width = bodyWidth(options)
  return hang(`${number}`, [
    ...wrap(`${step.title}${step.after === null ? '' : ` (later: ${step.after})`}`, width),
    ...step.why.flatMap((text) => wrap(text, width)).map((line) => dim(line, options)),
    ...step.lost.flatMap((text) => wrap(`lost for good: ${text}`, width)),
    `  ${commandOf(step, passed)}`,
  ])
}

/** What a step sends; empty: it is a command of its own. */
export const sqlOf = ({ does }: Step): string[] =>
  does.do === 'script' ? [does.script] : does.do === 'alone' ? [does.identity, ...does.statements] : []

/** A step in full: what it would send. */
export function stepText(step: Step, passed: PassedOn): string {
  const { title, why } = step
  const said = [title, ...why].map((line) => `-- ${visible(line)}`)
  const sql = sqlOf(step)
  return `${[...said, ...sql, `-- ${sql.length > 0 ? 'nothing was done; ' : ''}to do it: ${commandOf(step, passed)}`].join('\n')}\n`
}
