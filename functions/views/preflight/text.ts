import type { Prediction, Preflight } from '../../model/preflight.ts'
import type { LintReport } from '../../model/lint.ts'
import { lintText } from '../lint/text.ts'
import { count } from '../words/text.ts'
import { bodyWidth, dim, hang, mending, shade, visible, wrap, type TextOptions } from '../text/lines.ts'
import { causeText, HEADINGS, summaryText, tallyText } from './words.ts'

const SHADES = { stop: 'fail', unknown: 'unknown', go: 'pass' } as const
const LABELS = { fails: 'high', unknown: 'unknown', data: 'medium', hidden: 'medium' } as const

/** A preflight for a terminal: the verdict, the pending migrations, then each prediction with a caret under its place. */
export function preflightText(preflight: Preflight, options: TextOptions): string {
  const { verdict, target, environment, pending, predictions, postgres, figures, lint, unweighed, probes } = preflight
  const label = verdict.toUpperCase()
  const head = [
    `${target} · ${environment}${postgres === null ? '' : ` · ${postgres}`}`,
    ...wrap(summaryText(preflight), bodyWidth(options)),
    ...pending.map((migration) => dim(`${migration.file} · ${tallyText(migration) || 'empty'}`, options)),
  ]
  const first = predictions.findIndex((prediction) => prediction.verdict === 'fails')
  const blocks = predictions.map((prediction, i) => block(prediction, i > first && first !== -1, options))
  const foot = [
    ...wrap(migratorText(preflight), bodyWidth(options)).map((line) => dim(line, options)),
    dim(`${figures.facts} facts read in ${figures.ms} ms${askedText(probes)}; nothing was changed`, options),
  ]
  return [
    hang(label, head, shade(SHADES[verdict], label, options)).join('\n'),
    ...blocks,
    ...(lint === null ? [] : [lintBlocks(lint, unweighed, options)]),
    hang('', foot).join('\n'),
  ].join('\n\n')
}

/** As whom it was simulated; nothing where nothing is pending. */
function migratorText({ migrator, pending }: Preflight): string {
  if (pending.length === 0) return ''
  if (migrator === null)
    return 'who will migrate is not known, so that what a role may not do (42501) is not foretold: name it, --role NAME or ?role=NAME'
  const whose = migrator.by === 'journal' ? ', to whom the journal belongs' : ''
  return `simulated as the role ${migrator.role}${whose}`
}

const askedText = (probes: Preflight['probes']) =>
  probes === null ? '' : `, ${count(probes.length, 'question')} to the rows`

/** Lint as it speaks for itself, under a line of its own. */
function lintBlocks(report: LintReport, unweighed: string | null, options: TextOptions): string {
  const why =
    unweighed === null ? [] : wrap(`lint does not know how much the tables hold: ${unweighed}`, bodyWidth(options))
  const said = lintText(report, { ...options, all: false, more: 'as JSON they are' }).trimEnd()
  return [...(why.length === 0 ? [] : [hang('', why).join('\n')]), said].join('\n\n')
}

function block(prediction: Prediction, mended: boolean, options: TextOptions): string {
  const { verdict, sqlstate, message, detail, hint, file, line, column, statement, cause, mend } = prediction
  const width = bodyWidth(options)
  const label = sqlstate ?? (verdict === 'fails' ? 'fails' : verdict)
  const said = verdict === 'fails' ? message : `${HEADINGS[verdict]}: ${message}`
  const lines = [
    ...wrap(said, width),
    dim(
      `${file}:${line}:${column} · statement ${statement}${mended ? ' · as if what is above were mended' : ''}`,
      options,
    ),
    ...excerpt(prediction, width - 2).map((text) => `  ${text}`),
    ...(detail === null ? [] : detail.split('\n').flatMap((text) => wrap(`DETAIL: ${text}`, width))),
    ...(hint === null ? [] : wrap(`HINT: ${hint}`, width)),
    ...(cause === null ? [] : wrap(causeText(cause), width)),
    ...mending(mend, width - 2).map((text) => `  ${text}`),
  ]
  return hang(label, lines, shade(LABELS[verdict], label, options)).join('\n')
}

/** The line and a caret under its column; of a long line what is around the caret. */
function excerpt({ excerpt: text, column }: Prediction, width: number): string[] {
  if (text.trim() === '') return []
  const line = visible(text.replaceAll('\t', ' '))
  const at = column - 1
  const start = at < width - 10 ? 0 : at - Math.floor(width / 3)
  const before = start > 0 ? '…' : ''
  const cut = line.slice(start + before.length, start + width - 1)
  const after = start + width - 1 < line.length ? '…' : ''
  return [`${before}${cut}${after}`, `${' '.repeat(at - start)}^`]
}
