import type { Climb, Miss } from '../model/backup/outcome.ts'
import { Rung } from '../model/backup/policy.ts'
import type { Climber, TryRung } from './climber.ts'
import { logical } from './logical.ts'
import { physical } from './physical.ts'
import { pitr } from './pitr.ts'
import { restorePoint } from './restore-point.ts'

const RUNGS: Readonly<Record<Rung, TryRung>> = { 'restore-point': restorePoint, pitr, logical, physical }

/** Of the time that is left, how much a rung may take: what comes after it must still be asked. */
const SHARE: Readonly<Record<Rung, number>> = { 'restore-point': 0.6, pitr: 0.5, logical: 0.8, physical: 1 }

/**
 * Tries the rungs that the target's policy counts, the strongest first, and stops at the first that holds. Never `go` without
 * evidence that was seen during this climb.
 * @param budget for all of it, ms
 * @throws Overtaken, and what the store throws: the request is then to be taken up again
 */
export async function climb(climber: Climber, budget: number): Promise<Climb> {
  const { world, policy } = climber
  const end = world.now() + budget
  const tried: Miss[] = []
  for (const rung of Rung.options) {
    if (!policy.enough.includes(rung)) {
      tried.push(notEnough(rung))
      continue
    }
    const left = Math.max(0, end - world.now())
    const outcome = await RUNGS[rung](climber, world.now() + left * SHARE[rung])
    if (outcome.state === 'holds') {
      const { guarantee, evidence } = outcome
      return { verdict: 'go', rung, guarantee, evidence, tried, at: world.now() }
    }
    tried.push(outcome)
  }
  const verdict = tried.some(({ retryable }) => retryable) ? 'unknown' : 'refuse'
  return { verdict, rung: null, guarantee: null, evidence: null, tried, at: world.now() }
}

const notEnough = (rung: Rung): Miss => ({
  rung,
  state: 'notEnough',
  reason: 'the target’s policy does not count it (backup.enough)',
  mend: 'name it in backup.enough of the target in wrangler.toml, if it is to count',
  retryable: false,
})
