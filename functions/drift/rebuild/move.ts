import { kindOf, parentsOf, type Fact } from '../../model/fact.ts'
import { continueAfterRows } from '../mend/column.ts'
import { creations } from '../mend/create.ts'
import { bare, subjectOf } from '../mend/names.ts'
import { standardLiteral } from '../../model/sql.ts'
import { isIdentity, ownSequence } from '../mend/sequence.ts'
import { hangersOn } from './dependents.ts'
import type { Remade } from './remade.ts'
import { identifier } from '../../model/sql.ts'

/**
 * Makes a table anew (its partition key cannot be changed) and moves its rows over: one step, so that the old table never
 * goes before its rows are in the new one.
 */
export function moved(old: Fact, want: Fact, from: readonly Fact[], to: readonly Fact[]): Remade {
  const [gone, made] = [familyOf(old.key, from), familyOf(want.key, to)]
  const { name } = subjectOf(old.key)
  const tables = gone.filter(({ key }) => kindOf(key) === 'table')
  const sequences = from.filter(
    (fact) => kindOf(fact.key) === 'sequence' && parentsOf(fact).some((key) => isColumnOf(name, key)),
  )
  const identities = sequences.filter(({ value }) => isIdentity(value))
  const owned = sequences.filter((sequence) => !identities.includes(sequence))
  const statements = [
    ...owned.map(({ key }) => `alter sequence ${subjectOf(key).name} owned by none;`),
    ...identities.flatMap(dropIdentity),
    ...tables.map(({ key }) => `alter table ${subjectOf(key).name} rename to ${aside(key).part};`),
    ...creations([...made, ...to.filter((fact) => identities.some(({ key }) => key === fact.key))]).map(
      ({ sql }) => sql,
    ),
    ...copyRows(old.key, gone, made),
    `drop table ${aside(old.key).name};`,
    ...owned.flatMap(ownSequence),
    ...identities.flatMap((sequence) => goOn(sequence, made)),
  ]
  return {
    gone: [...gone, ...identities],
    made: [...made, ...to.filter((fact) => identities.some(({ key }) => key === fact.key))],
    users: [...new Set(tables.flatMap(({ key }) => hangersOn(key, from)))],
    steps: [
      { sql: statements.join('\n'), fact: old.key, purpose: 'change', destructive: leftBehind(name, gone, made) },
    ],
  }
}

const isColumnOf = (table: string, key: string) => kindOf(key) === 'column' && subjectOf(key).object === table

/** A table, its partitions and theirs, with their columns. */
function familyOf(key: string, facts: readonly Fact[]): Fact[] {
  const own = facts.filter((fact) => fact.key === key || isColumnOf(subjectOf(key).name, fact.key))
  const parts = facts.filter((fact) => kindOf(fact.key) === 'table' && parentsOf(fact).includes(key))
  return [...own, ...parts.flatMap((part) => familyOf(part.key, facts))]
}

function aside(key: string): { name: string; part: string } {
  const { object, part } = subjectOf(key)
  const own = identifier(`${bare(part)}__old`)
  return { name: `${object}.${own}`, part: own }
}

const ownerOf = (sequence: Fact) => parentsOf(sequence).find((key) => kindOf(key) === 'column') ?? ''

function dropIdentity(sequence: Fact): string[] {
  const { object, part } = subjectOf(ownerOf(sequence))
  return [`alter table ${object} alter column ${part} drop identity;`]
}

/** Columns that the new table has no place for. */
function leftBehind(table: string, gone: readonly Fact[], made: readonly Fact[]): string | null {
  const has = new Set(made.map(({ key }) => key))
  const lost = gone.filter(({ key }) => isColumnOf(table, key) && !has.has(key)).map(({ key }) => subjectOf(key).name)
  return lost.length === 0 ? null : `the values of ${lost.join(', ')}`
}

/** Only what both have, and what is not computed, can be copied. */
function copyRows(key: string, gone: readonly Fact[], made: readonly Fact[]): string[] {
  const { name } = subjectOf(key)
  const had = new Set(gone.map((fact) => fact.key))
  const columns = made
    .filter((fact) => isColumnOf(name, fact.key) && had.has(fact.key) && !fact.value.includes(' generated always as ('))
    .map((fact) => subjectOf(fact.key).part)
    .join(', ')
  return columns === ''
    ? []
    : [`insert into ${name} (${columns}) overriding system value select ${columns} from ${aside(key).name};`]
}

function goOn(sequence: Fact, made: readonly Fact[]): string[] {
  const owner = ownerOf(sequence)
  return made.some(({ key }) => key === owner)
    ? [continueAfterRows(owner, standardLiteral(subjectOf(sequence.key).name))]
    : []
}
