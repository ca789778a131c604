import type { BackupsReading } from '../model/backup/reading.ts'
import type { BackupsWay } from '../model/target.ts'
import { getRestorePoint, listBackups } from './calls.ts'
import { askPatiently } from './management.ts'
import type { Refusal } from './refusal.ts'
import type { World } from './world.ts'

/** For all that is asked, waits included, ms. */
const BUDGET = 15_000

/** Somebody waits for a look, and the next one asks again. */
const TRIES = 2

/** What the platform lists now: its backups, its window of recovery, its newest restore point. Changes nothing. */
export async function lookAtBackups(world: World, way: BackupsWay): Promise<BackupsReading> {
  const management = { world, way, deadline: world.now() + BUDGET, tries: TRIES }
  const listed = await askPatiently(management, listBackups)
  const point = await askPatiently(management, getRestorePoint(null))
  return {
    at: world.now(),
    platform: listed.state === 'answered' ? listed.value : null,
    unread: listed.state === 'answered' ? null : unreadOf(listed),
    points: pointsOf(point),
  }
}

function pointsOf(answer: Awaited<ReturnType<typeof askPoint>>): BackupsReading['points'] {
  if (answer.state === 'answered') return { state: 'read', newest: answer.value }
  if (answer.state === 'none') return { state: 'read', newest: null }
  if (answer.state === 'payment' || answer.state === 'forbidden') return { state: 'notOnPlan', reason: answer.reason }
  return { state: 'unknown', ...unreadOf(answer) }
}

const askPoint = (management: Parameters<typeof askPatiently>[0]) => askPatiently(management, getRestorePoint(null))

const unreadOf = (refusal: Refusal | { state: 'none' }) =>
  refusal.state === 'none'
    ? {
        reason: 'the Management API has no such project (404)',
        mend: 'compare project_ref with the address of the project’s dashboard',
        retryable: false,
      }
    : { reason: refusal.reason, mend: refusal.mend, retryable: refusal.state === 'unsure' }
