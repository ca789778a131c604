import { visible } from '../text/lines.ts'
import { count } from '../words/text.ts'
import {
  under,
  type Place,
  type Sheet,
  type SheetItem,
  type SheetOptions,
  type SheetTable,
  type SheetUnknown,
} from './sheet.ts'

const STATUS = { pass: 'pass', warn: 'warnings', fail: 'stop', unknown: 'unknown' } as const

/** A comment of GitHub's may have 65,536 characters, and a comment may hold several sheets (docs/ci.md). */
const MOST = 20_000

/** As many rows of a table as anybody reads. */
const ROWS = 50

/** A sheet as GitHub's Markdown: what it comes to, a table of all that is said, then each with its way out. */
export function markdown(
  { tool, status, subject, summary, items, unknowns, tables }: Sheet,
  { folder }: SheetOptions = {},
): string {
  const told = items.filter(({ suppressed }) => suppressed === null)
  const hidden = items.length - told.length
  const head = [
    `### Plumbline ${tool}: ${STATUS[status]}`,
    [subject === '' ? '' : `**${plain(subject)}**`, plain(summary)].filter((text) => text !== '').join(' · '),
  ]
  const rows = [...unknowns.map((one) => unknownRow(one, folder)), ...told.map((one) => itemRow(one, folder))]
  const blocks = [
    ...(rows.length === 0
      ? []
      : [tableText({ heading: '', columns: ['', 'where', 'what', 'way out'], rows: [] }, rows)]),
    ...tables
      .filter((one) => one.rows.length > 0)
      .map((one) =>
        tableText(
          one,
          one.rows.map((row) => row.map(plain)),
        ),
      ),
    ...told.filter(({ mend, lines }) => mend.length + lines.length > 0).map((item) => details(item, folder)),
    ...(hidden === 0 ? [] : [`${count(hidden, 'finding')} more that somebody accepted or answered for.`]),
  ]
  return `${[...head, ...fitting(blocks)].join('\n\n')}\n`
}

/** As many blocks as fit; what is left out is said. */
function fitting(blocks: readonly string[]): string[] {
  const kept: string[] = []
  let length = 0
  for (const block of blocks) {
    length += block.length
    if (length > MOST)
      return [...kept, `${count(blocks.length - kept.length, 'part')} more did not fit here: see the log.`]
    kept.push(block)
  }
  return kept
}

const itemRow = ({ severity, unknown, rule, title, mend, place }: SheetItem, folder: string | undefined): string[] => [
  unknown ? 'unknown' : severity,
  where(place, folder) || code(rule),
  plain(title),
  wayOut(mend),
]

const unknownRow = ({ title, lines, place }: SheetUnknown, folder: string | undefined): string[] => [
  'unknown',
  where(place, folder),
  plain([title, ...lines.slice(0, 1)].join(': ')),
  lines.length > 1 ? code(lines.slice(1).join(' ')) : '',
]

/** The first step; all of them are in the details. */
function wayOut(mend: readonly string[]): string {
  const [first, ...more] = mend.flatMap((text) => text.trimEnd().split('\n')).filter((line) => line.trim() !== '')
  if (first === undefined) return ''
  return `${first.startsWith('-- ') ? plain(first.slice(3)) : code(first)}${more.length > 0 ? ' …' : ''}`
}

function where(place: Place | null, folder: string | undefined): string {
  if (place === null) return ''
  return code(`${under(folder, place.file)}${place.line === null ? '' : `:${place.line}`}`)
}

function details({ title, lines, mend, place, excerpt }: SheetItem, folder: string | undefined): string {
  const shown = excerpt === null || excerpt.trim() === '' ? [] : [fence(pointed(excerpt, place?.column ?? null), 'sql')]
  return [
    `<details><summary>${where(place, folder) === '' ? '' : `<code>${tags(under(folder, place?.file ?? ''))}${place?.line === null ? '' : `:${place?.line}`}</code> `}${tags(title)}</summary>`,
    ...shown,
    ...lines.map(plain),
    ...(mend.length > 0 ? [fence(mend.join('\n'), 'sql')] : []),
    '</details>',
  ].join('\n\n')
}

const pointed = (line: string, column: number | null): string =>
  column === null || column > 160 ? line : `${line.replaceAll('\t', ' ')}\n${' '.repeat(column - 1)}^`

const rowText = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

function tableText({ heading, columns }: SheetTable, rows: readonly (readonly string[])[]): string {
  const lines = [rowText(columns), rowText(columns.map(() => '---')), ...rows.slice(0, ROWS).map(rowText)]
  const more = rows.length > ROWS ? ['', `… and ${rows.length - ROWS} more`] : []
  return [...(heading === '' ? [] : [`#### ${plain(heading)}`, '']), ...lines, ...more].join('\n')
}

/** Text that Markdown takes as it stands, on one line; nobody is called by an @. */
const plain = (text: string): string =>
  visible(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_[\]<>#|~!&]/g, '\\$&')
    .replaceAll('@', '@\u{2060}')

/** A code span, in a cell of a table too. */
function code(text: string): string {
  const line = visible(text).replaceAll(/\s+/g, ' ').trim()
  const ticks = '`'.repeat(longest(line) + 1)
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return line === '' ? '' : `${ticks}${pad}${line.replaceAll('|', '\\|')}${pad}${ticks}`
}

function fence(text: string, language: string): string {
  const ticks = '`'.repeat(Math.max(longest(text) + 1, 3))
  return `${ticks}${language}\n${visible(text).trimEnd()}\n${ticks}`
}

const longest = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))

/** Text inside of an HTML element, on one line. */
const tags = (text: string): string =>
  visible(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@\u{2060}')
