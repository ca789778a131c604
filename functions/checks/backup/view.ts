import type { LogicalBackup } from '../../model/backup/logical.ts'
import type { BackupPolicy, Rung } from '../../model/backup/policy.ts'
import type { BackupsReading, PlatformBackups, RestorePoint } from '../../model/backup/reading.ts'
import type { BackupsView, KnownBackup, MissingRung } from '../../model/backup/view.ts'
import { gapsIn } from './gaps.ts'

/** What is known of a target's backups, from whom. */
export interface BackupsKnown {
  target: string
  environment: string
  policy: BackupPolicy
  /** What the platform said, or why it could not be asked. */
  platform: BackupsReading | { reason: string; mend: string }
  /** Logical backups on record. */
  logical: readonly LogicalBackup[]
  /** Restore points that were seen ready. */
  points: readonly RestorePoint[]
}

/** Clocks may differ by this much, ms. */
const SKEW = 300_000

/** All that is known of a target's backups at `now` (ms). */
export function backupsView(known: BackupsKnown, now: number): BackupsView {
  const { target, environment, policy, platform, logical } = known
  const read = 'reason' in platform ? null : platform
  const listed = read?.platform ?? null
  const backups = [...ofPoints(known, read), ...ofPitr(listed), ...ofLogical(logical), ...ofPhysical(listed)]
    .map((backup) => ({ ...backup, counts: backup.counts && counts(backup, policy, now) }))
    .toSorted((a, b) => (b.covers ?? 0) - (a.covers ?? 0))
  const newest = backups.find((backup) => backup.counts) ?? null
  const missing = missingOf(known, read)
  const fresh = newest?.covers != null && now - newest.covers <= policy.maxAge
  const proven = logical.flatMap(({ verified }) => (verified?.ok === true ? [verified.at] : []))
  return {
    target,
    environment,
    at: read?.at ?? null,
    policy: {
      enough: [...policy.enough],
      maxAgeHours: policy.maxAge / 3_600_000,
      pitrLagSeconds: policy.pitrLag / 1000,
      maxProofAgeDays: policy.maxProofAge / 86_400_000,
    },
    backups,
    pitr: listed?.pitr ?? null,
    gaps: listed === null || listed.pitr.enabled ? [] : gapsIn(listed.physical, now),
    newest,
    stale: fresh ? false : missing.some(({ state }) => state === 'unknown') ? null : true,
    provenAt: proven.length === 0 ? null : Math.max(...proven),
    unprovenSince: unprovenSince(known, proven, now),
    missing,
  }
}

/** From the last proven restore on, or from the first backup on record; null: no longer than the policy allows. */
function unprovenSince({ policy, logical }: BackupsKnown, proven: readonly number[], now: number): number | null {
  if (!policy.enough.includes('logical') || logical.length === 0) return null
  const since = proven.length === 0 ? Math.min(...logical.map(({ takenAt }) => takenAt)) : Math.max(...proven)
  return now - since > policy.maxProofAge ? since : null
}

const counts = ({ rung, covers }: KnownBackup, { enough }: BackupPolicy, now: number) =>
  enough.includes(rung) && covers !== null && covers <= now + SKEW

type Part = Omit<KnownBackup, 'provenAt' | 'where'>
const platforms = (part: Part): KnownBackup => ({ ...part, provenAt: null, where: null })

function ofPoints({ points }: BackupsKnown, read: BackupsReading | null): KnownBackup[] {
  const newest = read?.points.state === 'read' ? read.points.newest : null
  const byName = new Map([...points, ...(newest ? [newest] : [])].map((point) => [point.name, point]))
  return [...byName.values()].map(({ name, status, completedOn }) =>
    platforms({ rung: 'restore-point', id: name, status, covers: completedOn, counts: status === 'AVAILABLE' }),
  )
}

const ofPitr = (listed: PlatformBackups | null): KnownBackup[] =>
  listed?.pitr.enabled === true && listed.pitr.latest !== null
    ? [platforms({ rung: 'pitr', id: 'pitr', status: 'ENABLED', covers: listed.pitr.latest, counts: true })]
    : []

const ofLogical = (logical: readonly LogicalBackup[]): KnownBackup[] =>
  logical.map(({ id, takenAt, where, verified }) => ({
    rung: 'logical',
    id,
    status: verified?.ok === false ? 'RESTORE FAILED' : 'COMPLETED',
    covers: takenAt,
    counts: verified?.ok !== false,
    provenAt: verified?.ok === true ? verified.at : null,
    where,
  }))

const ofPhysical = (listed: PlatformBackups | null): KnownBackup[] =>
  (listed?.physical ?? []).map(({ id, status, at }) =>
    platforms({ rung: 'physical', id, status, covers: at, counts: status === 'COMPLETED' }),
  )

const unknown = (rung: Rung, { reason, mend }: { reason: string; mend: string }): MissingRung => ({
  rung,
  state: 'unknown',
  reason,
  mend,
})
const lacks = (rung: Rung, reason: string): MissingRung => ({ rung, state: 'notOnPlan', reason, mend: null })

/** The rungs of the policy that the plan lacks, or of which nothing could be read. */
function missingOf({ policy, platform }: BackupsKnown, read: BackupsReading | null): MissingRung[] {
  const of = (rung: Rung): MissingRung[] => {
    if (rung === 'logical') return []
    if (read === null) return 'reason' in platform ? [unknown(rung, platform)] : []
    return rung === 'restore-point' ? missingPoints(rung, read) : missingPhysical(rung, read)
  }
  return policy.enough.flatMap(of)
}

function missingPoints(rung: Rung, { points }: BackupsReading): MissingRung[] {
  if (points.state === 'notOnPlan') return [lacks(rung, points.reason)]
  return points.state === 'unknown' ? [unknown(rung, points)] : []
}

function missingPhysical(rung: Rung, { platform, unread }: BackupsReading): MissingRung[] {
  if (platform === null) return unread === null ? [] : [unknown(rung, unread)]
  const { pitr, physical } = platform
  if (pitr.enabled) return []
  if (rung === 'pitr') return [lacks(rung, 'the add-on is not bought')]
  return physical.length === 0 ? [lacks(rung, 'the platform lists no daily backup')] : []
}
