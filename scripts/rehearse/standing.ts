import { quoted } from '../../functions/collect/catalog.ts'
import { compare, rootCauses, type Difference } from '../../functions/drift/compare.ts'
import { extensionKey, stubUnknowns, trust } from '../../functions/drift/unknowns.ts'
import { judgeJournal } from '../../functions/journal/judge.ts'
import { judged } from '../../functions/journal/judged.ts'
import type { Blueprint, FactVersion } from '../../functions/model/blueprint.ts'
import type { Fact } from '../../functions/model/fact.ts'
import type { Finding, Unknown } from '../../functions/model/finding.ts'
import type { Position } from '../../functions/model/run.ts'
import type { Live } from './live.ts'

/** Where a target stands in the history of its migrations. */
export interface Standing {
  position: Position
  /** applied[i]: the journal says so; runs[i]: Drizzle would run it now. */
  applied: boolean[]
  runs: boolean[]
  skipped: ReadonlySet<number>
  findings: Finding[]
}

/** Says what of the migrations was applied and what Drizzle would run. @param now ms since the epoch */
export function standingOf({ content }: Blueprint, { rows }: Pick<Live, 'rows'>, now: number): Standing {
  const { layout, migrations, journal } = content
  const input = { layout, migrations, rows, table: quoted(journal), now }
  const { position, applied, findings } = judgeJournal(input)
  const tags = new Set(findings.flatMap((finding) => (finding.type === 'journal.skipped' ? [finding.tag] : [])))
  const skipped = new Set(migrations.flatMap(({ tag }, i) => (tags.has(tag) ? [i] : [])))
  return { position, applied, runs: judged(input).runs, skipped, findings }
}

/** All versions of all facts of a blueprint. */
export const versionsOf = ({ content }: Blueprint): FactVersion[] =>
  content.groups.flatMap(({ shards }) => shards.flatMap(({ facts }) => facts))

/** How a catalog differs from what its blueprint expects of some applied migrations, as far as that is known. */
export interface Drifted {
  differences: Difference[]
  unknowns: Unknown[]
}

/** Compares a catalog with its blueprint as the checks do. */
export function driftOf(
  blueprint: Blueprint,
  facts: readonly Fact[],
  { applied, skipped }: Pick<Standing, 'applied' | 'skipped'>,
): Drifted {
  const { migrations, faults, stubs, platform } = blueprint.content
  const done = new Set(migrations.flatMap(({ tag }, i) => (applied[i] ? [tag] : [])))
  const ofApplied = ({ migration }: { migration: string }) => done.has(migration)
  const stubbed = new Set(stubs.map(({ extension }) => extensionKey(extension)))
  const all = compare(versionsOf(blueprint), facts, { applied, skipped })
  const { trusted, unknowns } = trust(
    all.filter(({ key }) => !stubbed.has(key)),
    faults.filter(ofApplied),
  )
  return {
    differences: trusted,
    unknowns: [...unknowns, ...stubUnknowns({ platform, stubs: stubs.filter(ofApplied) }, all)],
  }
}

/** The keys of root differences, each with its direction: `missing index:public.i`. */
export const rootLines = (differences: readonly Difference[]): string[] =>
  rootCauses(differences).map(({ direction, key }) => `${direction} ${key}`)
