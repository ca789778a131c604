import type { DeployPerformance, PerformanceShown } from '../../model/performance-shown.ts'
import type { PerformanceVerdict } from '../../model/performance-verdict.ts'
import { isUnread, type PerformanceSnapshot } from '../../model/performance.ts'
import { age } from '../age.ts'
import { bodyWidth, dim, hang, shade, visible, wrap, type TextOptions } from '../text/lines.ts'
import { table } from '../text/table.ts'
import { brief, count } from '../words/text.ts'
import { cell, changed, found, RIGHT, round, unjudged, verdictText } from './verdict-text.ts'
import { duration, groundsOf, percent, size, statusOfVerdict } from './words.ts'

/** The verdicts on a deploy, and what happened to its tables by the newest of them. */
export function deployPerformanceText({ target, deploy, verdicts }: DeployPerformance, options: TextOptions): string {
  if (verdicts.length === 0)
    return `${target} ${deploy} was not judged yet: it is at its end, and 15 minutes, an hour and a day after it\n`
  const newest = verdicts.at(-1)
  const blocks = [
    ...verdicts.map((one) => verdictText(one, options)),
    ...(newest === undefined ? [] : changed(newest, options)),
  ]
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`
}

const STATEMENTS = [...['SHARE', 'CALLS', 'MEAN', 'BLOCKS'].map(RIGHT), { heading: 'STATEMENT' }]

/** A verdict on what happened since a snapshot, and what changed. */
export function comparedText(verdict: PerformanceVerdict, options: TextOptions): string {
  const label = verdict.verdict.toUpperCase()
  const head = hang(
    label,
    wrap(groundsOf(verdict), bodyWidth(options)),
    shade(statusOfVerdict(verdict), label, options),
  )
  const blocks = [[...head, ...found(verdict, options)], ...changed({ verdict }, options)]
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`
}

/** What took the time since counting began. */
export function countedText({ statements, database }: PerformanceSnapshot, options: TextOptions): string {
  if (isUnread(statements)) return `${unjudged([{ subject: 'statements', ...statements }], options).join('\n')}\n`
  const all = statements.counts.filter(({ toplevel }) => toplevel)
  const total = all.reduce((sum, { ms }) => sum + ms, 0)
  const longest = all.toSorted((one, other) => other.ms - one.ms).slice(0, 20)
  const rows = longest.map(({ text, calls, ms, blocks }) =>
    [percent(ms / total), round(calls), duration(ms / calls), round(blocks / calls), brief(text, 80)].map(cell),
  )
  const reset = statements.reset === null ? '' : ` · statements counted since ${age(statements.reset, options.now)}`
  return `${[`${size(database.bytes)} · ${count(database.connections, 'connection')}${reset}`, '', ...table(STATEMENTS, rows)].join('\n')}\n`
}

/** A target's performance: the newest verdict, and the statements of the last hour. */
export function performanceText(shown: PerformanceShown, options: TextOptions): string {
  const { target, at, database, statements, unread, asked, verdicts } = shown
  if (at === null) return `no snapshot of the counters of ${target} was taken yet: one is, every hour\n`
  const [newest] = verdicts
  const head = [target, ...(database === null ? [] : [size(database.bytes), count(database.connections, 'connection')])]
  const rows = statements.map(({ text, figures, share }) =>
    [percent(share), round(figures.calls), duration(figures.mean), round(figures.blocksPerCall), brief(text, 80)].map(
      cell,
    ),
  )
  const blocks = [
    [`${visible(head.join(' · '))} · seen ${age(at, options.now)}`, ...unjudged(unread, options)],
    ...(asked === null ? [] : [verdictText(asked, options)]),
    ...(newest === undefined ? [] : [[`deploy ${newest.deploy}`, ...verdictText(newest, options)]]),
    ...(rows.length === 0 ? [] : [[dim('statements of the last hour', options), ...table(STATEMENTS, rows)]]),
  ]
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`
}
