import type { Fact } from '../model/fact.ts'
import type { Finding } from '../model/finding.ts'

/** What a target no longer has as it was pinned: a finding for each fact that is gone, new or changed, by key. */
export function pinnedFindings(pinned: readonly Fact[], live: readonly Fact[]): Finding[] {
  const [then, now] = [valuesOf(pinned), valuesOf(live)]
  const keys = [...new Set([...then.keys(), ...now.keys()])].toSorted()
  return keys
    .filter((key) => then.get(key) !== now.get(key))
    .map((key) => ({
      type: 'drift.pinned',
      key: `drift:${key}`,
      severity: 'high',
      fact: key,
      pinned: then.get(key) ?? null,
      target: now.get(key) ?? null,
      mend: [],
    }))
}

const valuesOf = (facts: readonly Fact[]) => new Map(facts.map(({ key, value }) => [key, value]))
