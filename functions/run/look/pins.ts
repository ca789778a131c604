import { z } from 'zod'
import { CATALOG_VERSION, type JournalTable } from '../../collect/catalog.ts'
import { moved, readFacts, readFingerprints, type Fingerprints } from '../../collect/read.ts'
import type { Reached, TargetSession, Transport } from '../../collect/transport.ts'
import { pinnedFindings } from '../../drift/pinned.ts'
import { pinCommand } from '../../model/commands.ts'
import type { Declaration } from '../../model/declared.ts'
import { groupId, type Fingerprint } from '../../model/fact.ts'
import { Finding, type Unknown } from '../../model/finding.ts'
import { sha256 } from '../../model/parts.ts'
import { digestOf, factsOf, hashPin, PIN_FORMAT, type Pin, type PinnedGroup, type PinSource } from '../../model/pin.ts'
import { isPinned } from '../../model/pinned.ts'
import type { DriftMemo } from './drift.ts'

export interface PinsRequest {
  session: TargetSession
  journal: JournalTable
  fingerprints: Fingerprints
  /** null: nobody pinned the target yet. */
  pin: PinSource | null
  /** What the applied migrations declare of pinned facts: that is not held against the pin. */
  declared: readonly Declaration[]
  memo: DriftMemo | null
  /** The Worker's name for the target, for the command that pins it; undefined where there is no Worker. */
  target: string | undefined
}

/** What became of what was pinned. */
export interface PinsSeen {
  findings: Finding[]
  unknowns: Unknown[]
}

/** Grows when the same pin and the same facts would give other findings than before: what was remembered no longer holds. */
const PINS_VERSION = 1

/** The groups of a target that a pin holds. */
const pinnedOf = ({ groups }: Pick<Fingerprints, 'groups'>) => groups.filter(({ kind }) => isPinned(kind))

/**
 * Compares what no migration declares with the pin. Reads from the target only the groups whose digest is not the pin's.
 * @throws QueryFailed where they could not be read, or changed meanwhile
 */
export async function measurePins(request: PinsRequest): Promise<PinsSeen> {
  const { pin, declared, fingerprints, target, memo } = request
  const live = pinnedOf(fingerprints)
  if (pin === null) return { findings: [unpinned(live, target)], unknowns: [] }
  if (pin.catalog !== CATALOG_VERSION) return { findings: [], unknowns: [otherCatalog(target)] }
  const open = differing(pin.groups, live)
  if (open.size === 0) return { findings: [], unknowns: [] }
  const name = await sha256(JSON.stringify(['pin', CATALOG_VERSION, PINS_VERSION, pin.hash, declared, live]))
  const known = await memo?.get(name)
  if (known) return { findings: z.array(Finding).parse(JSON.parse(known)), unknowns: [] }
  const content = await pin.read()
  if (content === null) return { findings: [], unknowns: [notThere(pin.hash, target)] }
  const isOpen = (group: Fingerprint) => open.has(groupId(group))
  const read = await readGroups(request, live.filter(isOpen))
  // What was not read is as it was pinned: its digest says so.
  const rest = content.groups.filter((group) => !isOpen(group))
  const findings = pinnedFindings(factsOf(content), factsOf({ groups: [...rest, ...read] }), declared)
  await memo?.put(name, JSON.stringify(findings))
  return { findings, unknowns: [] }
}

/** The groups that are not the same on both sides, by id. */
function differing(pinned: readonly Fingerprint[], live: readonly Fingerprint[]): Set<string> {
  const [then, now] = [digestsOf(pinned), digestsOf(live)]
  return new Set([...then.keys(), ...now.keys()].filter((id) => then.get(id) !== now.get(id)))
}

const digestsOf = (groups: readonly Fingerprint[]) => new Map(groups.map((group) => [groupId(group), group.digest]))

/**
 * Reads all facts of some groups. Their digest must be that of the fingerprints: then both are of one moment, and no fact
 * is missing.
 * @throws QueryFailed where it is not
 */
async function readGroups(
  { session, journal, fingerprints }: Pick<PinsRequest, 'session' | 'journal' | 'fingerprints'>,
  groups: readonly Fingerprint[],
): Promise<PinnedGroup[]> {
  const slices = groups.map(({ kind, schema }) => ({ kind, schema, shards: 1 }))
  const { groups: read } = await readFacts(session, journal, fingerprints.server, slices)
  return Promise.all(
    groups.map(async (group) => {
      const facts = read.get(groupId(group)) ?? []
      if ((await digestOf(facts)) !== group.digest) throw moved()
      return { ...group, facts }
    }),
  )
}

/** Reads what a pin of a target holds now: all of it, of one moment, or the reason why it cannot be had. */
export const takePin = (reach: Transport, journal: JournalTable): Promise<Reached<Pin>> =>
  reach(async (session) => {
    const fingerprints = await readFingerprints(session, journal)
    const groups = await readGroups({ session, journal, fingerprints }, pinnedOf(fingerprints))
    const content = { format: PIN_FORMAT, catalog: CATALOG_VERSION, groups } as const
    return { hash: await hashPin(content), content }
  })

const unpinned = (live: readonly Fingerprint[], target: string | undefined): Finding => ({
  type: 'drift.unpinned',
  key: 'drift:unpinned',
  severity: 'info',
  facts: live.reduce((sum, { count }) => sum + count, 0),
  mend: [pinCommand(target)],
})

const pinUnknown = (reason: string, target: string | undefined): Unknown => ({
  key: 'drift:pin',
  check: 'drift',
  subject: 'what was pinned',
  reason,
  mend: pinCommand(target),
})

const otherCatalog = (target: string | undefined) =>
  pinUnknown(
    'it was pinned by a version of Plumbline that reads the catalog differently: look it through and pin again',
    target,
  )

const notThere = (hash: string, target: string | undefined) =>
  pinUnknown(`the facts of the pin ${hash.slice(0, 12)} are not in the store, or not yet at this place`, target)
