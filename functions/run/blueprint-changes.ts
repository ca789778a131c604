import { factsBetween, migrationsBetween } from '../drift/between.ts'
import { markAt, type BlueprintIndex, type BlueprintParts, type IndexedGroup } from '../model/blueprint.ts'
import type { BlueprintComparison } from '../model/comparison.ts'
import { groupId, type Fact } from '../model/fact.ts'

interface Whole {
  index: BlueprintIndex
  parts: BlueprintParts
}

/**
 * What changed between two blueprints, each at the end of its migrations. Reads only the groups and shards that differ.
 * @throws MissingPart where the store has not all of them
 */
export async function blueprintChanges(from: Whole, to: Whole): Promise<BlueprintComparison> {
  const [left, right] = [endsOf(from.index), endsOf(to.index)]
  const differs = (id: string) => left.get(id)?.digest !== right.get(id)?.digest
  const open = new Set([...left.keys(), ...right.keys()].filter(differs))
  const [before, after] = await Promise.all([factsOf(from, open), factsOf(to, open)])
  return {
    from: { hash: from.index.hash, tag: from.index.tag },
    to: { hash: to.index.hash, tag: to.index.tag },
    migrations: migrationsBetween(from.index.migrations, to.index.migrations),
    differences: factsBetween(before, after),
  }
}

/** By group: its digest once all migrations are applied. An empty group is none. */
function endsOf({ groups, migrations }: BlueprintIndex): Map<string, IndexedGroup & { digest: string }> {
  return new Map(
    groups.flatMap((group) => {
      const [, count, digest] = markAt(group.marks, migrations.length - 1)
      return count === 0 ? [] : [[groupId(group), { ...group, digest }]]
    }),
  )
}

/** The facts that hold at the end, of some groups. */
async function factsOf({ index, parts }: Whole, open: ReadonlySet<string>): Promise<Fact[]> {
  const groups = index.groups.filter((group) => open.has(groupId(group)))
  const shards = (await Promise.all(groups.map(({ ref }) => parts.shards(ref)))).flatMap((group) => group.shards)
  const versions = (await Promise.all(shards.map(({ ref }) => parts.facts(ref)))).flat()
  return versions.flatMap(([key, parent, value, , until]) => (until === null ? [{ key, parent, value }] : []))
}
