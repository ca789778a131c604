import { kindOf, parentsOf, type Fact } from '../../model/fact.ts'
import { subjectOf } from '../mend/names.ts'

/**
 * Kinds whose objects hold no data of their own: dropped and made again, nothing is lost. A foreign table's rows are
 * elsewhere, a materialized view's are computed again.
 */
const STATELESS = new Set([
  'view', 'matview', 'rule', 'trigger', 'policy', 'index', 'constraint', 'statistics', 'function', 'procedure',
  'aggregate', 'operator', 'opclass', 'opfamily', 'cast', 'event_trigger', 'foreign_table', 'publication_table',
  'comment',
]) // prettier-ignore

/** Whether a fact's object can be dropped and made again without losing a row or a value. */
export const isStateless = ({ key, value }: Fact): boolean =>
  STATELESS.has(kindOf(key)) || (kindOf(key) === 'column' && value.includes(' generated always as ('))

/** The facts that go when some are dropped: what names one of them as a parent, and so on. */
export function dependentsOf(keys: ReadonlySet<string>, facts: readonly Fact[]): Fact[] {
  const children = new Map<string, Fact[]>()
  for (const fact of facts) {
    for (const parent of parentsOf(fact)) children.set(parent, [...(children.get(parent) ?? []), fact])
  }
  const found = new Set<Fact>()
  const visit = (key: string): void => {
    for (const child of children.get(key) ?? []) {
      if (keys.has(child.key) || found.has(child)) continue
      found.add(child)
      visit(child.key)
    }
  }
  for (const key of keys) visit(key)
  return [...found]
}

/**
 * The stateless facts that may hang on an object: its dependents, and what prints its name. PostgreSQL tracks more than
 * the parents of facts say, so this is rather too many than too few.
 */
export function hangersOn(key: string, facts: readonly Fact[]): string[] {
  const { kind, name, object, part } = subjectOf(key)
  const near = new Set(dependentsOf(new Set([key]), facts).map((fact) => fact.key))
  const isNamed = kind === 'column' ? namesColumn(object, part) : names(name.replace(/\(.*$/s, ''))
  return facts
    .filter((fact) => fact.key !== key && isStateless(fact) && (near.has(fact.key) || isNamed(fact)))
    .map((fact) => fact.key)
}

const names = (name: string) => {
  const word = new RegExp(`(?<![\\w$"])${escaped(name)}(?![\\w$"])`)
  return ({ key, value }: Fact) => word.test(key) || word.test(value)
}

/** A column is printed bare: only what belongs to its table is looked through. */
function namesColumn(object: string, part: string): (fact: Fact) => boolean {
  const table = names(object)
  const word = new RegExp(`(?<![\\w$"])${escaped(part)}(?![\\w$"])`)
  return (fact) => table(fact) && word.test(fact.value)
}

const escaped = (text: string) => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
