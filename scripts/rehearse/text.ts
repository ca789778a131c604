import { bodyWidth, dim, hang, shade, visible, wrap, type TextOptions } from '../../functions/views/text/lines.ts'
import { count } from '../../functions/views/words/text.ts'
import type { Performed, PlacedError } from './perform.ts'
import type { Rehearsal } from './rehearse.ts'

const STATUS = { works: 'pass', fails: 'fail', unknown: 'unknown' } as const

/** A rehearsal for people. */
export function rehearsalText(rehearsal: Rehearsal, options: TextOptions): string {
  const { outcome, pending, drift, unknowns, commit, ended } = rehearsal
  const label = outcome.toUpperCase()
  const width = bodyWidth(options)
  const remark = (name: string, text: string, of: 'info' | 'unknown' | 'high') =>
    hang(name, wrap(text, width), shade(of, name, options))
  const blocks = [
    hang(label, about(rehearsal, options), shade(STATUS[outcome], label, options)),
    ...pending.map((tag) => migrationBlock(tag, rehearsal, options)),
    ...(commit ? [remark('fails', `at COMMIT, ${commit.sqlstate}: ${commit.message}`, 'high')] : []),
    ...[...new Set(ended)].map((tag) =>
      remark(
        'note',
        `${tag} ends the transaction itself: where a later statement fails, what ran before stays`,
        'info',
      ),
    ),
    ...drift.after.map((line) => remark('leaves', `${line}: not as the migrations say`, 'high')),
    ...(drift.before.length > 0 ? [remark('note', `there is drift already: ${drift.before.join(', ')}`, 'info')] : []),
    ...unknowns.map(({ subject, reason }) => remark('unknown', `${subject}: ${reason}`, 'unknown')),
  ]
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`
}

function about(
  { pending, statements, on, facts, outcome, drift, rolledBack }: Rehearsal,
  options: TextOptions,
): string[] {
  const ms = Math.round(statements.reduce((sum, one) => sum + one.ms, 0))
  const end = outcome === 'works' ? [drift.before.length === 0 ? 'no drift afterwards' : 'no new drift afterwards'] : []
  return [
    pending.length === 0
      ? 'nothing is pending: Drizzle would run no migration'
      : `${count(pending.length, 'pending migration')}, ${count(statements.length, 'statement')} in ${ms}ms`,
    dim(
      rolledBack
        ? `on ${on}, ${count(facts, 'fact')} and all its rows; rolled back`
        : `on ${on}, which holds the ${count(facts, 'fact')} of the target, and none of its rows`,
      options,
    ),
    ...end,
  ]
}

function migrationBlock(tag: string, { statements, done }: Rehearsal, options: TextOptions): string[] {
  const own = statements.filter(({ migration }) => migration === tag)
  const failed = own.find(({ error }) => error !== null)
  if (own.length === 0 && !done.includes(tag)) return hang('·', [`${tag} was not reached`])
  const state = failed ? 'fails' : 'works'
  const seen = own.filter(({ locks, rewritten, error }) => error !== null || locks.length + rewritten.length > 0)
  const quiet = own.length - seen.length
  return hang(
    state,
    [
      `${tag}, ${count(own.length, 'statement')}`,
      ...seen.flatMap((statement) => statementLines(statement, options)),
      ...(quiet > 0 ? [dim(`${count(quiet, 'statement')} beside touch nothing that was there before`, options)] : []),
    ],
    shade(failed ? 'fail' : 'pass', state, options),
  )
}

function statementLines(
  { file, line, statement, excerpt, ms, locks, rewritten, error }: Performed,
  options: TextOptions,
): string[] {
  const width = bodyWidth(options) - 2
  const said = [
    ...[...Map.groupBy(locks, ({ relation }) => relation)].map(
      ([relation, own]) => `locks ${relation}: ${own.map(({ mode }) => mode).join(', ')}`,
    ),
    ...rewritten.map((relation) => `rewrites ${relation}`),
  ]
  return [
    `${file}:${error?.line ?? line}, statement ${statement}, ${ms}ms`,
    ...(error ? errorLines(error) : [dim(`  ${visible(excerpt).slice(0, width)}`, options)]),
    ...said.map((text) => `  ${text}`),
  ]
}

/** What PostgreSQL said of a statement, with the line of the file and a caret under the place. */
export function errorLines({ sqlstate, message, detail, hint, column, text }: Omit<PlacedError, 'line'>): string[] {
  const shown = visible(text.replaceAll('\t', ' '))
  const from = column === null || column < 60 ? 0 : column - 40
  return [
    `  ${sqlstate ?? 'error'}: ${visible(message)}`,
    ...(detail ? [`  ${visible(detail)}`] : []),
    ...(hint ? [`  hint: ${visible(hint)}`] : []),
    `    ${from > 0 ? '…' : ''}${shown.slice(from, from + 100)}`,
    ...(column === null ? [] : [`    ${from > 0 ? ' ' : ''}${' '.repeat(column - 1 - from)}^`]),
  ]
}
