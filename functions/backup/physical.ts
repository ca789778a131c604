import type { Miss, RungOutcome } from '../model/backup/outcome.ts'
import type { PhysicalBackup } from '../model/backup/reading.ts'
import { listBackups } from './calls.ts'
import { managementOf, missOf, noSuchProject, SKEW, span, type Climber, type TryRung } from './climber.ts'
import { askPatiently } from './management.ts'
import { pause } from './world.ts'

const rung = 'physical'

/** The newest of the platform's daily backups that is COMPLETED and young enough; one under way is waited for. */
export const physical: TryRung = async (climber, deadline) => {
  const management = managementOf(climber, rung, deadline)
  if ('rung' in management) return management
  for (let tries = 2; ; tries += 1) {
    const answer = await askPatiently(management, listBackups)
    if (answer.state === 'none') return noSuchProject(rung)
    if (answer.state !== 'answered') return missOf(rung, answer, 'failed')
    const judged = judge(climber, answer.value.physical)
    const wait = pause(tries)
    if (judged.state !== 'unknown' || climber.world.now() + wait >= deadline) return judged
    await climber.world.sleep(wait)
  }
}

function judge({ world, policy }: Climber, listed: readonly PhysicalBackup[]): RungOutcome {
  const now = world.now()
  const known = listed.filter(({ at }) => at <= now + SKEW)
  const newest = known.find(({ status }) => status === 'COMPLETED')
  const age = newest && Math.max(0, now - newest.at)
  if (newest && age !== undefined && age <= policy.maxAge) return holds(newest, age, now)
  const under = known.find(({ status, at }) => status === 'PENDING' && now - at <= policy.maxAge)
  if (under)
    return {
      rung,
      state: 'unknown',
      reason: `backup ${under.id} is under way since ${iso(under.at)}, and none before it is young enough`,
      mend: 'ask again in some minutes',
      retryable: true,
    }
  if (newest && age !== undefined)
    return absent(`the newest COMPLETED backup, ${newest.id}, is ${span(age)} old; ${span(policy.maxAge)} is the limit`)
  const [last] = known
  return absent(
    last === undefined
      ? 'the platform lists no backup: the free plan has none'
      : `no backup of the platform is COMPLETED; the newest, ${last.id}, is ${last.status}`,
  )
}

const holds = ({ id, status, physical: isPhysical, at }: PhysicalBackup, age: number, now: number): RungOutcome => ({
  state: 'holds',
  rung,
  guarantee: {
    rpoMs: age,
    says: 'the database as it was when the platform’s daily backup was taken',
    without: ['objects in Storage', 'passwords of custom roles', `what was written in the last ${span(age)}`],
    restore: `POST /v1/projects/{ref}/database/backups/restore {"id":${id}}`,
  },
  evidence: { id, covers: at, seenAt: now, detail: { status, inserted_at: iso(at), is_physical_backup: isPhysical } },
})

const iso = (ms: number) => new Date(ms).toISOString()

const absent = (reason: string): Miss => ({
  rung,
  state: 'absent',
  reason,
  mend: 'make one now: npm run -s plumbline -- backup; or raise backup.max_age_hours of the target',
  retryable: false,
})
