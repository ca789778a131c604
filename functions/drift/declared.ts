import { inForce, type Declaration } from '../model/declared.ts'
import { kindOf, type Fact } from '../model/fact.ts'
import type { FindingOf } from '../model/finding.ts'
import { grantOf, untold, withoutGrantor, wordsOf } from './held.ts'
import { rightsStatements } from './mend/rights.ts'
import { rightsSeverity } from './rights-severity.ts'

type Declared = FindingOf<'drift.declared'>

/** What a blueprint says about pinned facts, and which of its migrations the target has. */
export interface DeclaredHistory {
  declared: readonly Declaration[]
  migrations: readonly { tag: string }[]
  /** applied[i]: is migrations[i] applied */
  applied: readonly boolean[]
}

/**
 * On which facts a target differs from what its applied migrations declare with explicit statements. What they say nothing
 * of is not judged here; neither is what belongs to an object that is not there, whose loss is told of itself.
 * @param live the target's facts of the groups that `declaredGroups` names
 */
export function judgeDeclared({ declared, migrations, applied }: DeclaredHistory, live: readonly Fact[]): Declared[] {
  const facts = new Map(live.map((fact) => [fact.key, fact]))
  const byFact = Map.groupBy(inForce(declared, applied), ({ fact }) => fact)
  return [...byFact].flatMap(([fact, said]) => {
    const [{ parent } = { parent: null }] = said
    if (parent !== null && kindOf(fact) !== 'default_privilege' && !facts.has(parent)) return []
    if (kindOf(fact) === 'owner' && !facts.has(fact)) return []
    // A role that touches nothing is no fact, so that its absence says nothing.
    if (kindOf(fact) === 'role' && !facts.has(fact)) return []
    return findingOf(fact, said, facts, (index) => migrations[index]?.tag ?? '')
  })
}

/** The groups whose facts `judgeDeclared` must see. */
export function declaredGroups(declared: readonly Declaration[], applied: readonly boolean[]) {
  const groups = inForce(declared, applied).flatMap(({ fact, schema, parent }) => [
    { kind: kindOf(fact), schema },
    ...(parent?.startsWith('owner:') === true ? [{ kind: 'owner', schema }] : []),
  ])
  return [...new Map(groups.map((group) => [`${group.kind}\n${group.schema}`, group])).values()]
}

/** The words that declarations speak of, by fact key; `*` where they speak of the whole value. */
export function inForceWords(declared: readonly Declaration[]): Map<string, ReadonlySet<string> | '*'> {
  const words = new Map<string, Set<string> | '*'>()
  for (const one of declared) {
    const known = words.get(one.fact)
    if (one.says === 'value' || known === '*') words.set(one.fact, '*')
    else words.set(one.fact, new Set([...(known ?? []), ...one.holds, ...one.lacks]))
  }
  return words
}

function findingOf(
  fact: string,
  said: readonly Declaration[],
  facts: ReadonlyMap<string, Fact>,
  tagOf: (index: number) => string,
): Declared[] {
  const target = facts.get(fact)?.value ?? null
  const broken = said.map((one) => ({ one, ...breach(one, target, facts) })).filter((one) => one.differs)
  const [first] = broken.toSorted((a, b) => b.one.by - a.one.by)
  if (first === undefined) return []
  const missing = broken.flatMap((one) => one.missing)
  const extra = broken.flatMap((one) => one.extra)
  const declared = first.one.says === 'value' ? { declared: first.one.value } : {}
  const wanted = first.one.says === 'value' ? first.one.value : wantedOf(fact, said, target)
  const shift = declared.declared === undefined ? { gained: extra, lost: missing } : wholly(target, first.one)
  return [
    {
      type: 'drift.declared',
      key: `drift:declared:${fact}`,
      severity: rightsSeverity({ key: fact, ...shift }),
      fact,
      migration: tagOf(first.one.by),
      missing,
      extra,
      ...declared,
      target,
      mend: rightsStatements({ key: fact, wanted, target, missing, extra }),
    },
  ]
}

const wholly = (target: string | null, one: Declaration) => ({
  gained: target === null ? [] : [target],
  lost: one.says === 'value' && one.value !== null ? [one.value] : [],
})

function breach(one: Declaration, target: string | null, facts: ReadonlyMap<string, Fact>) {
  if (one.says === 'value') return { differs: one.value !== target, missing: [], extra: [] }
  const held = wordsHeld(one.fact, target, facts)
  const missing = one.holds.filter((word) => !held.has(word))
  const extra = one.lacks.filter((word) => held.has(word))
  return { differs: missing.length + extra.length > 0, missing, extra }
}

/** Whoever granted it, it is held. */
function wordsHeld(fact: string, target: string | null, facts: ReadonlyMap<string, Fact>): Set<string> {
  const isGrant = ['privilege', 'default_privilege'].includes(kindOf(fact))
  const owner = isGrant ? facts.get(`owner:${grantOf(fact).object}`)?.value : undefined
  const value = target ?? (isGrant ? untold(fact, owner) : null)
  return new Set([...wordsOf(fact, value)].map(withoutGrantor))
}

/** Of a membership, whether it is to be at all. */
function wantedOf(fact: string, said: readonly Declaration[], target: string | null): string | null {
  if (kindOf(fact) !== 'member') return target
  const holds = said.flatMap((one) => (one.says === 'words' ? one.holds : []))
  return holds.includes('set true')
    ? holds.join(', ')
    : said.some((one) => one.says === 'words' && one.lacks.includes('set true'))
      ? null
      : target
}
