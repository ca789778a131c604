import { compare, rootCauses } from '../../functions/drift/compare.ts'
import type { FactVersion } from '../../functions/model/blueprint.ts'
import type { Fact } from '../../functions/model/fact.ts'
import type { Differences } from './cases.ts'

/** All facts of one catalog, in order of key. */
export type Facts = readonly Fact[]

/** What the product's own differ says of a blueprint of one migration, `before`, and a target, `after`: root causes. */
export function differences(before: Facts, after: Facts): Differences {
  const versions = before.map(({ key, parent, value }): FactVersion => [key, parent, value, 0, null])
  const found = compare(versions, after, { applied: [true], skipped: new Set() })
  return Object.fromEntries(rootCauses(found).map(({ key, direction }) => [key, direction]))
}

/** Facts as text, one line each: what must be equal on every PostgreSQL. */
export const factLines = (facts: Facts): string[] => facts.map(({ key, value }) => `${key} = ${value}`)
