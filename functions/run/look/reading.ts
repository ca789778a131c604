import type { JournalTable, Slice } from '../../collect/catalog.ts'
import { moved, printsViewsQualified, readFacts, readShards, type Fingerprints } from '../../collect/read.ts'
import type { TargetSession } from '../../collect/transport.ts'
import { candidatePoints, migrationsBetween } from '../../drift/attribution/candidates.ts'
import type { Closed } from '../../drift/attribution/pushed.ts'
import type { History } from '../../drift/compare.ts'
import { addUp, isTouched, openGroups, openShards, type OpenGroup } from '../../drift/groups.ts'
import type { BlueprintIndex, BlueprintParts, FactVersion } from '../../model/blueprint.ts'
import { groupId, type Fact } from '../../model/fact.ts'
import type { LockedFact } from '../../model/lock.ts'

/** A target, the blueprint that it is compared with, and what is known of both so far. */
export interface ReadingRequest {
  session: TargetSession
  journal: JournalTable
  blueprint: { index: BlueprintIndex; parts: BlueprintParts }
  fingerprints: Fingerprints
  /** Index of the newest applied migration. */
  position: number
  history: History
}

/** What was read of both sides, and what was left out since they agree on it. */
export interface Reading {
  versions: FactVersion[]
  facts: Fact[]
  closed: Closed[]
  /** Points of the history that the target may be nearer to than to the one that its journal claims. */
  candidates: number[]
  /** What is there, but could only be read by waiting for a lock. */
  locked: LockedFact[]
}

/** The groups that differ, and those that some migrations changed. */
export function groupsToOpen(
  { blueprint, fingerprints, position }: ReadingRequest,
  also: ReadonlySet<number>,
): OpenGroup[] {
  const touched = new Set(blueprint.index.groups.filter(({ marks }) => isTouched(marks, also)).map(groupId))
  return openGroups(
    blueprint.index,
    fingerprints.groups,
    position,
    (group) => !printsViewsQualified(fingerprints.server, group.kind) && !touched.has(groupId(group)),
  )
}

/**
 * Reads of a target and of its blueprint what differs between them, and what would show that the target is at another point
 * of the history.
 */
export async function readDifferent(request: ReadingRequest): Promise<Reading> {
  const { session, journal, fingerprints, blueprint, position, history } = request
  const { groups, migrations } = blueprint.index
  const isPlain = ({ kind }: { kind: string }) => !printsViewsQualified(fingerprints.server, kind)
  const candidates = candidatePoints(groups, fingerprints.groups, position, migrations.length, isPlain)
  const also = new Set([...history.skipped, ...migrationsBetween(position, candidates)])
  const open = groupsToOpen(request, also)
  const slices = await openSlices(request, open, also)
  const [versions, live] = await Promise.all([
    readVersions(blueprint.parts, slices),
    readFacts(
      session,
      journal,
      fingerprints.server,
      slices.filter((slice) => slice.live),
    ),
  ])
  const opened = new Set(open.map(groupId))
  const closed = [...groups.filter((group) => !opened.has(groupId(group))), ...slices.flatMap((slice) => slice.closed)]
  if (!addUp(fingerprints.groups, live.fingerprints)) throw moved()
  const facts = slices.flatMap((slice) => live.groups.get(groupId(slice)) ?? [])
  return { versions, facts, closed, candidates, locked: live.locked }
}

type OpenSlice = Slice & { live: boolean; refs: string[]; closed: Closed[] }

/** Narrows each open group to the shards that differ, and those that some migrations changed. */
async function openSlices(
  { session, journal, blueprint, fingerprints, position }: ReadingRequest,
  groups: readonly OpenGroup[],
  also: ReadonlySet<number>,
): Promise<OpenSlice[]> {
  const sharded = groups.flatMap(({ kind, schema, live, blueprint: known }) =>
    live && known && known.shards > 1 && !printsViewsQualified(fingerprints.server, kind)
      ? [{ kind, schema, shards: known.shards }]
      : [],
  )
  const digests = Map.groupBy(await readShards(session, journal, sharded), groupId)
  const asked = new Set(sharded.map(groupId))
  return Promise.all(
    groups.map(async ({ kind, schema, live, blueprint: known }) => {
      if (known === null) return { kind, schema, live, shards: 1, refs: [], closed: [] }
      const parts = await blueprint.parts.shards(known.ref)
      const id = groupId({ kind, schema })
      const only = openShards(parts, asked.has(id) ? (digests.get(id) ?? []) : null, position, also)
      const closed = parts.shards.flatMap(({ marks }, i) => (only.includes(i) ? [] : [{ kind, marks }]))
      const refs = only.map((i) => parts.shards[i]?.ref ?? '')
      return { kind, schema, live, shards: known.shards, only, refs, closed }
    }),
  )
}

async function readVersions(parts: BlueprintParts, slices: readonly OpenSlice[]): Promise<FactVersion[]> {
  const shards = await Promise.all(slices.flatMap(({ refs }) => refs.map((ref) => parts.facts(ref))))
  return shards.flat()
}
