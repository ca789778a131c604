import { kindOf, type Fact } from '../../../functions/model/fact.ts'
import { isPinnedFact } from '../../../functions/model/pinned.ts'

/** What rows need to be there, and what that may need: no constraint, index or trigger that would look at each row. */
const BASE: ReadonlySet<string> = new Set([
  'schema', 'extension', 'fdw', 'server', 'user_mapping', 'collation', 'ts_dict', 'ts_config', 'enum', 'domain',
  'composite', 'range', 'sequence', 'function', 'procedure', 'aggregate', 'operator', 'opfamily', 'opclass', 'cast',
  'table', 'column', 'foreign_table',
]) // prettier-ignore

/** What a column's default may hang on in turn: a function on a view, a view on a primary key. */
const WIDER: ReadonlySet<string> = new Set([...BASE, 'view', 'matview', 'index'])

/** Facts that can be made: neither pinned nor only counted. */
export const makeable = (facts: readonly Fact[]): Fact[] =>
  facts.filter((fact) => !isPinnedFact(fact) && !kindOf(fact.key).startsWith('unmodelled '))

/**
 * What is made before the rows come, the least first: the second where the first lacks a table.
 * @param facts all that can be made
 */
export const shapesOf = (facts: readonly Fact[]): Fact[][] => [
  facts.filter(({ key }) => BASE.has(kindOf(key))).map(bare),
  facts.filter((fact) => WIDER.has(kindOf(fact.key)) || isKey(fact)).map(bare),
]

const isKey = ({ key, value }: Fact) => kindOf(key) === 'constraint' && /^(?:PRIMARY KEY|UNIQUE)/.test(value)

/** A table without what needs its indexes, or would keep its owner from filling it. */
function bare(fact: Fact): Fact {
  if (kindOf(fact.key) !== 'table') return fact
  return { ...fact, value: fact.value.replace(LATE, '') }
}

const LATE =
  /(?: replica identity (?:default|full|nothing|using index (?:"(?:[^"]|"")*"|[^\s"]+)))?(?: row level security (?:enabled and forced|enabled|disabled but forced))?$/

/** Facts of the one and, where it has none under that key, of the other. */
export function merged(first: readonly Fact[], other: readonly Fact[]): Fact[] {
  const keys = new Set(first.map(({ key }) => key))
  return [...first, ...other.filter(({ key }) => !keys.has(key))]
}
