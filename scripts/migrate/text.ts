import {
  bodyWidth,
  dim,
  hang,
  mending,
  shade,
  visible,
  wrap,
  type TextOptions,
} from '../../functions/views/text/lines.ts'
import { count, list } from '../../functions/views/words/text.ts'
import { errorLines } from '../rehearse/text.ts'
import type { Ended } from './apply.ts'
import type { Ran, Stop } from './course.ts'
import { isOpen, type Passage } from './gate.ts'
import type { Plan } from './plan.ts'
import type { State } from './settle.ts'

const SHADES = { pass: 'pass', warn: 'warn', stop: 'fail', unknown: 'unknown' } as const

const joined = (lines: readonly string[]) => `${lines.join('\n')}\n`

/** What a gate said; in full where it does not simply pass. */
export function passageText({ gate, outcome, said, details, skipped }: Passage, options: TextOptions): string {
  const width = bodyWidth(options)
  const open = isOpen({ gate, outcome, said, details, skipped })
  const goesOn =
    skipped === null || outcome === 'pass' || outcome === 'warn' ? [] : [`goes on all the same: ${skipped}`]
  const label = open && goesOn.length > 0 ? 'skipped' : outcome
  const lines = [
    ...wrap(`${gate}: ${said}`, width),
    ...details.flatMap(({ text, mend }) => [
      ...(text === '' ? [] : wrap(text, width - 2).map((line) => `  ${line}`)),
      ...(goesOn.length > 0 ? [] : mending(mend, width - 4).map((line) => `    ${line}`)),
    ]),
    ...goesOn.flatMap((text) => wrap(text, width)),
  ]
  return joined(hang(label, lines, shade(label === 'skipped' ? 'warn' : SHADES[outcome], label, options)))
}

/** A piece that ran: where it stands, what PostgreSQL answered, and how long it took. */
export function ranText({ file, line, excerpt, answers, ms }: Ran, options: TextOptions): string {
  const said = answers
    .filter(({ command }) => command !== '')
    .map(({ command, rows }) => (rows === null ? command : `${command} ${rows}`))
    .join(', ')
  return joined(
    hang(`${ms} ms`, [
      `${file}:${line} ${dim(said, options)}`,
      dim(visible(excerpt).slice(0, bodyWidth(options)), options),
    ]),
  )
}

/** Where a run stopped, and what PostgreSQL said. `cause`: what put there what is in the way, where that is known. */
export function stopText(stop: Stop, lost: boolean, cause: readonly string[], options: TextOptions): string {
  const width = bodyWidth(options)
  const { place } = stop
  const where = place
    ? `${place.file}:${place.line}${place.column === null ? '' : `:${place.column}`}, statement ${place.statement}`
    : WHERE[stop.at](stop.migration)
  const label = lost ? 'LOST' : 'FAILED'
  const said = errorLines({ ...stop, column: place?.column ?? null, text: place?.text ?? '' })
  return joined(
    hang(
      label,
      [
        ...wrap(lost ? `the connection was lost ${place ? 'at ' : ''}${where}` : where, width),
        ...said.filter((line) => line.trim() !== ''),
        ...cause.flatMap((text) => mending([text], width)),
      ],
      shade('fail', label, options),
    ),
  )
}

const WHERE: Readonly<Record<Stop['at'], (migration: string | null) => string>> = {
  begin: () => 'before the first statement',
  journal: () => 'at the journal table, before the first statement',
  moved: () => 'before the first statement',
  statement: (migration) => `in ${migration}`,
  row: (migration) => `at the journal row of ${migration}`,
  commit: () => 'at COMMIT',
}

/** What of a run is in, and what is not; nothing is left to be guessed. */
export function stateText(plan: Plan, ended: Ended, state: State, next: string, options: TextOptions): string {
  const width = bodyWidth(options)
  const doubtful = ended.ended === 'lost' && state.unrecorded.length > 0 ? ended.stop?.place : null
  const lines = [
    ...saidOf(plan, ended, state),
    ...state.unrecorded.map(
      ({ file, line, excerpt }) => `in, though no row says so: ${file}:${line} ${visible(excerpt)}`,
    ),
    ...(doubtful ? [`nobody can say whether ${doubtful.file}:${doubtful.line}, which was under way, is in`] : []),
  ]
  return [
    ...hang(
      'state',
      lines.flatMap((line) => wrap(line, width)),
    ),
    ...hang('next', [next]),
    '',
  ].join('\n')
}

function saidOf({ runs, live }: Plan, ended: Ended, { state, recorded, missing, reason }: State): string[] {
  const before = live.rows.state === 'read' ? live.rows.rows.length : 0
  const lost = ended.ended === 'lost'
  switch (state) {
    case 'applied':
      return lost
        ? [`all of it is in: the commit went through, only its answer was lost (${list(recorded)})`]
        : [`in: ${list(recorded, 10)}`]
    case 'nothing':
      return [
        `nothing of this run is in: PostgreSQL rolled back ${count(ended.ran.length, 'statement')} that had run`,
        `the journal holds ${count(before, 'row')}, as before; not in: ${list(missing, 10)}`,
      ]
    case 'partly':
      return [
        `part of it is in: ${recorded.length > 0 ? list(recorded, 10) : 'no migration as a whole'}`,
        `not in as a whole: ${list(missing, 10)}`,
      ]
    case 'in doubt':
      return [
        `in doubt: whether ${list(
          runs.map(({ file }) => file.tag),
          10,
        )} is in could not be looked at: ${reason}`,
      ]
  }
}
