import { z } from 'zod'
import { CATALOG_VERSION, type JournalTable, type Slice } from '../collect/catalog.ts'
import {
  moved,
  printsViewsQualified,
  readFacts,
  readFingerprints,
  readShards,
  type Fingerprints,
} from '../collect/read.ts'
import type { TargetSession } from '../collect/transport.ts'
import { compare, mergeReruns, missingForSkipped, rootCauses, type History } from '../drift/compare.ts'
import { driftFindings } from '../drift/findings.ts'
import { lockUnknowns } from '../drift/locks.ts'
import { addUp, isTouched, openGroups, openShards, type OpenGroup } from '../drift/groups.ts'
import { extensionKey, stubUnknowns, trust, unmodelledUnknowns } from '../drift/unknowns.ts'
import type { BlueprintIndex, BlueprintParts, FactVersion } from '../model/blueprint.ts'
import { groupId, type Fact } from '../model/fact.ts'
import { hidesFacts, type LockedFact } from '../model/lock.ts'
import { Finding, Unknown } from '../model/finding.ts'
import { sha256 } from '../model/parts.ts'

/** Remembers what a comparison found, by a digest of everything it depended on; a lasting drift is then read once. */
export interface DriftMemo {
  get(name: string): Promise<string | null>
  put(name: string, value: string): Promise<void>
}

/** What a comparison found. */
export const Drift = z.object({
  findings: z.array(Finding),
  unknowns: z.array(Unknown),
  /** By tag of a migration that Drizzle will skip: the facts that are missing because of it. */
  skipped: z.record(z.string(), z.array(z.string())),
})
export type Drift = z.infer<typeof Drift>

/** Grows when the same catalog and blueprint would give other findings than before: what was remembered no longer holds. */
const DRIFT_VERSION = 1

export interface DriftRequest {
  session: TargetSession
  journal: JournalTable
  blueprint: { index: BlueprintIndex; parts: BlueprintParts }
  fingerprints: Fingerprints
  /** Index of the newest applied migration. */
  position: number
  history: History
  memo: DriftMemo | null
}

/**
 * Compares a target with its blueprint. Reads from the target only what its fingerprints leave open.
 * @throws QueryFailed where the target could not be read, or changed meanwhile
 */
export async function measureDrift(request: DriftRequest): Promise<Drift> {
  const { blueprint, fingerprints, position } = request
  // What a skipped migration would have made is missing, though the digests agree on what was applied.
  const { skipped } = request.history
  const touched = new Set(blueprint.index.groups.filter(({ marks }) => isTouched(marks, skipped)).map(groupId))
  const groups = openGroups(
    blueprint.index,
    fingerprints.groups,
    position,
    (group) => !printsViewsQualified(fingerprints.server, group.kind) && !touched.has(groupId(group)),
  )
  if (groups.length === 0) return conclude(request, [], [], [])
  // What a lock hides is in no digest: such a comparison holds for this look only.
  const memo = fingerprints.groups.some(hidesFacts) ? null : request.memo
  const name = await memoName(request)
  const known = await memo?.get(name)
  if (known) {
    await assertUnmoved(request)
    return Drift.parse(JSON.parse(known))
  }
  const { drift, locked } = await compareGroups(request, groups)
  await assertUnmoved(request)
  if (locked === 0) await memo?.put(name, JSON.stringify(drift))
  return drift
}

/** Without one snapshot, what was read may be of before and after a migration: then the target is no longer as it was. */
async function assertUnmoved({ session, journal, fingerprints }: DriftRequest): Promise<void> {
  if (session.snapshot === 'look') return
  const now = await readFingerprints(session, journal)
  if (JSON.stringify(now) !== JSON.stringify(fingerprints)) throw moved()
}

const memoName = ({ blueprint, fingerprints, history }: DriftRequest) =>
  sha256(
    JSON.stringify([
      [CATALOG_VERSION, DRIFT_VERSION],
      blueprint.index.hash,
      history.applied.map(Number).join(''),
      [...history.skipped],
      fingerprints.groups,
    ]),
  )

/** `locked`: how many facts could not be read. */
async function compareGroups(
  request: DriftRequest,
  groups: readonly OpenGroup[],
): Promise<{ drift: Drift; locked: number }> {
  const { session, journal, fingerprints, blueprint } = request
  const slices = await openSlices(request, groups)
  const [versions, live] = await Promise.all([
    readVersions(blueprint.parts, slices),
    readFacts(
      session,
      journal,
      fingerprints.server,
      slices.filter(({ live }) => live),
    ),
  ])
  if (!addUp(fingerprints.groups, live.fingerprints)) throw moved()
  const facts = slices.flatMap((slice) => live.groups.get(groupId(slice)) ?? [])
  return { drift: conclude(request, versions, facts, live.locked), locked: live.locked.length }
}

type OpenSlice = Slice & { live: boolean; refs: string[] }

/** Narrows each open group to the shards that differ. */
async function openSlices(request: DriftRequest, groups: readonly OpenGroup[]): Promise<OpenSlice[]> {
  const { session, journal, blueprint, fingerprints, position, history } = request
  const sharded = groups.flatMap(({ kind, schema, live, blueprint: known }) =>
    live && known && known.shards > 1 && !printsViewsQualified(fingerprints.server, kind)
      ? [{ kind, schema, shards: known.shards }]
      : [],
  )
  const digests = Map.groupBy(await readShards(session, journal, sharded), groupId)
  const asked = new Set(sharded.map(groupId))
  return Promise.all(
    groups.map(async ({ kind, schema, live, blueprint: known }) => {
      if (known === null) return { kind, schema, live, shards: 1, refs: [] }
      const parts = await blueprint.parts.shards(known.ref)
      const id = groupId({ kind, schema })
      const only = openShards(parts, asked.has(id) ? (digests.get(id) ?? []) : null, position, history.skipped)
      return { kind, schema, live, shards: known.shards, only, refs: only.map((i) => parts.shards[i]?.ref ?? '') }
    }),
  )
}

async function readVersions(parts: BlueprintParts, slices: readonly OpenSlice[]): Promise<FactVersion[]> {
  const shards = await Promise.all(slices.flatMap(({ refs }) => refs.map((ref) => parts.facts(ref))))
  return shards.flat()
}

/** From what was read to findings and unknowns. What is locked is compared on neither side. */
function conclude(
  request: DriftRequest,
  declared: readonly FactVersion[],
  facts: readonly Fact[],
  locked: readonly LockedFact[],
): Drift {
  const hidden = new Set(locked.map(({ key }) => key))
  const versions = declared.filter(([key]) => !hidden.has(key))
  const { blueprint, fingerprints, history } = request
  const { migrations, faults, stubs, platform } = blueprint.index
  const stubbed = new Set(stubs.map(({ extension }) => extensionKey(extension)))
  const differences = compare(versions, facts, history)
  const applied = new Set(migrations.flatMap(({ tag }, i) => (history.applied[i] ? [tag] : [])))
  const ofApplied = ({ migration }: { migration: string }) => applied.has(migration)
  const { trusted, unknowns } = trust(
    differences.filter(({ key }) => !stubbed.has(key)),
    faults.filter(ofApplied),
  )
  const skipped = [...missingForSkipped(versions, facts, history)].map(([by, keys]) => [
    migrations[by]?.tag ?? '',
    keys,
  ])
  return {
    findings: driftFindings(mergeReruns(rootCauses(trusted), request.position), migrations),
    unknowns: [
      ...unknowns,
      ...stubUnknowns({ platform, stubs: stubs.filter(ofApplied) }, differences),
      ...unmodelledUnknowns(fingerprints.groups),
      ...lockUnknowns(locked),
    ],
    skipped: Object.fromEntries(skipped),
  }
}
