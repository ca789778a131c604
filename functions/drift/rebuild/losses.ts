import type { Fact } from '../../model/fact.ts'
import { columnType } from '../mend/column.ts'
import { subjectOf } from '../mend/names.ts'
import type { Step } from './step.ts'

/** The same steps, those that lose data marked with what is lost. */
export function withLosses(steps: readonly Step[], from: readonly Fact[], to: readonly Fact[]): Step[] {
  const before = new Map(from.map((fact) => [fact.key, fact.value]))
  const after = new Map(to.map((fact) => [fact.key, fact.value]))
  return steps.map((step) => ({ ...step, destructive: step.destructive ?? lossOf(step, before, after) }))
}

type Values = ReadonlyMap<string, string>

function lossOf({ sql, fact }: Step, before: Values, after: Values): string | null {
  const { kind, name, object, part } = subjectOf(fact)
  if (sql.startsWith('drop table ')) return after.has(fact) ? null : `every row of ${name}`
  if (sql.startsWith('drop sequence ') && !after.has(fact)) return `the position of ${name}`
  if (/^alter table .* drop column /s.test(sql)) {
    return isComputed(before.get(fact)) ? null : `the values of ${object}.${part}`
  }
  if (/^alter table .* alter column .* drop identity/s.test(sql))
    return `the position of the sequence of ${kind === 'column' ? `${object}.${part}` : name}`
  if (kind === 'enum' && sql.includes('::text')) return lostLabels(before.get(fact), after.get(fact))
  if (kind === 'column' && / alter column .* type .* using /s.test(sql))
    return castLoss(before.get(fact), after.get(fact), `${object}.${part}`)
  return null
}

const isComputed = (value = '') => value.includes(' generated always as (')

const labelsOf = (value = ''): string[] => value.match(/'(?:[^']|'')*'/g) ?? []

function lostLabels(from: string | undefined, to: string | undefined): string | null {
  const lost = labelsOf(from).filter((label) => !labelsOf(to).includes(label))
  return lost.length === 0 ? null : `nothing by itself, but it fails while a row holds ${lost.join(' or ')}`
}

/** Type changes after which every value is what it was. */
const WIDER: readonly (readonly [RegExp, RegExp])[] = [
  [/^smallint$/, /^(?:integer|bigint|numeric|text)$/],
  [/^integer$/, /^(?:bigint|numeric|text)$/],
  [/^bigint$/, /^(?:numeric|text)$/],
  [/^real$/, /^double precision$/],
  [/^(?:character varying|citext|uuid|boolean|numeric)/, /^(?:text|character varying)$/],
  [/^json$/, /^text$/],
]

function castLoss(from = '', to = '', column: string): string | null {
  const [old, want] = [columnType(from), columnType(to)]
  if (old === want || WIDER.some(([a, b]) => a.test(old) && b.test(want)) || isLonger(old, want)) return null
  if (old.endsWith('[]') && !want.endsWith('[]')) return `all elements of ${column} but the first`
  return `what of the values of ${column} does not fit ${want}; a value that cannot be cast stops it`
}

const isLonger = (old: string, want: string) => {
  const [a, b] = [old, want].map((type) => /^(character varying|varchar|numeric)\((\d+)\)$/.exec(type))
  return a?.[1] !== undefined && a[1] === b?.[1] && Number(a[2]) <= Number(b[2])
}
