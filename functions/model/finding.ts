import { z } from 'zod'
import { BackupFindings } from './findings/backup.ts'
import { DriftFindings } from './findings/drift.ts'
import { HealthFindings } from './findings/health.ts'
import { JournalFindings } from './findings/journal.ts'
import { MigrationsFindings } from './findings/migrations.ts'
import { PinsFindings } from './findings/pins.ts'
import { PrivilegesFindings } from './findings/privileges.ts'
import { Severity, severityRank } from './findings/shared.ts'
import { SnapshotsFindings } from './findings/snapshots.ts'
import { SupabaseFindings } from './findings/supabase.ts'

export { Severity, severityRank }

export const CheckName = z.enum([
  'connectivity',
  'drift',
  'journal',
  'migrations',
  'snapshots',
  'supabase',
  'backup',
  'health',
])
export type CheckName = z.infer<typeof CheckName>

/** The checks that hold the target against its migrations; backups are asked of the platform, and health has checks of its own. */
export const LookCheck = CheckName.exclude(['backup', 'health'])

/** What a check found, as plain data; views/words.ts has the words. */
export const Finding = z.discriminatedUnion('type', [
  ...DriftFindings,
  ...PinsFindings,
  ...PrivilegesFindings,
  ...JournalFindings,
  ...MigrationsFindings,
  ...SnapshotsFindings,
  ...SupabaseFindings,
  ...BackupFindings,
  ...HealthFindings,
])
export type Finding = z.infer<typeof Finding>
export type FindingType = Finding['type']
export type FindingOf<T extends FindingType> = Extract<Finding, { type: T }>

/** What could not be looked at, and why: never read as clean. */
export const Unknown = z.object({
  /** Stable, as a finding's: `check:subject`. */
  key: z.string(),
  check: CheckName,
  subject: z.string(),
  reason: z.string(),
  /** The command, grant or setting that would let it be seen; null where there is none. */
  mend: z.string().nullable(),
})
export type Unknown = z.infer<typeof Unknown>

/** The check that a finding belongs to: the part of its type before the dot. */
export const checkOf = (finding: Pick<Finding, 'type'>): CheckName => CheckName.parse(finding.type.split('.')[0])
