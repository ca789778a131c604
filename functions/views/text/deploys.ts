import type { Deploy, Phase, PhaseRecord, PhaseResult } from '../../model/deploy.ts'
import { age } from '../age.ts'
import type { DeploysShown } from '../json/deploys.ts'
import { phaseWord, reasonMend, reasonText, shortName, standing, toneOf, type Titles } from '../words/deploys.ts'
import { count, stamp } from '../words/text.ts'
import { bodyWidth, dim, hang, shade, visible, wrap, type TextOptions } from './lines.ts'
import { table } from './table.ts'

/** The deploys of a target, newest first, one line each, and what came to its hooks. */
export function deploysText(shown: DeploysShown, options: TextOptions): string {
  const { target, deploys, deliveries, refusals } = shown
  const blocks = [
    deploys.length === 0 ? [`no deploy of ${target} was told of yet: docs/hooks.md says how`] : list(deploys, options),
    deliveries.length === 0 ? [] : ['DELIVERED', ...deliveries.slice(0, 10).map((one) => delivered(one, options))],
    refusals.length === 0 ? [] : ['REFUSED', ...refusals.map((one) => refused(one, options))],
  ]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

function list(deploys: readonly Deploy[], options: TextOptions): string[] {
  const rows = deploys.map((deploy) => {
    const { phase, word } = standing(deploy)
    const { at, state, sender, environment, ref, id } = deploy
    return [
      { text: word.toUpperCase(), paint: (text: string) => shade(toneOf[word], text, options) },
      ...[phase ?? '-', age(at, options.now), shortName(deploy), state, sender].map((text) => ({ text })),
      { text: visible(environment ?? ref ?? '-') },
      { text: id },
    ]
  })
  const headings = ['VERDICT', 'PHASE', 'TOLD', 'COMMIT', 'STATE', 'SENDER', 'WHERE', 'DEPLOY']
  return table(
    headings.map((heading) => ({ heading })),
    rows,
  )
}

const delivered = ({ at, sender, event, said }: DeploysShown['deliveries'][number], { now }: TextOptions) =>
  visible(`${age(at, now)}  ${sender} ${event}: ${said}`)

const refused = ({ sender, refused: times, lastAt, reason }: DeploysShown['refusals'][number], { now }: TextOptions) =>
  visible(`${sender}: ${count(times, 'delivery', 'deliveries')}, the last ${age(lastAt, now)}: ${reason}`)

/** One deploy: what was told of it, both phases with their verdicts, what was done and what was left out. */
export function deployText(deploy: Deploy, titles: Titles, options: TextOptions): string {
  const { word } = standing(deploy)
  const { target, sha, ref, environment, sender, state, url, at, migrationsChanged, id } = deploy
  const told = [target, environment, sha ?? id, ref, state, `told by ${sender} ${age(at, options.now)}`]
  const said = told.filter((part) => part !== null).join(' · ')
  const head = [
    ...hang(word.toUpperCase(), wrap(said, bodyWidth(options)), shade(toneOf[word], word.toUpperCase(), options)),
    ...(url === null ? [] : hang('', [visible(url)])),
    ...(migrationsChanged === null || migrationsChanged.length === 0
      ? []
      : hang('with', migrationsChanged.map(visible), dim('with', options))),
  ]
  const phases = (['before', 'after'] as const).flatMap((phase) => {
    const record = deploy[phase]
    return record === null ? [] : [phaseLines(phase, record, { target, titles, options })]
  })
  return `${[head, ...phases].map((block) => block.join('\n')).join('\n\n')}\n`
}

interface Around {
  target: string
  titles: Titles
  options: TextOptions
}

function phaseLines(phase: Phase, record: PhaseRecord, { target, titles, options }: Around): string[] {
  const { askedAt, endedAt, result } = record
  const word = phaseWord(record)
  const when = endedAt === null ? `since ${stamp(askedAt)}` : stamp(endedAt)
  const reasons = (result?.reasons ?? []).flatMap((reason) => {
    const mend = reasonMend(reason, target, options.origin ?? '$PLUMBLINE_URL')
    return [...wrap(reasonText(reason, titles), bodyWidth(options)), ...(mend === null ? [] : [`  ${mend}`])]
  })
  const steps = (result?.steps ?? []).flatMap(({ step, outcome, said }) =>
    wrap(`${step}${outcome === 'done' ? '' : ` (${outcome})`}: ${said}`, bodyWidth(options)),
  )
  const head = `${shade(toneOf[word], word.toUpperCase(), options)}, ${when}`
  return [
    ...hang(phase, [head], dim(phase, options)),
    ...hang('', reasons),
    ...hang('done', steps, dim('done', options)),
  ]
}

/** Which backup holds, where the phase saw to one; what a reason says already is not said twice. */
const backupOf = ({ steps, reasons }: PhaseResult): string[] =>
  reasons.some((reason) => reason.what === 'step' && reason.step === 'backup')
    ? []
    : steps.filter(({ step, outcome }) => step === 'backup' && outcome === 'done').map(({ said }) => said)

/** What the gate says: the verdict and why, for a pipeline's log. */
export function gateText(deploy: Deploy, phase: Phase, titles: Titles, options: TextOptions): string {
  const record = deploy[phase]
  const word = phaseWord(record)
  const name = `${deploy.target} ${shortName(deploy)}, ${phase} the deploy`
  const line = hang(word.toUpperCase(), [name], shade(toneOf[word], word.toUpperCase(), options))
  if (record?.result == null)
    return [
      ...line,
      ...hang('', [`still running since ${age(record?.askedAt ?? deploy.at, options.now)}: ask again`]),
    ].join('\n')
  const reasons = record.result.reasons.flatMap((reason) => {
    const mend = reasonMend(reason, deploy.target, options.origin ?? '$PLUMBLINE_URL')
    return [...wrap(reasonText(reason, titles), bodyWidth(options)), ...(mend === null ? [] : [`  ${mend}`])]
  })
  const backup = backupOf(record.result).flatMap((said) => wrap(`backup: ${said}`, bodyWidth(options)))
  const more = `curl ${options.origin ?? '$PLUMBLINE_URL'}/${deploy.target}/deploys/${deploy.id}`
  return [...line, ...hang('', [...reasons, ...backup]), ...hang('', [dim(more, options)])].join('\n')
}
