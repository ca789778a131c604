import { z } from 'zod'
import { CATALOG_VERSION, type JournalTable } from '../../collect/catalog.ts'
import { readFacts, type Fingerprints } from '../../collect/read.ts'
import type { TargetSession } from '../../collect/transport.ts'
import { declaredGroups, judgeDeclared } from '../../drift/declared.ts'
import type { BlueprintIndex } from '../../model/blueprint.ts'
import { groupId, type Fact, type GroupName } from '../../model/fact.ts'
import { Finding } from '../../model/finding.ts'
import { sha256 } from '../../model/parts.ts'
import type { DriftMemo } from './drift.ts'
import { assertUnmoved } from './unmoved.ts'

export interface PinnedRequest {
  session: TargetSession
  journal: JournalTable
  fingerprints: Fingerprints
  index: Pick<BlueprintIndex, 'hash' | 'declared' | 'migrations'>
  /** applied[i]: is migrations[i] applied */
  applied: readonly boolean[]
  memo: DriftMemo | null
}

const Findings = z.array(Finding)

/** Grows when the same facts and declarations would give other findings than before. */
const DECLARED_VERSION = 1

/**
 * Holds a target's pinned facts against what its migrations declare. The groups concerned are read only where they were
 * never seen so with this blueprint: otherwise the memo knows, and nothing is asked.
 * @throws QueryFailed where the target could not be read, or changed meanwhile
 */
export async function measureDeclared(request: PinnedRequest): Promise<Finding[]> {
  const { index, applied, memo } = request
  const groups = declaredGroups(index.declared, applied)
  if (groups.length === 0) return []
  const name = await memoName(request, groups)
  const known = await memo?.get(name)
  if (known) return Findings.parse(JSON.parse(known))
  const findings = judgeDeclared({ ...index, applied }, await readPinned(request, groups))
  await memo?.put(name, JSON.stringify(findings))
  return findings
}

/** The target's facts of some groups. @throws QueryFailed where it could not be read, or changed meanwhile */
async function readPinned(request: PinnedRequest, groups: readonly GroupName[]): Promise<Fact[]> {
  const { session, journal, fingerprints } = request
  const slices = present(request, groups).map(({ kind, schema }) => ({ kind, schema, shards: 1 }))
  const facts = await readFacts(session, journal, fingerprints.server, slices)
  const read = new Set(groups.map(groupId))
  await assertUnmoved(request, (group) => read.has(groupId(group)))
  return [...facts.groups.values()].flat()
}

function present({ fingerprints }: PinnedRequest, groups: readonly GroupName[]) {
  const wanted = new Set(groups.map(groupId))
  return fingerprints.groups.filter((group) => wanted.has(groupId(group)))
}

const memoName = (request: PinnedRequest, groups: readonly GroupName[]) =>
  sha256(
    JSON.stringify([
      'declared',
      [CATALOG_VERSION, DECLARED_VERSION],
      request.index.hash,
      request.applied.map(Number).join(''),
      present(request, groups),
    ]),
  )
