import { compare, rootCauses } from '../../functions/drift/compare.ts'
import { pinnedFindings } from '../../functions/drift/pinned.ts'
import type { FactVersion } from '../../functions/model/blueprint.ts'
import type { Fact } from '../../functions/model/fact.ts'
import { isPinnedFact } from '../../functions/model/pinned.ts'
import type { Differences } from './cases.ts'

/** All facts of one catalog, in order of key. */
export type Facts = readonly Fact[]

/**
 * What the product's own differ says of a blueprint of one migration, `before`, and a target, `after`: root causes. Of pinned
 * kinds, what it says where `before` was approved and `after` is.
 */
export const differences = (before: Facts, after: Facts): Differences => ({
  ...compared(before.filter(isCompared), after.filter(isCompared)),
  ...approved(before.filter(isPinnedFact), after.filter(isPinnedFact)),
})

const isCompared = (fact: Fact) => !isPinnedFact(fact)

function approved(before: Facts, after: Facts): Differences {
  const found = pinnedFindings(before, after)
  return Object.fromEntries(
    found.flatMap((finding) =>
      finding.type === 'drift.pinned'
        ? [[finding.fact, finding.pinned === null ? 'extra' : finding.target === null ? 'missing' : 'changed']]
        : [],
    ),
  )
}

function compared(before: Facts, after: Facts): Differences {
  const versions = before.map(({ key, parent, value }): FactVersion => [key, parent, value, 0, null])
  const found = compare(versions, after, { applied: [true], skipped: new Set() })
  return Object.fromEntries(rootCauses(found).map(({ key, direction }) => [key, direction]))
}

/** Facts as text, one line each: what must be equal on every PostgreSQL. */
export const factLines = (facts: Facts): string[] => facts.map(({ key, value }) => `${key} = ${value}`)
