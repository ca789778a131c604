import { z } from 'zod'
import { Evidence, Guarantee, Miss, type Climb } from '../model/backup/outcome.ts'
import { Rung } from '../model/backup/policy.ts'
import { BackupsView, KnownBackup, MissingRung } from '../model/backup/view.ts'

const Time = z.iso.datetime().describe('UTC, ISO 8601')

/** A backup as programs read it. */
const KnownBackupJson = KnownBackup.extend({
  covers: Time.nullable().describe('The moment that it brings back; null: it is not ready'),
  ageMs: z.number().nullable(),
  provenAt: Time.nullable().describe('When a restore of it was proven; null: never'),
})

/** All that is known of a target's backups, as programs read it. */
export const BackupsJson = BackupsView.extend({
  at: Time.nullable().describe('When the platform was asked; null: it was not'),
  backups: z.array(KnownBackupJson),
  pitr: z.object({ enabled: z.boolean(), earliest: Time.nullable(), latest: Time.nullable() }).nullable(),
  newest: KnownBackupJson.nullable().describe('The newest that the target’s policy counts'),
  stale: z.boolean().nullable().describe('Whether the newest is older than the policy allows; null: nobody can say'),
  provenAt: Time.nullable().describe('When a restore was proven last; null: never'),
  missing: z.array(MissingRung),
})
export type BackupsJson = z.infer<typeof BackupsJson>

/** What climbing the ladder came to, as programs read it. */
export const ClimbJson = z.object({
  target: z.string(),
  verdict: z.enum(['go', 'refuse', 'unknown']),
  rung: Rung.nullable(),
  guarantee: Guarantee.nullable(),
  evidence: Evidence.extend({ covers: Time, seenAt: Time }).nullable(),
  tried: z.array(Miss).describe('Rungs before it that do not hold, and why'),
  at: Time,
})
export type ClimbJson = z.infer<typeof ClimbJson>

const iso = (ms: number) => new Date(ms).toISOString()
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms))

const knownJson = (backup: KnownBackup, now: number) => ({
  ...backup,
  covers: isoOrNull(backup.covers),
  ageMs: backup.covers === null ? null : now - backup.covers,
  provenAt: isoOrNull(backup.provenAt),
})

/** A view with its times as ISO 8601, and ages as of `now` (ms). */
export const backupsJson = (view: BackupsView, now: number): BackupsJson => ({
  ...view,
  at: isoOrNull(view.at),
  backups: view.backups.map((backup) => knownJson(backup, now)),
  pitr: view.pitr && {
    enabled: view.pitr.enabled,
    earliest: isoOrNull(view.pitr.earliest),
    latest: isoOrNull(view.pitr.latest),
  },
  newest: view.newest && knownJson(view.newest, now),
  provenAt: isoOrNull(view.provenAt),
})

const msOrNull = (text: string | null) => (text === null ? null : Date.parse(text))

const knownFromJson = ({ rung, id, status, counts, where, covers, provenAt }: z.infer<typeof KnownBackupJson>) => ({
  rung,
  id,
  status,
  counts,
  where,
  covers: msOrNull(covers),
  provenAt: msOrNull(provenAt),
})

/** The view that an answer was made from: text views want it so. */
export const backupsFromJson = (json: BackupsJson): BackupsView => ({
  ...json,
  at: msOrNull(json.at),
  backups: json.backups.map(knownFromJson),
  pitr: json.pitr && { ...json.pitr, earliest: msOrNull(json.pitr.earliest), latest: msOrNull(json.pitr.latest) },
  newest: json.newest && knownFromJson(json.newest),
  provenAt: msOrNull(json.provenAt),
})

/** An answer of the ladder with its times as ISO 8601. */
export const climbJson = (target: string, climb: Climb): ClimbJson => ({
  target,
  ...climb,
  evidence: climb.evidence && {
    ...climb.evidence,
    covers: iso(climb.evidence.covers),
    seenAt: iso(climb.evidence.seenAt),
  },
  at: iso(climb.at),
})
