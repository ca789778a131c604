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
  for (const keys of batchesOf(inOrder)) {
    const left = () => Math.round(end - performance.now())
    const found = await lookThrough(asking, keys.filter(isOpen), left, now)
    for (const key of keys) {
      const name = keyName(key)
      const was = { ...key, key: name, orphans: null, looked: looked[name] ?? null, refused: null }
      seen.push({ ...was, ...found.get(name) })
    }
  }
  return seen
}

/** Tables of up to this are looked through together: a look over HTTPS pays for each question. bytes */
const SMALL = 8 * 1024 ** 2
const TOGETHER = 50

/** Neighbours that are small go together. */
function batchesOf(keys: readonly OrphanCandidate[]): OrphanCandidate[][] {
  return keys.reduce<OrphanCandidate[][]>((batches, key) => {
    const last = batches.at(-1)
    const joins = last !== undefined && last.length < TOGETHER && [key, ...last].every(({ bytes }) => bytes <= SMALL)
    return joins ? [...batches.slice(0, -1), [...last, key]] : [...batches, [key]]
  }, [])
}

/** query_canceled: the time was over. */
const CANCELED = '57014'

interface Found {
  orphans?: number
  looked?: number
  refused?: string
}

/** What became of some foreign keys, by name; where they are refused together, of each alone. */
async function lookThrough(
  asking: HealthAsking,
  keys: readonly OrphanCandidate[],
  left: () => number,
  now: number,
): Promise<Map<string, Found>> {
  const [only, ...more] = keys
  if (only === undefined || left() <= 0) return new Map()
  const { session, journal } = asking
  try {
    const orphans = await readOrphans(session, { journal, keys, within: Math.min(EACH, left()) })
    return new Map(keys.map((key, i) => [keyName(key), { orphans: orphans[i] ?? 0, looked: now }]))
  } catch (error) {
    if (!(error instanceof QueryFailed) || error.failure.stage !== 'query') throw error
    const { sqlstate, reason } = error.failure
    if (more.length === 0) return new Map(sqlstate === CANCELED ? [] : [[keyName(only), { refused: reason }]])
  }
  const found = new Map<string, Found>()
  for (const key of keys) for (const [name, one] of await lookThrough(asking, [key], left, now)) found.set(name, one)
  return found
}
