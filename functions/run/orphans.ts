import { z } from 'zod'
import { readOrphans } from '../collect/health.ts'
import { QueryFailed } from '../collect/transport.ts'
import type { CheckContext } from '../checks/check.ts'
import { isOpen, keyName, OrphanCandidate } from '../checks/integrity/orphan-rows.ts'
import type { LookedThrough } from '../model/health.ts'
import type { HealthAsking } from './health-checks.ts'

/** For all foreign keys of a run, ms; the rest of a suite's time is for the other checks. */
const BUDGET = 3000
/** For one of them: a table that takes longer is left to the next run, where it comes first. ms */
const EACH = 2000

/** What is known of earlier runs. */
export interface OrphansKnown {
  looked: LookedThrough
  now: number
  openSince: CheckContext['openSince']
}

/**
 * Looks through the rows of foreign keys for some that refer to nothing, for as long as a run has: those that had some before, then those
 * that are NOT VALID, then those that were looked through longest ago. `looked` of each row goes into the sample: the next run goes on there.
 */
export async function lookForOrphans(
  asking: HealthAsking,
  rows: readonly unknown[],
  { looked, now, openSince }: OrphansKnown,
): Promise<unknown[]> {
  const parsed = z.array(OrphanCandidate).safeParse(rows)
  if (!parsed.success) return [...rows]
  const end = performance.now() + Math.min(BUDGET, asking.left())
  const before = (key: OrphanCandidate) => looked[keyName(key)] ?? 0
  const urgency = (key: OrphanCandidate) =>
    (openSince?.('orphan-rows', keyName(key)) ?? null) !== null ? 0 : key.valid ? 2 : 1
  const inOrder = parsed.data.toSorted((a, b) => urgency(a) - urgency(b) || before(a) - before(b) || a.bytes - b.bytes)
  const seen: unknown[] = []
  for (const key of inOrder) {
    const left = Math.round(end - performance.now())
    const was = { ...key, key: keyName(key), orphans: null, looked: looked[keyName(key)] ?? null, refused: null }
    seen.push(
      isOpen(key) && left > 0 ? { ...was, ...(await lookThrough(asking, key, Math.min(EACH, left), now)) } : was,
    )
  }
  return seen
}

/** query_canceled: the time was over. */
const CANCELED = '57014'

async function lookThrough({ session, journal }: HealthAsking, key: OrphanCandidate, within: number, now: number) {
  try {
    return { orphans: await readOrphans(session, { journal, key, within }), looked: now }
  } catch (error) {
    if (!(error instanceof QueryFailed) || error.failure.stage !== 'query') throw error
    return error.failure.sqlstate === CANCELED ? {} : { refused: error.failure.reason }
  }
}
