import type { Purpose, Step } from '../../functions/drift/rebuild/step.ts'
import { count } from '../../functions/views/words/text.ts'
import type { ProvenWay } from './prove.ts'

const WORDS: Readonly<Record<Purpose, string>> = {
  make: 'make',
  change: 'change',
  remove: 'remove',
  aside: 'put aside, to be made again below:',
  back: 'make again',
}

/** A remark of SQL, every line of it. */
export const remark = (text: string): string =>
  text
    .split('\n')
    .map((line) => `-- ${line}`.trimEnd())
    .join('\n')

/** The statements of a way, each fact named once, with what is lost and what rows must bring. */
export function stepsText({ steps, needs }: Pick<ProvenWay, 'steps' | 'needs'>, between = '\n'): string {
  return steps.map((step, i) => stepText(step, steps[i - 1], needs)).join(between)
}

function stepText(step: Step, before: Step | undefined, needs: ProvenWay['needs']): string {
  const { fact, purpose, sql, destructive } = step
  const named = before?.fact === fact && before.purpose === purpose
  const need = named ? undefined : needs.find((one) => one.fact === fact)
  return [
    ...(named ? [] : [remark(`${WORDS[purpose]} ${fact}`)]),
    ...(destructive === null ? [] : [remark(`destructive: ${destructive}`)]),
    ...(need ? [remark(`rows that are there must bring what it asks for, or it fails: ${need.reason}`)] : []),
    sql,
  ].join('\n')
}

/** What was proven of a way, and where, in remarks. */
export function provenText({ rows, steps, needs, reprinted }: ProvenWay, on: string): string {
  const lost = steps.filter(({ destructive }) => destructive !== null).length
  const lines = [
    `Proven in ${on}: the catalog afterwards is the one that is wanted.`,
    ...(needs.length > 0 ? ['Found on empty tables only: rows stand in the way where it says so below.'] : []),
    ...(rows.tables.length > 0
      ? [`Sample rows in ${count(rows.tables.length, 'table')} came through in all columns that stay.`]
      : []),
    ...(rows.empty.length > 0 && needs.length === 0
      ? [`No sample rows could be made for ${rows.empty.join(', ')}: nothing is proven of theirs.`]
      : []),
    ...(reprinted.length > 0
      ? [`As wanted, though PostgreSQL prints it with another text: ${reprinted.join(', ')}.`]
      : []),
    ...(lost > 0
      ? [
          `${count(lost, 'step')} below (destructive) cannot be undone: what is lost there comes back only from a backup.`,
        ]
      : []),
  ]
  return remark(lines.join('\n'))
}
