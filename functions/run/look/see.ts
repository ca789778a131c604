import { CATALOG_VERSION, quoted } from '../../collect/catalog.ts'
import type { Failure } from '../../collect/failure.ts'
import { readFingerprints, readJournal, readPlainJournal, type Fingerprints, versionOf } from '../../collect/read.ts'
import type { ClosingSession } from '../../collect/closed.ts'
import type { TargetSession } from '../../collect/transport.ts'
import { judgeFolder } from '../../journal/folder.ts'
import { judgeSupabaseFolder } from '../../journal/supabase/judge.ts'
import { judgeJournal, type JournalJudgement } from '../../journal/judge.ts'
import type { BlueprintIndex, BlueprintParts } from '../../model/blueprint.ts'
import { inForce, type Declaration } from '../../model/declared.ts'
import type { Finding, Unknown } from '../../model/finding.ts'
import type { JournalRows } from '../../model/journal.ts'
import type { Look } from '../../model/run.ts'
import { judgeSnapshots } from '../../snapshots/judge.ts'
import { openPart } from './closed.ts'
import { measureDrift, type Drift } from './drift.ts'
import type { LookRequest } from './look.ts'
import { measurePins, type PinsSeen } from './pins.ts'
import { both, lockFailure, noBlueprint, otherCatalog, refused, unlessRefused } from './refusals.ts'
import { withAuthors } from './who.ts'
import { explainBySupabase, seeSupabase, supabaseHistory, type SupabaseHistory } from './supabase.ts'

/** What the checks have to say, without what the look cost. */
export type Seen = Omit<Look, 'checks' | 'status' | 'figures' | 'blueprint'>

/** Nothing was seen, and why. */
export const unseen = (...unknowns: Unknown[]): Seen => ({ findings: [], unknowns, position: null, postgres: null })

/**
 * Asks a target all that the checks need, in one session. A statement that the server refuses makes unknown what hangs on
 * it; the rest is still said.
 * @throws QueryFailed where the connection was lost
 */
export async function see(session: ClosingSession, request: LookRequest): Promise<Seen> {
  const { journal, blueprint } = request
  const fingerprints = await unlessRefused(request, () => readFingerprints(session, journal))
  if ('reason' in fingerprints) {
    const folder = blueprint ? ofFolder(blueprint.index) : NOTHING
    return { ...unseen(...both(fingerprints), ...folder.unknowns), findings: folder.findings }
  }
  const open = openPart(request, fingerprints, session.closed)
  const history = supabaseHistory(session, open.request, open.fingerprints)
  const { declared, ...seen } = await seeDeclared(session, open.request, open.fingerprints, history)
  const pins = await pinsOf(session, open.request, open.fingerprints, declared)
  const supabase = await supabaseOf(open.request, history)
  return {
    ...seen,
    findings: [...seen.findings, ...pins.findings, ...supabase.findings],
    unknowns: onceEach([...seen.unknowns, ...pins.unknowns, ...supabase.unknowns, ...open.unknowns]),
  }
}

/** The same may have been asked for two reasons. */
const onceEach = (unknowns: readonly Unknown[]): Unknown[] => [
  ...new Map(unknowns.map((unknown) => [unknown.key, unknown])).values(),
]

/** What the blueprint and the journal have to say, and what the applied migrations declare of pinned facts. */
async function seeDeclared(
  session: TargetSession,
  request: LookRequest,
  fingerprints: Fingerprints,
  history: SupabaseHistory,
): Promise<Seen & { declared: Declaration[] }> {
  const { blueprint } = request
  const postgres = `PostgreSQL ${versionOf(fingerprints.server)}`
  if (blueprint === null) return { ...unseen(...noBlueprint(request)), postgres, declared: [] }
  const folder = ofFolder(blueprint.index)
  const judged = await unlessRefused(request, () => judgedOf(session, request, blueprint.index, fingerprints, history))
  if ('reason' in judged)
    return { ...unseen(...both(judged), ...folder.unknowns), findings: folder.findings, postgres, declared: [] }
  const declared = inForce(blueprint.index.declared, judged.applied)
  const drift = await unlessRefused(request, () => driftOf(session, request, blueprint, fingerprints, judged, history))
  const { position } = judged
  if ('reason' in drift) {
    const unknowns = [...folder.unknowns, refused('drift', drift)]
    return { findings: [...folder.findings, ...judged.findings], unknowns, position, postgres, declared }
  }
  const findings = [...folder.findings, ...withMissing(judged.findings, drift.skipped), ...drift.findings]
  return { findings, unknowns: [...folder.unknowns, ...drift.unknowns], position, postgres, declared }
}

/** What the blueprint alone has to say: of the folder, its replay and its snapshots. */
function ofFolder(index: BlueprintIndex): Pick<Seen, 'findings' | 'unknowns'> {
  const snapshots = judgeSnapshots(index)
  const findings = [...judgeFolder(index).findings, ...snapshots.findings, ...judgeSupabaseFolder(index.supabase)]
  return { findings, unknowns: snapshots.unknowns }
}

const NOTHING: Pick<Seen, 'findings' | 'unknowns'> = { findings: [], unknowns: [] }

/**
 * What the journal says, or who keeps it from being read. Its rows cross the wire only where there is more to tell than
 * what is pending.
 */
async function judgedOf(
  session: TargetSession,
  { now, journal }: LookRequest,
  { layout, migrations }: BlueprintIndex,
  { journalColumns: columns, journalLock }: Fingerprints,
  { along }: SupabaseHistory,
): Promise<JournalJudgement | Failure> {
  if (journalLock !== null) return lockFailure(journalLock)
  const judge = (rows: JournalRows) => judgeJournal({ layout, migrations, table: quoted(journal), rows, now })
  const plain = columns && (await readPlainJournal(session, journal, columns, migrations, along))
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
  supabase: SupabaseHistory,
): Promise<Drift> {
  if (blueprint.index.catalog !== CATALOG_VERSION)
    return { findings: [], unknowns: [otherCatalog(request)], skipped: {} }
  const tags = new Set(findings.flatMap((finding) => (finding.type === 'journal.skipped' ? [finding.tag] : [])))
  const skipped = blueprint.index.migrations.flatMap(({ tag }, i) => (tags.has(tag) ? [i] : []))
  const drift = await measureDrift({
    session,
    journal: request.journal,
    blueprint,
    fingerprints,
    position: position.index,
    history: { applied, skipped: new Set(skipped) },
    memo: request.memo ?? null,
  })
  const explained = await explainBySupabase(supabase, drift)
  return { ...explained, findings: await withAuthors(session, request, explained.findings) }
}

/** What became of what was pinned, where anybody asks for it. */
async function pinsOf(
  session: TargetSession,
  request: LookRequest,
  fingerprints: Fingerprints,
  declared: readonly Declaration[],
): Promise<PinsSeen> {
  const { journal, pin, memo = null, target, checks } = request
  if (pin === undefined || !checks.includes('drift')) return { findings: [], unknowns: [] }
  const seen = await unlessRefused(request, () =>
    measurePins({ session, journal, fingerprints, pin, declared, memo, target }),
  )
  if (!('reason' in seen)) return seen
  return { findings: [], unknowns: [{ ...refused('drift', seen), key: 'drift:pin', subject: 'what was pinned' }] }
}

/** What the Supabase CLI's history is, beside that CLI's migrations, where anybody asks. */
const supabaseOf = async ({ blueprint, checks }: LookRequest, history: SupabaseHistory) =>
  blueprint !== null && checks.includes('supabase') ? seeSupabase(history, blueprint.index) : NOTHING

/** A migration that Drizzle will skip is told together with what is missing because of it. */
const withMissing = (findings: readonly Finding[], skipped: Drift['skipped']): Finding[] =>
  findings.map((finding) =>
    finding.type === 'journal.skipped' ? { ...finding, missing: skipped[finding.tag] ?? [] } : finding,
  )

/** 170009 → PostgreSQL 17.9 */
/** The way back: server_version_num; null where the target did not say. */
export function serverIn({ postgres }: Pick<Seen, 'postgres'>): number | null {
  const [, major, minor] = /^PostgreSQL (\d+)\.(\d+)$/.exec(postgres ?? '') ?? []
  return major === undefined ? null : Number(major) * 10_000 + Number(minor)
}
