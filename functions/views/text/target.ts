import type { Unknown } from '../../model/finding.ts'
import { counted, type SeenFinding, type TargetReport } from '../../model/report.ts'
import { age } from '../age.ts'
import { tally } from '../tally.ts'
import { words } from '../words.ts'
import { acceptedBy, lapsedOf } from '../words/decisions.ts'
import { provenSaid } from './backups.ts'
import { type TextOptions, bodyWidth, columnsOf, dim, hang, mending, shade, visible, wrap } from './lines.ts'

/**
 * One target: its status, how old that is, every open finding with what mends it, what could not be looked at, and what
 * was accepted.
 */
export function targetText(report: TargetReport, options: TextOptions): string {
  const blocks = [
    head(report, options),
    ...counted(report.findings).map((seen) => findingBlock(seen, options)),
    ...report.unknowns.map((unknown) => unknownBlock(unknown, options)),
    ...report.findings.flatMap((seen) => acceptedBlock(seen, options)),
    ...foot(report, options),
  ]
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`
}

const indented = (mend: readonly string[], options: TextOptions) =>
  mending(mend, bodyWidth(options) - 2).map((line) => `  ${line}`)

const joined = (parts: readonly string[], options: TextOptions) => wrapAtDots(parts, bodyWidth(options))

/** Breaks between the parts, not inside them. */
function wrapAtDots(parts: readonly string[], width: number): string[] {
  return parts.reduce<string[]>((lines, part) => {
    const last = lines.at(-1)
    if (last === undefined || columnsOf(last) + columnsOf(part) + 3 > width) return [...lines, part]
    return [...lines.slice(0, -1), `${last} · ${part}`]
  }, [])
}

function head(report: TargetReport, options: TextOptions): string[] {
  const { target, environment, status, at, run, position, blueprint, pin, provenAt, postgres, unknowns, figures } =
    report
  const looked = at === null ? 'never looked at yet' : `looked ${age(at, options.now)}`
  const label = status.toUpperCase()
  const unseen = unknowns.length === 0 ? [] : [`${unknowns.length} unknown`]
  const counting = counted(report.findings)
  const found = at === null && report.findings.length === 0 ? [] : [`findings: ${tally(counting)}`]
  const passed = report.findings.length - counting.length
  const accepted = passed === 0 ? [] : [`${passed} accepted`]
  const first = [target, environment, looked, ...found, ...accepted, ...unseen]
  const reached =
    position && `journal at ${position.tag ?? 'its beginning'}, ${position.applied} of ${position.of} applied`
  const second = [
    ...(reached ? [reached] : []),
    ...(blueprint ? [`blueprint ${blueprint.tag.slice(0, 20)} (${blueprint.hash.slice(0, 12)})`] : []),
    ...(pin ? [`pinned ${age(pin.at, options.now)} by ${visible(pin.who)}`] : []),
    ...(provenAt === undefined ? [] : [provenSaid({ provenAt }, options.now)]),
    ...(postgres ? [postgres] : []),
    ...(run && figures ? [`${run.suite} run, ${Math.round(figures.ms)} ms`] : []),
  ]
  const painted = shade(status, label, options)
  const rest = joined(second, options).map((line) => dim(line, options))
  return hang(label, [...joined(first, options), ...rest], painted)
}

function findingBlock({ finding, firstSeen, lapsed }: SeenFinding, options: TextOptions): string[] {
  const { severity, key } = finding
  const { title, mend } = words(finding)
  const since = dim(`${visible(key)} · since ${age(firstSeen, options.now)}`, options)
  const shown = severity === 'info' ? [] : indented(mend, options)
  const once = lapsed === undefined ? [] : wrap(lapsedOf(lapsed), bodyWidth(options))
  const lines = [...wrap(title, bodyWidth(options)), since, ...once, ...shown]
  return hang(severity, lines, shade(severity, severity, options))
}

/** What was accepted is told with its severity, and without what would mend it. */
function acceptedBlock({ finding, firstSeen, accepted }: SeenFinding, options: TextOptions): string[][] {
  if (accepted === undefined) return []
  const since = `${visible(finding.key)} · since ${age(firstSeen, options.now)}`
  const title = wrap(`${finding.severity}: ${words(finding).title}`, bodyWidth(options))
  const said = wrap(acceptedBy(accepted), bodyWidth(options))
  return [hang('accepted', [...title, dim(since, options), ...said], dim('accepted', options))]
}

/** What could not be looked at, and what would let it be seen. */
export function unknownBlock({ check, subject, reason, mend }: Unknown, options: TextOptions): string[] {
  const said = wrap(`${check}: ${subject}: ${reason}`, bodyWidth(options))
  const shown = mend === null ? [] : indented([mend], options)
  return hang('unknown', [...said, ...shown], shade('unknown', 'unknown', options))
}

function foot(
  { target, status, at, findings, unknowns }: TargetReport,
  { origin, ...options }: TextOptions,
): string[][] {
  const [first] = findings
  if (first === undefined && unknowns.length === 0) {
    if (at === null) return [hang('', ['No run has ended yet: nothing is known of this target.'])]
    return status === 'pass' ? [hang('', ['Everything was looked at, and nothing was found.'])] : []
  }
  if (origin === undefined || first === undefined) return []
  const address = `${origin}/${target}/findings/${encodeURIComponent(first.finding.key).replaceAll('%3A', ':')}`
  return [[dim(`What a finding means: curl ${address}`, options)]]
}
