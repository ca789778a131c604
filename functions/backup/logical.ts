import type { LogicalBackup } from '../model/backup/logical.ts'
import type { Guarantee, Miss, RungOutcome } from '../model/backup/outcome.ts'
import { SKEW, span, type Climber, type TryRung } from './climber.ts'
import { fromWorkflow } from './dispatched.ts'

const rung = 'logical'

/**
 * A logical backup of our own that is on record, young enough, and whose restore was not seen to fail; where there is none, the target's
 * workflow makes one.
 */
export const logical: TryRung = async (climber, deadline) => {
  const { world, dispatch } = climber
  const recorded = () => judge(climber)
  const outcome = await recorded()
  const { way } = dispatch
  if (outcome.state === 'holds' || way === null) return outcome
  if ('reason' in way)
    return {
      ...outcome,
      reason: `${outcome.reason}, and its workflow cannot be dispatched: ${way.reason}`,
      mend: way.mend,
    }
  return fromWorkflow(climber, { world, way, deadline }, recorded)
}

/** What is on record. */
async function judge({ world, policy, latestLogical }: Climber): Promise<RungOutcome> {
  const backup = await latestLogical()
  const now = world.now()
  if (backup === null) return absent('no logical backup is on record for this target')
  const { id, takenAt, where, verified } = backup
  if (takenAt > now + SKEW) return absent(`${id} is from the future: the clocks differ`)
  const age = Math.max(0, now - takenAt)
  if (age > policy.maxAge)
    return absent(`the newest logical backup, ${id}, is ${span(age)} old; ${span(policy.maxAge)} is the limit`)
  if (verified !== null && !verified.ok) return absent(`the restore of the newest logical backup, ${id}, failed`)
  return {
    state: 'holds',
    rung,
    guarantee: guaranteeOf(backup, age),
    evidence: {
      id,
      covers: takenAt,
      seenAt: now,
      detail: {
        where,
        finished_at: iso(backup.finishedAt),
        bytes: backup.bytes,
        tables: backup.tables,
        rows: backup.rows,
        manifest_sha256: backup.manifestSha256,
        restore_proven_at: verified === null ? null : iso(verified.at),
      },
    },
  }
}

const guaranteeOf = ({ where, verified }: LogicalBackup, age: number): Guarantee => ({
  rpoMs: age,
  says: `the schema and the rows as they were at its snapshot; ${verified === null ? 'no restore of it was ever tried' : 'a restore of it was proven'}`,
  without: [
    'objects in Storage',
    'passwords of roles',
    'Supabase’s own schemas unless they were asked for',
    `what was written in the last ${span(age)}`,
  ],
  restore: `plumbline restore --from ${where}`,
})

const iso = (ms: number) => new Date(ms).toISOString()

const absent = (reason: string): Miss => ({
  rung,
  state: 'absent',
  reason,
  mend: 'npm run -s plumbline -- backup makes one and tells the Worker of it',
  retryable: false,
})
