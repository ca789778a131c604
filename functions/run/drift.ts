import { z } from 'zod'
import { CATALOG_VERSION, type JournalTable, type Slice } from '../collect/catalog.ts'
import { printsViewsQualified, readFacts, readShards, type Fingerprints } from '../collect/read.ts'
import type { TargetSession } from '../collect/transport.ts'
import { compare, mergeReruns, missingForSkipped, rootCauses, type History } from '../drift/compare.ts'
import { driftFindings } from '../drift/findings.ts'
import { isTouched, openGroups, openShards, type OpenGroup } from '../drift/groups.ts'
import { extensionKey, stubUnknowns, trust, unmodelledUnknowns } from '../drift/unknowns.ts'
import type { BlueprintIndex, BlueprintParts, FactVersion } from '../model/blueprint.ts'
import { groupId, type Fact, type GroupName } from '../model/fact.ts'
import { Finding, Unknown } from '../model/finding.ts'
import { sha256 } from '../model/parts.ts'
import { isPinned } from '../model/pinned.ts'
import { measureDeclared } from './pinned.ts'
import { assertUnmoved } from './unmoved.ts'

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
const DRIFT_VERSION = 2

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
 * Compares a target with its blueprint, and with what the migrations declare of pinned kinds. Reads from the target only
 * what its fingerprints leave open.
 * @throws QueryFailed where the target could not be read, or changed meanwhile
 */
export async function measureDrift(request: DriftRequest): Promise<Drift> {
  const drift = await compareWithBlueprint(request)
  const { blueprint, history } = request
  const declared = await measureDeclared({ ...request, index: blueprint.index, applied: history.applied })
  return { ...drift, findings: [...drift.findings, ...declared] }
}

/** What the blueprint holds: not what is pinned. */
const isHeld = ({ kind }: GroupName) => !isPinned(kind)

async function compareWithBlueprint(request: DriftRequest): Promise<Drift> {
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
  if (groups.length === 0) return conclude(request, [], [])
  const name = await memoName(request)
  const known = await request.memo?.get(name)
  const drift = known ? Drift.parse(JSON.parse(known)) : await compareGroups(request, groups)
  await assertUnmoved(request, isHeld)
  if (!known) await request.memo?.put(name, JSON.stringify(drift))
  return drift
}

const memoName = ({ blueprint, fingerprints, history }: DriftRequest) =>
  sha256(
    JSON.stringify([
      [CATALOG_VERSION, DRIFT_VERSION],
      blueprint.index.hash,
      history.applied.map(Number).join(''),
      [...history.skipped],
      fingerprints.groups.filter(isHeld),
    ]),
  )

async function compareGroups(request: DriftRequest, groups: readonly OpenGroup[]): Promise<Drift> {
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
  return conclude(
    request,
    versions,
    slices.flatMap((slice) => live.get(groupId(slice)) ?? []),
  )
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

/** From what was read to findings and unknowns. */
function conclude(request: DriftRequest, versions: readonly FactVersion[], facts: readonly Fact[]): Drift {
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
    ],
    skipped: Object.fromEntries(skipped),
  }
}
