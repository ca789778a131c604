import type { ComparedSide, JournalComparison, MigrationDifference, SideDifference } from '../../model/comparison.ts'
import type { JournalRow } from '../../model/prediction.ts'
import { kindOf, nameOf } from '../../model/fact.ts'
import { count, short, stamp } from '../words/text.ts'

/** What the two sides are called. */
export interface Names {
  from: string
  to: string
}

/** One thing that differs, in words: where it is, what it is, and what each side has where both have something. */
export interface Told {
  where: string
  what: string
  sides: { name: string; value: string }[]
}

/** `table public.users, and 4 more with it`. */
export function toldFact({ fact, from, to, follows }: SideDifference, names: Names): Told {
  const more = follows.length === 0 ? '' : `, and ${count(follows.length, 'more fact')} with it`
  const what = `${kindOf(fact).replaceAll('_', ' ')} ${nameOf(fact)}${more}`
  if (to === null) return { where: `only ${names.from}`, what, sides: [] }
  if (from === null) return { where: `only ${names.to}`, what, sides: [] }
  const sides = [
    { name: names.from, value: from },
    { name: names.to, value: to },
  ]
  return { where: 'differs', what, sides }
}

/** Migrations that one folder has and the other has not, or not with the same text. */
export function toldMigration({ tag, on }: MigrationDifference, names: Names): Told {
  const where = on === 'both' ? 'differs' : `only ${names[on]}`
  return { where, what: `migration ${tag}${on === 'both' ? ', whose text is not the same' : ''}`, sides: [] }
}

/** Rows that one journal has and the other has not. */
export function toldRows({ onlyFrom, onlyTo }: JournalComparison, names: Names): Told[] {
  return [...onlyFrom.map(rowOn(names.from)), ...onlyTo.map(rowOn(names.to))]
}

const rowOn = (name: string) => (row: JournalRow) => ({ where: `only ${name}`, what: rowSaid(row), sides: [] })

const rowSaid = ({ id, hash, createdAt, name }: JournalRow) =>
  `journal row ${id ?? '?'}, ${name ?? short(hash)}, ${createdAt === null ? 'without a stamp' : `stamped ${stamp(createdAt)}`}`

/** `production · PostgreSQL 17.9 · 1204 facts · 10 journal rows · blueprint v1 (4f2a…)`. */
export const sideSaid = ({ environment, postgres, facts, rows, blueprint }: ComparedSide): string =>
  [
    environment,
    postgres === null ? 'could not be read' : `PostgreSQL ${postgres}`,
    ...(facts === null ? [] : [count(facts, 'fact')]),
    ...(postgres === null ? [] : [rows === null ? 'journal unknown' : count(rows, 'journal row')]),
    blueprint === null ? 'no blueprint' : `blueprint ${blueprint.tag} (${short(blueprint.hash)})`,
  ].join(' · ')
