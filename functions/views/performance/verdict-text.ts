import type { AskedVerdict, ShownVerdict } from '../../model/performance-shown.ts'
import type { PerformanceVerdict, Unjudged } from '../../model/performance-verdict.ts'
import { age } from '../age.ts'
import { bodyWidth, dim, hang, mending, shade, visible, wrap, type TextOptions } from '../text/lines.ts'
import { table } from '../text/table.ts'
import { words } from '../words.ts'
import { brief } from '../words/text.ts'
import { duration, groundsOf, size, statusOfVerdict, WHEN } from './words.ts'

/** One verdict: the word, what it rests on, what is slower and what mends it, and what could not be judged. */
export function verdictText({ judgedAt, verdict }: AskedVerdict, options: TextOptions): string[] {
  const width = bodyWidth(options)
  const label = verdict.verdict.toUpperCase()
  const said = `${WHEN[judgedAt]}, ${age(verdict.at, options.now)}: ${groundsOf(verdict)}`
  return [
    ...hang(label, wrap(said, width), shade(statusOfVerdict(verdict), label, options)),
    ...found(verdict, options),
  ]
}

/** What is slower and what mends it, and what could not be judged. */
export function found({ findings, unknowns }: PerformanceVerdict, options: TextOptions): string[] {
  const width = bodyWidth(options)
  return [
    ...findings.flatMap((finding) => {
      const { title, what, mend } = words(finding)
      const lines = [...wrap(title, width), ...wrap(what, width), ...mending(mend, width)]
      return hang(finding.severity, lines, shade(finding.severity, finding.severity, options))
    }),
    ...unjudged(unknowns, options),
  ]
}

/** What could not be judged, and why. */
export const unjudged = (unknowns: readonly Unjudged[], options: TextOptions) =>
  unknowns.flatMap(({ subject, reason, mend }) =>
    hang(
      'unknown',
      [...wrap(`${subject}: ${reason}`, bodyWidth(options)), ...(mend === null ? [] : [visible(mend)])],
      shade('unknown', 'unknown', options),
    ),
  )

/** What became of the statements that take most of the time, and of the tables. */
export function changed(
  { verdict: { statements, tables } }: Pick<ShownVerdict, 'verdict'>,
  options: TextOptions,
): string[][] {
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

/** A column of numbers. */
export const RIGHT = (heading: string) => ({ heading, right: true })
/** A cell of a table. */
export const cell = (text: string) => ({ text })
/** With the digits that people read. */
export const round = (value: number) =>
  value >= 10 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(2)))
/** Before and after; once where they are the same. */
const arrow = ({ before, after }: { before: number; after: number }, say: (value: number) => string) =>
  say(before) === say(after) ? say(after) : `${say(before)} → ${say(after)}`
