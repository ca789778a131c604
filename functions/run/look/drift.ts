import { z } from 'zod'
import { CATALOG_VERSION, quoted } from '../../collect/catalog.ts'
import { attributed } from '../../drift/attribution/attribute.ts'
import { compare, missingForSkipped, type Difference } from '../../drift/compare.ts'
import { lockUnknowns } from '../../drift/locks.ts'
import { extensionKey, stubUnknowns, trust, unmodelledUnknowns } from '../../drift/unknowns.ts'
import type { GroupName } from '../../model/fact.ts'
import { hidesFacts } from '../../model/lock.ts'
import { Finding, Unknown } from '../../model/finding.ts'
import { sha256 } from '../../model/parts.ts'
import { isPinned } from '../../model/pinned.ts'
import { measureDeclared } from './declared.ts'
import { groupsToOpen, readDifferent, type Reading, type ReadingRequest } from './reading.ts'
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

export interface DriftRequest extends ReadingRequest {
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
  // What a skipped migration would have made is missing, though the digests agree on what was applied.
  if (groupsToOpen(request, request.history.skipped).length === 0) return conclude(request, NOTHING)
  // What a lock hides is in no digest: such a comparison holds for this look only.
  const memo = request.fingerprints.groups.some(hidesFacts) ? null : request.memo
  const name = await memoName(request)
  const known = await memo?.get(name)
  if (known) {
    await assertUnmoved(request, isHeld)
    return Drift.parse(JSON.parse(known))
  }
  const reading = await readDifferent(request)
  const drift = conclude(request, reading)
  await assertUnmoved(request, isHeld)
  if (reading.locked.length === 0) await memo?.put(name, JSON.stringify(drift))
  return drift
}

const memoName = ({ blueprint, fingerprints, history, journal }: DriftRequest) =>
  sha256(
    JSON.stringify([
      [CATALOG_VERSION, DRIFT_VERSION],
      blueprint.index.hash,
      history.applied.map(Number).join(''),
      [...history.skipped],
      [journal, fingerprints.journalColumns === null],
      fingerprints.groups.filter(isHeld),
    ]),
  )

const NOTHING: Reading = { versions: [], facts: [], closed: [], candidates: [], locked: [] }

/** From what was read to findings and unknowns. What is locked is compared on neither side. */
function conclude(request: DriftRequest, { versions: declared, facts, locked, ...reading }: Reading): Drift {
  const hidden = new Set(locked.map(({ key }) => key))
  const versions = declared.filter(([key]) => !hidden.has(key))
  const { blueprint, fingerprints, history, position } = request
  const { migrations, faults, stubs, platform } = blueprint.index
  const stubbed = new Set(stubs.map(({ extension }) => extensionKey(extension)))
  const differences = compare(versions, facts, history)
  const applied = new Set(migrations.flatMap(({ tag }, i) => (history.applied[i] ? [tag] : [])))
  const ofApplied = ({ migration }: { migration: string }) => applied.has(migration)
  const judge = (all: Difference[]) =>
    trust(
      all.filter(({ key }) => !stubbed.has(key)),
      faults.filter(ofApplied),
    )
  const { trusted, unknowns } = judge(differences)
  const skipped = [...missingForSkipped(versions, facts, history)].map(([by, keys]) => [
    migrations[by]?.tag ?? '',
    keys,
  ])
  return {
    findings: attributed({
      ...reading,
      index: blueprint.index,
      history,
      position,
      table: quoted(request.journal),
      tableMissing: fingerprints.journalColumns === null,
      versions,
      facts,
      differences: trusted,
      trusted: (all) => judge(all).trusted,
    }),
    unknowns: [
      ...unknowns,
      ...stubUnknowns({ platform, stubs: stubs.filter(ofApplied) }, differences),
      ...unmodelledUnknowns(fingerprints.groups),
      ...lockUnknowns(locked),
    ],
    skipped: Object.fromEntries(skipped),
  }
}
