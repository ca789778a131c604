import type { MigrationSeries, Percentiles } from '../../model/migration-times.ts'
import type { DeployPerformance, PerformanceShown, ShownVerdict } from '../../model/performance-shown.ts'
import type { Unjudged } from '../../model/performance-verdict.ts'
import { age } from '../age.ts'
import { bodyWidth, dim, hang, mending, shade, visible, wrap, type TextOptions } from '../text/lines.ts'
import { table } from '../text/table.ts'
import { words } from '../words.ts'
import { brief } from '../words/text.ts'
import { duration, groundsOf, percent, size, statusOfVerdict, WHEN } from './words.ts'

/** One verdict: the word, what it rests on, what is slower and what mends it, and what could not be judged. */
export function verdictText({ judgedAt, verdict }: Omit<ShownVerdict, 'deploy'>, options: TextOptions): string[] {
  const width = bodyWidth(options)
  const label = verdict.verdict.toUpperCase()
  const said = `${WHEN[judgedAt]}, ${age(verdict.at, options.now)}: ${groundsOf(verdict)}`
  return [
    ...hang(label, wrap(said, width), shade(statusOfVerdict(verdict), label, options)),
    ...verdict.findings.flatMap((finding) => {
      const { title, what, mend } = words(finding)
      const lines = [...wrap(title, width), ...wrap(what, width), ...mending(mend, width)]
      return hang(finding.severity, lines, shade(finding.severity, finding.severity, options))
    }),
    ...unjudged(verdict.unknowns, options),
  ]
}

const unjudged = (unknowns: readonly Unjudged[], options: TextOptions) =>
  unknowns.flatMap(({ subject, reason, mend }) =>
    hang(
      'unknown',
      [...wrap(`${subject}: ${reason}`, bodyWidth(options)), ...(mend === null ? [] : [visible(mend)])],
      shade('unknown', 'unknown', options),
    ),
  )

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

const RIGHT = (heading: string) => ({ heading, right: true })

function changed({ verdict: { statements, tables } }: ShownVerdict, options: TextOptions): string[][] {
  const slower = statements.map(({ text, before, after }) =>
    [
      duration(before.mean),
      duration(after.mean),
      round(before.blocksPerCall),
      round(after.blocksPerCall),
      String(after.calls),
      brief(text, 60),
    ].map(cell),
  )
  const read = tables.map(({ table: name, rows, bytes, seqScans, indexScans, rewritten }) =>
    [
      visible(name),
      arrow(rows, round),
      arrow(bytes, size),
      arrow(seqScans, round),
      arrow(indexScans, round),
      rewritten ? 'rewritten' : '',
    ].map(cell),
  )
  return [
    ...(slower.length === 0
      ? []
      : [
          [
            dim('statements that take most of the time', options),
            ...table(
              [
                RIGHT('BEFORE'),
                RIGHT('AFTER'),
                RIGHT('BLOCKS'),
                RIGHT('AFTER'),
                RIGHT('CALLS'),
                { heading: 'STATEMENT' },
              ],
              slower,
            ),
          ],
        ]),
    ...(read.length === 0
      ? []
      : [
          [
            dim('tables', options),
            ...table(
              [
                { heading: 'TABLE' },
                RIGHT('ROWS'),
                RIGHT('SIZE'),
                RIGHT('SEQ SCANS/H'),
                RIGHT('INDEX SCANS/H'),
                { heading: '' },
              ],
              read,
            ),
          ],
        ]),
  ]
}

const cell = (text: string) => ({ text })
const round = (value: number) =>
  value >= 10 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(2)))
const arrow = ({ before, after }: { before: number; after: number }, say: (value: number) => string) =>
  say(before) === say(after) ? say(after) : `${say(before)} → ${say(after)}`

/** A target's performance: the newest verdict, and the statements of the last hour. */
export function performanceText(shown: PerformanceShown, options: TextOptions): string {
  const { target, at, database, statements, unread, verdicts } = shown
  if (at === null) return `no snapshot of the counters of ${target} was taken yet: one is, every hour\n`
  const [newest] = verdicts
  const head = [target, ...(database === null ? [] : [size(database.bytes), `${database.connections} connections`])]
  const rows = statements.map(({ text, figures, share }) =>
    [percent(share), round(figures.calls), duration(figures.mean), round(figures.blocksPerCall), brief(text, 80)].map(
      cell,
    ),
  )
  const columns = [...['SHARE', 'CALLS', 'MEAN', 'BLOCKS'].map(RIGHT), { heading: 'STATEMENT' }]
  const blocks = [
    [`${visible(head.join(' · '))} · seen ${age(at, options.now)}`, ...unjudged(unread, options)],
    ...(newest === undefined ? [] : [[`deploy ${newest.deploy}`, ...verdictText(newest, options)]]),
    ...(rows.length === 0 ? [] : [[dim('statements of the last hour', options), ...table(columns, rows)]]),
  ]
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`
}

/** How long migrations took: what is usual, and the runs. */
export function migrationSeriesText(series: MigrationSeries, options: TextOptions): string {
  const { target, runs, migrations, statements, commands } = series
  if (runs.length === 0) return `no migration of ${target} was measured yet: plumbline migrate --url … tells of each\n`
  const usual = [
    { name: 'migrations', times: migrations },
    { name: 'statements', times: statements },
    ...commands.map(({ command, times }) => ({ name: command, times })),
  ].map(({ name, times }) => [name, ...percentileCells(times)].map(cell))
  const made = runs.map(({ migration, at, ms, outcome, statements }) => {
    const slowest = statements.toSorted((one, other) => other.ms - one.ms)[0]
    const longest =
      slowest === undefined ? '' : `${slowest.command} (statement ${slowest.statement}) ${duration(slowest.ms)}`
    return [visible(migration), age(at, options.now), duration(ms), outcome, longest].map(cell)
  })
  return [
    ...table([{ heading: '' }, ...['COUNT', 'P50', 'P95', 'P99'].map(RIGHT)], usual),
    '',
    ...table(
      [{ heading: 'MIGRATION' }, { heading: 'RUN' }, RIGHT('TOOK'), { heading: 'OUTCOME' }, { heading: 'SLOWEST' }],
      made,
    ),
    '',
  ].join('\n')
}

const percentileCells = (times: Percentiles): string[] =>
  times === null ? ['0', '', '', ''] : [String(times.count), ...[times.p50, times.p95, times.p99].map(duration)]
