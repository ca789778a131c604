import type { BlueprintComparison, Comparison } from '../../model/comparison.ts'
import { sameOf } from '../../model/comparison.ts'
import { bodyWidth, dim, hang, shade, visible, wrap, type TextOptions } from '../text/lines.ts'
import { brief, short } from '../words/text.ts'
import { sideSaid, toldFact, toldMigration, toldRows, type Told } from './words.ts'

/** How much of a value is shown beside the other side's, characters. */
const GLANCE = 400

/** Two targets side by side: what each is, what differs, and what could not be looked at. */
export function comparisonText(comparison: Comparison, options: TextOptions): string {
  const { from, to, differences, journal, migrations, unknowns } = comparison
  const names = { from: from.target, to: to.target }
  const same = sameOf(comparison)
  const verdict = same === null ? 'unknown' : same ? 'pass' : 'warn'
  const label = same === null ? 'UNKNOWN' : same ? 'SAME' : 'DIFFERS'
  const head = hang(
    label,
    [`${names.from} beside ${names.to}`, ...[from, to].map((side) => `${side.target}: ${sideSaid(side)}`)].flatMap(
      (line) => wrap(line, bodyWidth(options)),
    ),
    shade(verdict, label, options),
  )
  const declared = differences.filter(({ pinned }) => !pinned)
  return joined([
    head,
    section(
      'Catalog',
      declared.map((difference) => toldFact(difference, names)),
      options,
    ),
    section('Journal', journal === null ? [] : toldRows(journal, names), options),
    section(
      'Blueprint',
      (migrations ?? []).map((migration) => toldMigration(migration, names)),
      options,
    ),
    section(
      'What no migration declares',
      differences.filter(({ pinned }) => pinned).map((difference) => toldFact(difference, names)),
      options,
    ),
    unknowns.flatMap(({ subject, reason, mend }) =>
      hang(
        'unknown',
        wrap(`${subject}: ${[reason, mend].filter(Boolean).join(' → ')}`, bodyWidth(options)),
        shade('unknown', 'unknown', options),
      ),
    ),
  ])
}

/** What changed from one blueprint to another. */
export function changesText({ from, to, migrations, differences }: BlueprintComparison, options: TextOptions): string {
  const names = { from: from.tag, to: to.tag }
  const head = `${from.tag} (${short(from.hash)}) beside ${to.tag} (${short(to.hash)})`
  const none = migrations.length + differences.length === 0 ? [['they are the same']] : []
  return joined([
    [visible(head)],
    ...none,
    section(
      'Migrations',
      migrations.map((migration) => toldMigration(migration, names)),
      options,
    ),
    section(
      'Catalog',
      differences.map((difference) => toldFact(difference, names)),
      options,
    ),
  ])
}

function section(title: string, all: readonly Told[], options: TextOptions): string[] {
  if (all.length === 0) return []
  return [dim(title, options), ...all.flatMap((told) => item(told, options))]
}

function item({ where, what, sides }: Told, options: TextOptions): string[] {
  const lines = wrap(`${where}: ${what}`, options.width - 2).map((line) => `  ${line}`)
  const values = sides.map(({ name, value }) =>
    dim(`      ${visible(name)}: ${visible(brief(value, GLANCE))}`, options),
  )
  return [...lines, ...values]
}

const joined = (blocks: readonly (readonly string[])[]) =>
  `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
