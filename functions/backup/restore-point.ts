import type { RungOutcome, Miss } from '../model/backup/outcome.ts'
import type { RestorePoint } from '../model/backup/reading.ts'
import { createRestorePoint, getRestorePoint } from './calls.ts'
import { managementOf, missOf, noSuchProject, span, type Climber, type TryRung } from './climber.ts'
import { askOnce, askPatiently, limited, PATIENCE, type Answer, type Management } from './management.ts'
import { pause } from './world.ts'

const rung = 'restore-point'

/** A restore point that was asked for and does not show after so long was never asked for: three requests' patience. ms */
export const SETTLE = 30_000

/**
 * A restore point made for this request, once: it has the request's name, is looked for before it is asked for, and what is asked for
 * is written down before. A request whose answer was lost is not repeated until it could no longer be on its way.
 */
export const restorePoint: TryRung = async (climber, deadline) => {
  const management = managementOf(climber, rung, deadline)
  if ('rung' in management) return management
  const found = await foundOrMade(climber, management)
  return 'rung' in found ? found : untilReady(climber, management, found)
}

async function foundOrMade(climber: Climber, management: Management): Promise<RestorePoint | Miss> {
  for (;;) {
    const known = await lookFor(climber, management)
    if (known.state !== 'answered') return missOf(rung, known, 'notOnPlan')
    if (known.value !== null) return known.value
    const made = await ask(climber, management)
    if (made.state === 'none') return noSuchProject(rung)
    if (made.state === 'answered' && made.value.name === climber.point) return made.value
    // Nobody knows: it is looked for until it could no longer be on its way, and then asked for again.
    if (made.state === 'answered' || (made.state === 'unsure' && made.status !== 429)) continue
    return missOf(rung, made, 'notOnPlan')
  }
}

/** Asks for it, once; what the rate limit turned away was not done. Each time it is written down before. */
async function ask({ world, point, intent }: Climber, management: Management): Promise<Answer<RestorePoint>> {
  for (;;) {
    const noted = world.now()
    if (noted >= management.deadline) return notYet
    await intent.write(noted)
    // Whoever slept since does not know whether the request is still its own.
    if (world.now() - noted > PATIENCE) continue
    const answer = await askOnce(management, createRestorePoint(point))
    if (answer.state !== 'limited') return answer
    if (answer.again >= management.deadline) return limited(answer.again)
    await world.sleep(answer.again - world.now())
  }
}

type Sure<T> = Exclude<Answer<T>, { state: 'none' }>

/** The request's restore point; where it may have been asked for a moment ago, it is given the time to show. */
async function lookFor({ world, point, intent }: Climber, management: Management): Promise<Sure<RestorePoint | null>> {
  const shows = intent.askedAt === null ? 0 : intent.askedAt + SETTLE
  for (let tries = 0; ; tries += 1) {
    const answer = await askPatiently(management, getRestorePoint(point))
    const there: Sure<RestorePoint | null> = answer.state === 'none' ? { state: 'answered', value: null } : answer
    if (there.state !== 'answered' || there.value !== null || world.now() >= shows) return there
    const wait = Math.min(pause(tries), Math.max(1, shows - world.now()))
    if (world.now() + wait >= management.deadline) return notYet
    await world.sleep(wait)
  }
}

/** Asks for its state until it is ready, has failed, or no time is left. */
async function untilReady(climber: Climber, management: Management, first: RestorePoint): Promise<RungOutcome> {
  const { world, point } = climber
  let seen: RestorePoint = first
  for (let tries = 0; ; tries += 1) {
    const judged = judge(climber, seen)
    const wait = pause(tries)
    if (judged !== null) return judged
    if (world.now() + wait >= management.deadline)
      return unknown(`the restore point ${point} is not ready yet (${seen.status})`)
    await world.sleep(wait)
    const answer = await askPatiently(management, getRestorePoint(point))
    if (answer.state === 'answered' && answer.value !== null) seen = answer.value
    else if (answer.state !== 'answered' && answer.state !== 'none') return missOf(rung, answer, 'failed')
  }
}

/** null: it is still being made. */
function judge({ world, policy, intent, point }: Climber, seen: RestorePoint): RungOutcome | null {
  const { status } = seen
  if (status === 'FAILED' || status === 'REMOVED')
    return {
      rung,
      state: 'failed',
      reason: `the restore point ${point} is ${status}`,
      mend: 'ask for a backup with another Idempotency-Key',
      retryable: false,
    }
  // What was made on request holds at least the moment of the request.
  const covers = seen.completedOn ?? intent.askedAt
  if (status !== 'AVAILABLE' || covers === null) return null
  const now = world.now()
  if (now - covers > policy.maxAge)
    return {
      rung,
      state: 'absent',
      reason: `the restore point ${point} of this Idempotency-Key is ${span(now - covers)} old`,
      mend: 'ask for a backup with another Idempotency-Key',
      retryable: false,
    }
  return {
    state: 'holds',
    rung,
    guarantee: {
      rpoMs: Math.max(0, now - covers),
      says: 'the database as it was when the restore point was made',
      without: ['objects in Storage', 'what was written after the restore point'],
      restore: `POST /v1/projects/{ref}/database/backups/undo {"name":"${point}"}`,
    },
    evidence: { id: point, covers, seenAt: now, detail: { status, completed_on: isoOf(seen.completedOn) } },
  }
}

const isoOf = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

const unknown = (reason: string): Miss => ({
  rung,
  state: 'unknown',
  reason,
  mend: 'ask again with the same Idempotency-Key: it is looked for, not made again',
  retryable: true,
})

const notYet = {
  state: 'unsure',
  status: null,
  reason: 'a restore point was asked for a moment ago, and does not show yet',
  mend: 'ask again with the same Idempotency-Key',
} as const
