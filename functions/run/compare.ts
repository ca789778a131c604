import { leavingOutClosed, type ClosingSession } from '../collect/closed.ts'
import { askingOnceMore } from '../collect/insist.ts'
import {
  moved,
  printsViewsQualified,
  readFacts,
  readFingerprints,
  readJournal,
  type Fingerprints,
  versionOf,
} from '../collect/read.ts'
import type { Reached } from '../collect/transport.ts'
import { factsBetween, groupsBetween, journalsBetween, migrationsBetween } from '../drift/between.ts'
import { closedUnknowns, withoutKinds } from '../drift/closed.ts'
import { addUp } from '../drift/groups.ts'
import { lockUnknowns } from '../drift/locks.ts'
import { unmodelledUnknowns } from '../drift/unknowns.ts'
import type { Bindings, Target } from '../env.ts'
import { publishCommand } from '../model/commands.ts'
import type { BlueprintIndex } from '../model/blueprint.ts'
import type { ComparedSide, Comparison } from '../model/comparison.ts'
import type { Fact, GroupName } from '../model/fact.ts'
import type { Unknown } from '../model/finding.ts'
import type { JournalRows } from '../model/journal.ts'
import { MissingPart } from '../model/parts.ts'
import { newestOrMissing } from '../store/blueprints.ts'
import { lockFailure, refused, unlessRefused, unreachable } from './look/refusals.ts'
import { misconfigured } from './look/unlooked.ts'
import { wayIn, type Usable } from './way-in.ts'

/** What one look at a target gave. */
interface Glance {
  fingerprints: Fingerprints
  /** null: the journal could not be read. */
  rows: JournalRows | null
  unknowns: Unknown[]
}

/** A target, as far as it could be seen. */
interface Side {
  target: Target
  index: BlueprintIndex | null
  glance: Glance | null
  unknowns: Unknown[]
}

/**
 * Reads two targets at `now` (ms), reading only, and says on what they differ. Each is looked at twice where they do: what
 * changed in between is unknown. Facts are read only of the groups whose digests differ.
 */
export async function compareTargets(
  env: Pick<Bindings, 'DB' | 'KV'>,
  [from, to]: readonly [Target, Target],
  now: number,
): Promise<Comparison> {
  const [left, right] = await Promise.all([sideOf(env, from), sideOf(env, to)])
  const facts = await catalogsOf(left, right)
  const rows = [left, right].map(({ glance }) => rowsOf(glance))
  const [one, other] = rows
  return {
    from: compared(left),
    to: compared(right),
    at: now,
    differences: facts.differences,
    journal: one && other ? journalsBetween(one, other) : null,
    migrations: left.index && right.index ? migrationsBetween(left.index.migrations, right.index.migrations) : null,
    unknowns: [...named(left), ...named(right), ...facts.unknowns],
  }
}

const rowsOf = (glance: Glance | null) => (glance?.rows ? (glance.rows.state === 'read' ? glance.rows.rows : []) : null)

async function sideOf(env: Pick<Bindings, 'DB' | 'KV'>, target: Target): Promise<Side> {
  const [blueprint, seen] = await Promise.all([blueprintOf(env, target.name), glanceAt(target)])
  const index = 'hash' in blueprint ? blueprint : null
  const missing = 'hash' in blueprint ? [] : [blueprint]
  return 'fingerprints' in seen
    ? { target, index, glance: seen, unknowns: [...missing, ...seen.unknowns] }
    : { target, index, glance: null, unknowns: [...missing, seen] }
}

async function blueprintOf(env: Pick<Bindings, 'DB' | 'KV'>, target: string): Promise<BlueprintIndex | Unknown> {
  const unknown = (reason: string): Unknown => ({
    key: 'drift:blueprint',
    check: 'drift',
    subject: 'the blueprint',
    reason,
    mend: publishCommand(target),
  })
  const newest = await newestOrMissing(env, target)
  if (newest instanceof MissingPart) return unknown(newest.message)
  return newest?.index ?? unknown('no blueprint was published')
}

async function glanceAt(target: Target): Promise<Glance | Unknown> {
  if (target.fault !== null) return misconfigured(target.fault)
  const journal = wayIn(target).journal
  const reached = await inSession(target, async (session) => {
    const fingerprints = await readFingerprints(session, journal)
    const texts = fingerprints.without.flatMap((one) => one.texts)
    const groups = withoutKinds(fingerprints.groups, texts)
    const unknowns = [...closedUnknowns(fingerprints.without, session.closed), ...unmodelledUnknowns(groups)]
    const rows = await journalRows(session, target, fingerprints)
    const open = { ...fingerprints, groups }
    return 'reason' in rows
      ? { fingerprints: open, rows: null, unknowns: [...unknowns, refused('journal', rows)] }
      : { fingerprints: open, rows, unknowns }
  })
  return reached.reached ? reached.value : unreachable(reached.failure)
}

const journalRows = (session: ClosingSession, target: Usable, { journalColumns, journalLock }: Fingerprints) =>
  journalLock === null
    ? unlessRefused({ target: target.name }, () => readJournal(session, wayIn(target).journal, journalColumns))
    : lockFailure(journalLock)

function inSession<T>(target: Usable, work: (session: ClosingSession) => Promise<T>): Promise<Reached<T>> {
  return wayIn(target).reach((session) => work(leavingOutClosed(askingOnceMore(session))))
}

/** What differs between two catalogs; nothing where one of them could not be seen, which is said already. */
async function catalogsOf(left: Side, right: Side): Promise<Pick<Comparison, 'differences' | 'unknowns'>> {
  if (left.glance === null || right.glance === null) return { differences: [], unknowns: [] }
  const [one, other] = [left.glance.fingerprints, right.glance.fingerprints]
  const groups = groupsBetween(
    ...closedOnNeither(one, other),
    (kind) => printsViewsQualified(one.server, kind) === printsViewsQualified(other.server, kind),
  )
  if (groups.length === 0) return { differences: [], unknowns: [] }
  const read = await Promise.all([factsOf(left, groups), factsOf(right, groups)])
  const failed = read.flatMap((facts) => ('reason' in facts ? [facts] : []))
  const [a, b] = read
  if ('reason' in a || 'reason' in b) return { differences: [], unknowns: failed }
  const hidden = new Set([...a.hidden, ...b.hidden])
  const seen = ({ facts }: { facts: Fact[] }) => facts.filter(({ key }) => !hidden.has(key))
  return { differences: factsBetween(seen(a), seen(b)), unknowns: [...a.unknowns, ...b.unknowns] }
}

/** A kind that one of them may not show is compared on neither. */
function closedOnNeither(one: Fingerprints, other: Fingerprints) {
  const texts = [...one.without, ...other.without].flatMap((without) => without.texts)
  return [withoutKinds(one.groups, texts), withoutKinds(other.groups, texts)] as const
}

/** The facts of some groups, in a look of their own: what is no longer as it was at the first is unknown. */
async function factsOf({ target, glance }: Side, groups: readonly GroupName[]) {
  if (target.fault !== null || glance === null) throw new Error(`${target.name} was not looked at`)
  const journal = wayIn(target).journal
  const reached = await inSession(target, async (session) => {
    const { server } = await readFingerprints(session, journal)
    const slices = groups.map(({ kind, schema }) => ({ kind, schema, shards: 1 }))
    const read = await readFacts(session, journal, server, slices)
    if (!addUp(glance.fingerprints.groups, read.fingerprints)) throw moved()
    return read
  })
  if (!reached.reached) return about(target.name)(unreachable(reached.failure))
  const { locked, groups: facts } = reached.value
  return {
    facts: [...facts.values()].flat(),
    hidden: locked.map(({ key }) => key),
    unknowns: lockUnknowns(locked).map(about(target.name)),
  }
}

/** Two targets may have the same unknown: each says whose it is. */
const about =
  (target: string) =>
  (unknown: Unknown): Unknown => ({ ...unknown, subject: `${target}: ${unknown.subject}` })

const named = ({ target, unknowns }: Side) => unknowns.map(about(target.name))

function compared({ target, index, glance }: Side): ComparedSide {
  const { server, groups } = glance?.fingerprints ?? { server: 0, groups: [] }
  return {
    target: target.name,
    environment: target.environment,
    postgres: glance && versionOf(server),
    blueprint: index && { hash: index.hash, tag: index.tag },
    facts: glance && groups.reduce((sum, { count }) => sum + count, 0),
    rows: rowsOf(glance)?.length ?? null,
  }
}
