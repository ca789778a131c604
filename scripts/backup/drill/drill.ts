import type { BackupRecord, Compared } from '../../../functions/model/backup/record.ts'
import { sizeOf, type Manifest } from '../manifest.ts'
import type { OpenBackup } from '../restore/open.ts'
import { restoreBackup } from '../restore/restore.ts'
import type { Progress } from '../progress.ts'
import { compareRestored } from './compare.ts'
import { drillDatabase } from './scratch.ts'

export interface DrillRequest {
  backup: OpenBackup
  jobs: number
  /** On this server instead of one of one's own. */
  shadowUrl?: string
  say?: (progress: Progress) => void
}

/** What a restore drill came to, and where. */
export interface Drill {
  verified: NonNullable<BackupRecord['verified']>
  on: string
}

/**
 * Restores a backup into a scratch PostgreSQL and holds what came out against what went in.
 * @throws UserError where the backup is damaged or cannot be restored at all
 */
export async function drillBackup({ backup, jobs, shadowUrl, say }: DrillRequest): Promise<Drill> {
  const started = performance.now()
  const database = await drillDatabase(backup.manifest, shadowUrl)
  let roles: string[] = []
  try {
    const restored = await restoreBackup({
      backup,
      url: database.url,
      jobs,
      lock: 10_000,
      allRoles: true,
      ...(say && { say }),
    })
    roles = restored.roles
    const { rows } = restored
    const compared = await compareRestored({
      backup,
      restored,
      url: database.url,
      jobs,
      say: (table) => say?.({ what: `comparing ${table}`, rows, bytes: 0 }),
    })
    const at = new Date().toISOString()
    const durationMs = Math.round(performance.now() - started)
    return { verified: { at, durationMs, ok: isSame(compared), compared }, on: database.name }
  } finally {
    await database.close(roles)
  }
}

const isSame = ({ facts, tables, foreignKeys, sequences }: Compared): boolean =>
  [facts.unlike, tables.unlike, foreignKeys.broken, sequences.unlike].every((list) => list.length === 0)

/** A backup as the Worker records it. */
export function recordOf(
  manifest: Manifest,
  manifestSha256: string,
  where: string,
  verified: BackupRecord['verified'],
): BackupRecord {
  const { id, target, takenAt, finishedAt, server, catalogDigest, tables } = manifest
  return {
    id,
    target,
    takenAt,
    finishedAt,
    where,
    ...sizeOf(manifest),
    tables: tables.length,
    serverVersion: server.version,
    catalogDigest,
    manifestSha256,
    verified,
  }
}
