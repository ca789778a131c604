import { CATALOG_VERSION, quoted, type JournalTable } from '../collect/catalog.ts'
import type { Failure } from '../collect/failure.ts'
import { askingOnceMore } from '../collect/insist.ts'
import { readFingerprints, readJournal, readPlainJournal, type Fingerprints } from '../collect/read.ts'
import { QueryFailed, type TargetSession, type Transport } from '../collect/transport.ts'
import { blockedBy, lockMend } from '../drift/locks.ts'
import { judgeFolder } from '../journal/folder.ts'
import { judgeJournal, type JournalJudgement } from '../journal/judge.ts'
import type { BlueprintIndex, BlueprintParts } from '../model/blueprint.ts'
import type { CheckName, Finding, Unknown } from '../model/finding.ts'
import type { JournalRows } from '../model/journal.ts'
import { MissingPart } from '../model/parts.ts'
import { statusOf, type Look } from '../model/run.ts'
import { measureDrift, type Drift, type DriftMemo } from './drift.ts'

export interface LookRequest {
  /** The way to the target. */
  reach: Transport
  journal: JournalTable
  /** What the target is compared with; null where none was published. */
  blueprint: { index: BlueprintIndex; parts: BlueprintParts } | null
  checks: readonly CheckName[]
  memo?: DriftMemo
  /** ms since the epoch */
  now: number
}

/** What the checks have to say, without what the look cost. */
type Seen = Omit<Look, 'checks' | 'status' | 'figures' | 'blueprint'>

/**
 * Looks at a target once, reading only.
 * What a target or the network does is never thrown: it is unknown, with the reason.
 */
export async function look(request: LookRequest): Promise<Look> {
  const started = performance.now()
  let cost = { roundTrips: 0, bytes: 0 }
  const reached = await request.reach((session) => {
    cost = session.cost
    return see(askingOnceMore(session), request)
  })
  const seen = reached.reached ? reached.value : unseen(unreachable(reached.failure))
  const of = (check: CheckName) => request.checks.includes(check)
  const findings = seen.findings.filter(({ type }) => request.checks.some((check) => type.startsWith(`${check}.`)))
  const unknowns = seen.unknowns.filter(({ check }) => check === 'connectivity' || of(check))
  return {
    ...seen,
    checks: [...request.checks],
    status: statusOf(findings, unknowns),
    findings,
    unknowns,
    blueprint: request.blueprint && { hash: request.blueprint.index.hash, tag: request.blueprint.index.tag },
    figures: { ms: Math.round(performance.now() - started), ...cost },
  }
}

const unseen = (...unknowns: Unknown[]): Seen => ({ findings: [], unknowns, position: null, postgres: null })

async function see(session: TargetSession, request: LookRequest): Promise<Seen> {
  const { journal, blueprint } = request
  const fingerprints = await unlessRefused(() => readFingerprints(session, journal))
  const folder = blueprint ? judgeFolder(blueprint.index).findings : []
  if ('reason' in fingerprints) return { ...unseen(...both(fingerprints)), findings: folder }
  const postgres = versionOf(fingerprints.server)
  if (blueprint === null) return { ...unseen(...noBlueprint), postgres }
  const judged = await unlessRefused(() => judgedOf(session, request, blueprint.index, fingerprints))
  if ('reason' in judged) return { ...unseen(...both(judged)), findings: folder, postgres }
  const drift = await unlessRefused(() => driftOf(session, request, blueprint, fingerprints, judged))
  const { position } = judged
  if ('reason' in drift) {
    return { findings: [...folder, ...judged.findings], unknowns: [refused('drift', drift)], position, postgres }
  }
  const findings = [...folder, ...withMissing(judged.findings, drift.skipped), ...drift.findings]
  return { findings, unknowns: drift.unknowns, position, postgres }
}

/** The result, or the failure of the statement that the server refused; a lost connection ends the whole look. */
async function unlessRefused<T extends object>(ask: () => Promise<T>): Promise<T | Failure> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof QueryFailed && error.failure.stage === 'query') return error.failure
    if (error instanceof MissingPart) return { stage: 'query', sqlstate: null, reason: error.message, mend: PUBLISH }
    throw error
  }
}

const lockedJournal = { stage: 'query', sqlstate: null } as const

/** What the journal says, or who keeps it from being read. Its rows cross the wire only where there is more to tell than what is pending. */
async function judgedOf(
  session: TargetSession,
  { now, journal }: LookRequest,
  { layout, migrations }: BlueprintIndex,
  { journalColumns: columns, journalLock }: Fingerprints,
): Promise<JournalJudgement | Failure> {
  if (journalLock !== null) return { ...lockedJournal, reason: blockedBy(journalLock), mend: lockMend(journalLock) }
  const judge = (rows: JournalRows) => judgeJournal({ layout, migrations, table: quoted(journal), rows, now })
  const plain = columns && (await readPlainJournal(session, journal, columns, migrations))
  const judged = plain && judge(plain)
  if (judged?.findings.every(({ type }) => type === 'journal.pending')) return judged
  return judge(await readJournal(session, journal, columns))
}

async function driftOf(
  session: TargetSession,
  request: LookRequest,
  blueprint: { index: BlueprintIndex; parts: BlueprintParts },
  fingerprints: Fingerprints,
  { position, applied, findings }: JournalJudgement,
): Promise<Drift> {
  if (blueprint.index.catalog !== CATALOG_VERSION) return { findings: [], unknowns: [otherCatalog], skipped: {} }
  const tags = new Set(findings.flatMap((finding) => (finding.type === 'journal.skipped' ? [finding.tag] : [])))
  const skipped = blueprint.index.migrations.flatMap(({ tag }, i) => (tags.has(tag) ? [i] : []))
  return measureDrift({
    session,
    journal: request.journal,
    blueprint,
    fingerprints,
    position: position.index,
    history: { applied, skipped: new Set(skipped) },
    memo: request.memo ?? null,
  })
}

/** A migration that Drizzle will skip is told together with what is missing because of it. */
const withMissing = (findings: readonly Finding[], skipped: Drift['skipped']): Finding[] =>
  findings.map((finding) =>
    finding.type === 'journal.skipped' ? { ...finding, missing: skipped[finding.tag] ?? [] } : finding,
  )

/** 170009 → PostgreSQL 17.9 */
const versionOf = (server: number) => `PostgreSQL ${Math.floor(server / 10_000)}.${server % 10_000}`

const PUBLISH = 'plumbline blueprint build --migrations DIR && plumbline blueprint publish --target NAME'

const unreachable = ({ reason, mend }: Failure): Unknown => ({
  key: 'connectivity:target',
  check: 'connectivity',
  subject: 'the target',
  reason: `it could not be reached: ${reason}`,
  mend,
})

const refused = (check: 'drift' | 'journal', { reason, mend }: Failure): Unknown => ({
  key: `${check}:target`,
  check,
  subject: check === 'drift' ? 'the catalog' : 'the journal',
  reason,
  mend,
})

const both = (failure: Failure) => [refused('drift', failure), refused('journal', failure)]

const noBlueprint = (['drift', 'journal', 'migrations'] as const).map((check): Unknown => ({
  key: `${check}:blueprint`,
  check,
  subject: 'the blueprint',
  reason: 'no blueprint was published for this target: there is nothing to compare it with',
  mend: PUBLISH,
}))

const otherCatalog: Unknown = {
  key: 'drift:catalog-version',
  check: 'drift',
  subject: 'the blueprint',
  reason: 'it was built by a version of Plumbline that reads the catalog differently',
  mend: PUBLISH,
}
