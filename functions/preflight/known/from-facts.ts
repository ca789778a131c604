import { kindOf, nameOf, nameParts, parentsOf, type Fact } from '../../model/fact.ts'
import type { SqlParser } from '../parse/parser.ts'
import { nothingKnown, type Known } from './known.ts'
import { learn } from './learn.ts'
import { ATTRIBUTES, learnPlain } from './plain.ts'

/**
 * Statements that would make some facts of a target again, as far as lint and probes need to know them: to be parsed
 * and learned from. They are never run.
 */
export const statementsFrom = (facts: readonly Fact[]): string[] => inOrder(facts).flatMap(statementFrom)

/** The facts that matter, what others stand on first. */
function inOrder(facts: readonly Fact[]): Fact[] {
  const order = ['enum', 'table', 'view', 'matview', 'column', 'constraint', 'index', 'policy']
  return facts
    .map((fact) => ({ rank: order.indexOf(kindOf(fact.key)), fact }))
    .filter(({ rank }) => rank !== -1)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ fact }) => fact)
}

function statementFrom({ key, value }: Fact): string[] {
  const name = nameOf(key)
  const parts = nameParts(name)
  const table = parts.slice(0, -1).join('.')
  const last = parts.at(-1) ?? ''
  switch (kindOf(key)) {
    case 'enum':
      return [`create type ${name} as enum (${value.replace(/^enum \(?|\)$/g, '')})`]
    case 'table':
      return [
        tableFrom(name, value),
        ...(/row level security enabled/.test(value) ? [`alter table ${name} enable row level security`] : []),
      ]
    case 'view':
      return [`create view ${name} as select`]
    case 'matview':
      return [`create materialized view ${name} as select`]
    case 'column':
      return [`alter table ${table} add column ${last} ${columnFrom(value)}`]
    case 'constraint':
      return [`alter table ${table} add constraint ${last} ${value}`]
    case 'index':
      return [value.replace(/ \(invalid\)$/, '')]
    case 'policy':
      return [`create policy ${last} on ${table}`]
    default:
      return []
  }
}

/** Only whether it is partitioned matters, not by what. */
const tableFrom = (name: string, value: string) =>
  `create table ${name} (${value.includes(' partition by ') ? 'x int) partition by range (x' : ''})`

/** The type of a column and whether it may be null: the rest of a column's fact is not the grammar of ADD COLUMN. */
function columnFrom(value: string): string {
  const [type = ''] = value.split(ATTRIBUTES)
  const [declared = ''] = value.split(/ default /)
  return `${type}${/ not null\b/.test(declared) ? ' not null' : ''}${/ default /.test(value) ? ' default null' : ''}`
}

/** The facts that lint and probes look at when statements use these names: of the tables that bear one, and what is theirs. */
export function factsOfNames(facts: readonly Fact[], names: readonly string[]): Fact[] {
  const wanted = new Set(names)
  // schema.object[.part]: the parts' own names are no reason, or every `id` would be one.
  const bears = (key: string) => wanted.has(bare(nameParts(nameOf(key))[1] ?? ''))
  return facts.filter((fact) => bears(fact.key) || parentsOf(fact).some(bears))
}

const bare = (part: string) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part)

/** What is known of a database from some of its facts, before any migration at hand. */
export function knownFrom(facts: readonly Fact[], parser: SqlParser): Known {
  const known = nothingKnown()
  for (const fact of inOrder(facts))
    if (!learnPlain(known, fact))
      for (const sql of statementFrom(fact)) for (const node of parser.parse(sql).nodes ?? []) learn(known, node, false)
  return known
}
