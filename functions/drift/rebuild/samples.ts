import { kindOf, type Fact } from '../../model/fact.ts'
import { columnType } from '../mend/column.ts'
import { subjectOf } from '../mend/names.ts'

/** Rows to try a way on: several sets of values, of which the first that the table takes is meant. */
export interface SampleTable {
  /** As SQL writes it. */
  table: string
  /** INSERT statements: rows[n] holds the attempts for the nth row. */
  rows: string[][]
}

/** So many rows in each table: two show that rows are told apart. */
const ROWS = 2

/** A column, as far as its sample needs it. */
interface Column {
  name: string
  type: string
  needed: boolean
}

/**
 * Sample rows for every table that a catalog holds (but partitions, which get theirs through their table). The nth value
 * of a type is the same in all tables, so that foreign keys find what they refer to.
 */
export function sampleTables(facts: readonly Fact[]): SampleTable[] {
  const types = new Map(
    facts.filter(({ key }) => TYPES.has(kindOf(key))).map((fact) => [subjectOf(fact.key).name, fact.value]),
  )
  const byTable = Map.groupBy(
    facts.filter(({ key, value }) => kindOf(key) === 'column' && !value.includes(' generated always as (')),
    ({ key }) => subjectOf(key).object,
  )
  const checks = Map.groupBy(
    facts.filter(({ key, value }) => kindOf(key) === 'constraint' && value.startsWith('CHECK')),
    ({ key }) => subjectOf(key).object,
  )
  return facts
    .filter(({ key, value }) => kindOf(key) === 'table' && !/^(?:unlogged )?table partition of /.test(value))
    .map(({ key }) => {
      const table = subjectOf(key).name
      const columns = (byTable.get(table) ?? []).map(columnOf)
      const hints = literalsIn((checks.get(table) ?? []).map(({ value }) => value).join(' '))
      return { table, rows: Array.from({ length: ROWS }, (_, i) => attemptsAt(table, columns, types, hints, i + 1)) }
    })
}

const TYPES = new Set(['enum', 'domain', 'composite', 'range'])

const columnOf = ({ key, value }: Fact): Column => ({
  name: subjectOf(key).part,
  type: columnType(value),
  needed: / not null\b/.test(value),
})

/** Strings that a table's checks name: one of them may be what they want. */
const literalsIn = (text: string): string[] => [...new Set(text.match(/'(?:[^']|'')*'/g) ?? [])].slice(0, 6)

function attemptsAt(
  table: string,
  columns: readonly Column[],
  types: ReadonlyMap<string, string>,
  hints: readonly string[],
  n: number,
): string[] {
  const values = (hint: string | null) =>
    columns.flatMap((column) => {
      const value = hint !== null && isText(column.type) ? hint : sampleOf(column.type, n, types)
      return value === null && !column.needed ? [] : [{ name: column.name, value: value ?? 'null' }]
    })
  return [null, ...hints, ...LIKELY.map((likely) => likely(n))].map((hint) => insertOf(table, values(hint)))
}

function insertOf(table: string, values: readonly { name: string; value: string }[]): string {
  if (values.length === 0) return `insert into ${table} default values;`
  const names = values.map(({ name }) => name).join(', ')
  return `insert into ${table} (${names}) overriding system value values (${values.map(({ value }) => value).join(', ')});`
}

/** What a check that names no value may ask of a text. */
const LIKELY: readonly ((n: number) => string)[] = [
  (n) => `'sample${n}@example.com'`,
  (n) => `'https://example.com/sample${n}'`,
  (n) => `'${'AB'.charAt(n - 1)}B'`,
  (n) => `'+4930000000${n}'`,
]

const isText = (type: string) => /^(?:text|character|citext)/.test(type)

const SAMPLES: readonly (readonly [RegExp, (n: number, width: number) => string])[] = [
  [/^(?:smallint|integer|bigint|numeric|real|double precision|money|oid)\b/, (n) => `${n}`],
  [/^(?:text|citext|name|(?:extensions|public)\.citext)$/, (n) => `'sample${n}'`],
  [/^character(?: varying)?\b/, (n, width) => `'${`sample${n}`.slice(-Math.max(width, 1))}'`],
  [/^"char"$/, (n) => `'${n}'`],
  [/^boolean$/, (n) => `${n % 2 === 0}`],
  [/^uuid$/, (n) => `'00000000-0000-4000-8000-00000000000${n}'`],
  [/^(?:date|timestamp)\b/, (n) => `'2025-01-0${n}'`],
  [/^time\b/, (n) => `'0${n}:00'`],
  [/^interval\b/, (n) => `'${n} days'`],
  [/^jsonb?$/, (n) => `'{"sample": ${n}}'`],
  [/^bytea$/, (n) => `'\\x0${n}'`],
  [/^(?:inet|cidr)$/, (n) => `'10.0.0.${n}'`],
  [/^macaddr$/, (n) => `'08:00:2b:01:02:0${n}'`],
  [/^bit\b/, (n, width) => `'${String(n % 2).repeat(Math.max(width, 1))}'`],
  [/^point$/, (n) => `'(${n},${n})'`],
  [/^tsvector$/, (n) => `'sample${n}'`],
  [/^(?:int4range|int8range|numrange)$/, (n) => `'[${n},${n + 1})'`],
  [/^(?:daterange|tsrange|tstzrange)$/, (n) => `'[2025-01-0${n},2025-01-0${n + 1})'`],
]

/** The nth value of a type, as SQL writes it; null where none is known. */
function sampleOf(type: string, n: number, types: ReadonlyMap<string, string>): string | null {
  if (type.endsWith('[]')) {
    const element = sampleOf(type.slice(0, -2), n, types)
    return element === null ? `'{}'` : `array[${element}]::${type}`
  }
  const width = Number(/\((\d+)/.exec(type)?.[1] ?? (/^(?:character|bit)$/.test(type) ? 1 : 99))
  const known = SAMPLES.find(([pattern]) => pattern.test(type))
  if (known) return known[1](n, width)
  return ofOwnType(types.get(type) ?? '', n, types)
}

function ofOwnType(value: string, n: number, types: ReadonlyMap<string, string>): string | null {
  if (value.startsWith('enum ')) {
    const labels = value.match(/'(?:[^']|'')*'/g) ?? []
    return labels[(n - 1) % Math.max(labels.length, 1)] ?? null
  }
  const base = /^domain as (.+?)(?: collate | default | not null| constraint |$)/.exec(value)?.[1]
  const hint = /'(?:[^']|'')*'::text/.exec(value)?.[0]
  return base === undefined ? null : (hint ?? sampleOf(base, n, types))
}
