import type { Prediction, Preflight } from '../../model/preflight.ts'
import { bodyWidth, dim, hang, mending, shade, visible, wrap, type TextOptions } from '../text/lines.ts'
import { causeText, HEADINGS, summaryText, tallyText } from './words.ts'

const SHADES = { stop: 'fail', unknown: 'unknown', go: 'pass' } as const
const LABELS = { fails: 'high', unknown: 'unknown', data: 'medium', hidden: 'medium' } as const

/** A preflight for a terminal: the verdict, the pending migrations, then each prediction with a caret under its place. */
export function preflightText(preflight: Preflight, options: TextOptions): string {
  const { verdict, target, environment, pending, predictions, postgres, figures } = preflight
  const label = verdict.toUpperCase()
  const head = [
    `${target} · ${environment}${postgres === null ? '' : ` · ${postgres}`}`,
    ...wrap(summaryText(preflight), bodyWidth(options)),
    ...pending.map((migration) => dim(`${migration.file} · ${tallyText(migration) || 'empty'}`, options)),
  ]
  const first = predictions.findIndex((prediction) => prediction.verdict === 'fails')
  const blocks = predictions.map((prediction, i) => block(prediction, i > first && first !== -1, options))
  const foot = dim(`${figures.facts} facts read in ${figures.ms} ms; nothing was changed`, options)
  return [
    hang(label, head, shade(SHADES[verdict], label, options)).join('\n'),
    ...blocks,
    hang('', [foot]).join('\n'),
  ].join('\n\n')
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
