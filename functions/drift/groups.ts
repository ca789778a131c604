import { markAt, type BlueprintIndex, type GroupShards, type IndexedGroup, type Mark } from '../model/blueprint.ts'
import { groupId, type Fingerprint, type GroupName } from '../model/fact.ts'
import { hidesFacts } from '../model/lock.ts'
import { isPinned } from '../model/pinned.ts'

/** A group that must be looked into. `blueprint` null: no migration ever made anything of this kind in this schema. */
export interface OpenGroup extends GroupName {
  blueprint: IndexedGroup | null
  /** The target has facts in it. */
  live: boolean
}

/** Kinds that the catalog only counts (supabase/catalog/unmodelled.sql). */
export const isUnmodelled = (group: GroupName): boolean => group.kind.startsWith('unmodelled ')

/**
 * The groups whose digest is not the blueprint's at a position.
 * @param comparable whether the target's digests of a group mean anything (PostgreSQL 15 prints views its own way)
 */
export function openGroups(
  index: Pick<BlueprintIndex, 'groups'>,
  fingerprints: readonly Fingerprint[],
  position: number,
  comparable: (group: GroupName) => boolean,
): OpenGroup[] {
  const known = new Map(index.groups.map((group) => [groupId(group), group]))
  const live = new Map(fingerprints.map((fingerprint) => [groupId(fingerprint), fingerprint]))
  return [...new Set([...known.keys(), ...live.keys()])].flatMap((id) => {
    const blueprint = known.get(id) ?? null
    const fingerprint = live.get(id)
    const group = blueprint ?? fingerprint
    if (group === undefined || isUnmodelled(group) || isPinned(group.kind)) return []
    if (comparable(group) && matches(markAt(blueprint?.marks ?? [], position), fingerprint)) return []
    return [{ kind: group.kind, schema: group.schema, blueprint, live: fingerprint !== undefined }]
  })
}

/** Whether a mark and a digest of the target say the same; a group without facts has no digest on either side. */
export const matches = ([, count, digest]: Mark, live: { count: number; digest: string } | undefined): boolean =>
  live === undefined ? count === 0 : count === live.count && digest === live.digest

/** Whether one of some migrations changed what the marks are of. */
export const isTouched = (marks: readonly Mark[], migrations: ReadonlySet<number>): boolean =>
  migrations.size > 0 && marks.some(([since]) => migrations.has(since))

/**
 * The shards of a group that differ: all of them where the target's digests mean nothing or there is only one.
 * @param also migrations whose shards are wanted even where nothing differs
 */
export function openShards(
  { shards }: GroupShards,
  live: readonly { shard: number; count: number; digest: string }[] | null,
  position: number,
  also: ReadonlySet<number> = new Set(),
): number[] {
  const all = shards.map((_, i) => i)
  if (live === null || shards.length === 1) return all
  const byShard = new Map(live.map((digest) => [digest.shard, digest]))
  return all.filter((i) => {
    const marks = shards[i]?.marks ?? []
    return isTouched(marks, also) || !matches(markAt(marks, position), byShard.get(i))
  })
}

/**
 * Whether what was read later of some groups is what their fingerprints were of. One snapshot does not see to it: what
 * PostgreSQL prints is always of the latest commit (ruleutils.c). A group on which a lock was taken since cannot be checked.
 */
export function addUp(before: readonly Fingerprint[], later: readonly Fingerprint[]): boolean {
  const known = new Map(before.map((fingerprint) => [groupId(fingerprint), fingerprint]))
  return later.every((group) => {
    const first = known.get(groupId(group))
    if (first === undefined) return false
    return first.digest === group.digest || (hidesFacts(group) && !hidesFacts(first))
  })
}
