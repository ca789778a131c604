import type { Migration } from '../model/blueprint.ts'
import type { Fact } from '../model/fact.ts'
import type { Finding } from '../model/finding.ts'
import type { Cause } from '../model/findings/drift.ts'
import type { Difference, RootDifference } from './compare.ts'
import { alterStatements } from './mend/alter.ts'
import { createStatements } from './mend/create.ts'
import { dropStatements } from './mend/drop.ts'
import { severityOf } from './severity.ts'

/** The drift findings of some root differences; `causeOf` says what happened to each. */
export function driftFindings(
  roots: readonly RootDifference[],
  migrations: readonly Migration[],
  causeOf?: (root: RootDifference) => Cause,
): Finding[] {
  const tagOf: TagOf = (index) => migrations[index ?? -1]?.tag ?? null
  return roots.map((root) => findingOf(root, tagOf, causeOf?.(root)))
}

type TagOf = (index: number | null | undefined) => string | null

function findingOf(root: RootDifference, tagOf: TagOf, cause: Cause | undefined): Finding {
  const { expected, blueprint, target } = root
  const shared = {
    key: `drift:${root.key}`,
    severity: severityOf(root),
    fact: root.key,
    follows: root.follows.map(({ key }) => key).toSorted(),
    mend: mendOf(root),
    ...(cause && { cause }),
  }
  const made = tagOf(expected.now?.since)
  if (root.early && target !== null && expected.next?.value != null) {
    const pending = expected.next.value
    return { ...shared, type: 'drift.collision', migration: tagOf(expected.next.by), target, pending, blueprint }
  }
  if (blueprint !== null && target !== null) {
    return { ...shared, type: 'drift.changed', migration: made, blueprint, target }
  }
  return blueprint === null
    ? { ...shared, type: 'drift.extra', migration: tagOf(expected.removedBy), target: target ?? '' }
    : { ...shared, type: 'drift.missing', migration: made, blueprint }
}

function mendOf(root: RootDifference): string[] {
  const { key, parent, blueprint, target } = root
  if (blueprint !== null && target !== null) return alterStatements(key, target, blueprint, parent)
  if (blueprint === null) return dropStatements(targetFact(root), root.follows.map(targetFact))
  return createStatements([root, ...root.follows].flatMap(expectedFact))
}

const targetFact = ({ key, parent, target }: Difference): Fact => ({ key, parent, value: target ?? '' })

const expectedFact = ({ key, expected }: Difference): Fact[] =>
  expected.now === null ? [] : [{ key, parent: expected.now.parent, value: expected.now.value }]
