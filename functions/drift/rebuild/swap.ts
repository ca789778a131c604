import { kindOf, parentsOf, type Fact } from '../../model/fact.ts'
import { definitionOf } from '../mend/column.ts'
import { creations } from '../mend/create.ts'
import { bare, nounOf, subjectOf } from '../mend/names.ts'
import { hangersOn } from './dependents.ts'
import type { Remade } from './remade.ts'
import type { Step } from './step.ts'
import { identifier } from '../../model/sql.ts'

/** Kinds of types that are made anew beside the old one, where they cannot be altered. */
export const SWAPPED = new Set(['enum', 'domain', 'range', 'composite'])

/** Makes a type anew and moves the columns over, through the text of their values: one step. */
export function swapped(old: Fact, want: Fact, from: readonly Fact[], to: readonly Fact[]): Remade {
  const { name, part } = subjectOf(old.key)
  const aside = identifier(`${bare(part)}__old`)
  const moved = `${name.slice(0, name.length - part.length)}${aside}`
  const noun = nounOf(kindOf(old.key))
  const columns = from.filter((fact) => kindOf(fact.key) === 'column' && isOf(name, fact) && !isInherited(fact))
  const wanted = new Map(to.map((fact) => [fact.key, fact]))
  const statements = [
    `alter ${noun} ${name} rename to ${aside};`,
    ...creations([want]).map(({ sql }) => sql),
    ...columns.flatMap((column) => moveColumn(column, wanted.get(column.key) ?? column, name)),
    `drop ${noun} ${moved};`,
  ]
  const steps: Step[] = [{ sql: statements.join('\n'), fact: old.key, purpose: 'change', destructive: null }]
  return { gone: [old], made: [want], users: hangersOn(old.key, from), steps }
}

const isOf = (name: string, { value }: Fact) => {
  const rest = value.startsWith(name) ? value.slice(name.length) : null
  return rest !== null && /^(?:\[\])?(?: |$)/.test(rest)
}

const isInherited = (fact: Fact) => parentsOf(fact).some((parent) => kindOf(parent) === 'column')

function moveColumn(column: Fact, want: Fact, type: string): string[] {
  const { object, part } = subjectOf(column.key)
  const array = column.value.startsWith(`${type}[]`) ? '[]' : ''
  const alter = (action: string) => `alter table ${object} alter column ${part} ${action};`
  const old = defaultOf(column.value)
  const next = defaultOf(want.value)
  return [
    ...(old === null ? [] : [alter('drop default')]),
    alter(`type ${type}${array} using ${part}::text${array}::${type}${array}`),
    ...(old === null ? [] : [alter(`set default ${next ?? old}`)]),
  ]
}

const defaultOf = (value: string): string | null => / default (.*)$/s.exec(definitionOf(value))?.[1] ?? null
