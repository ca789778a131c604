import { z } from 'zod'
import { readOrphans } from '../../collect/health.ts'
import type { CheckContext } from '../../checks/check.ts'
import { isOpen, keyName, OrphanCandidate } from '../../checks/integrity/orphan-rows.ts'
import type { LookedThrough, Pass, Passes } from '../../model/health.ts'
import type { HealthAsking } from './checks.ts'
import { CANCELED, goOnWith, refusalIn, type Passed, type PassWork } from './orphan-pass.ts'

/** For all foreign keys of a run, ms; the rest of a suite's time is for the other checks. */
const BUDGET = 3000
/** For one of them: a table that takes longer is left to the next run, where it comes first. ms */
const EACH = 2000

/** Of a run that only goes on with what an earlier one began, ms: a tick is to stay short. */
const OF_A_TICK = 1000
/** Tables above this are looked through in passes over several runs: below, one question is quicker. bytes */
const BIG = 128 * 1024 ** 2
/** A big table that was looked through is not begun again before this, ms. */
const AGAIN = 7 * 86_400_000

/** What is known of earlier runs. */
export interface OrphansKnown {
  looked: LookedThrough
  passes: Passes
  /** Only what an earlier run began. */
  goOn: boolean
  now: number
  openSince: CheckContext['openSince']
}

/**
 * Looks through the rows of foreign keys for some that refer to nothing, for as long as a run has: those that had some before, then those
 * that an earlier run began, then NOT VALID ones, then those that were looked through longest ago. `looked` and `pass` of each row go into
 * the sample: the next run goes on there.
 */
export async function lookForOrphans(
  asking: HealthAsking,
  rows: readonly unknown[],
  { looked, passes, goOn, now, openSince }: OrphansKnown,
): Promise<unknown[]> {
  const parsed = z.array(OrphanCandidate).safeParse(rows)
  if (!parsed.success) return [...rows]
  const end = performance.now() + Math.min(goOn ? OF_A_TICK : BUDGET, asking.left())
  const left = () => Math.round(end - performance.now())
  const passOf = (key: OrphanCandidate) => passes[keyName(key)] ?? null
  const before = (key: OrphanCandidate) => Math.max(looked[keyName(key)] ?? 0, passOf(key)?.ended ?? 0)
  const isFound = (key: OrphanCandidate) => (openSince?.('orphan-rows', keyName(key)) ?? null) !== null
  const urgency = (key: OrphanCandidate) => (isFound(key) ? 0 : isUnderWay(passOf(key)) ? 1 : key.valid ? 3 : 2)
  const inOrder = parsed.data.toSorted((a, b) => urgency(a) - urgency(b) || before(a) - before(b) || a.bytes - b.bytes)
  const inPasses = (key: OrphanCandidate) => !key.partitioned && (key.bytes > BIG || isUnderWay(passOf(key)))
  const open = inOrder.filter(isOpen)
  const found = new Map<string, Found>()
  const whole = goOn ? [] : open.filter((key) => !inPasses(key))
  for (const keys of batchesOf(whole))
    for (const [name, one] of await lookThrough({ asking, left, now }, keys)) found.set(name, one)
  // Last, so that a big table keeps no small one waiting; what there is no time for is begun all the same, and gone on with by ticks.
  const isDue = (key: OrphanCandidate) =>
    isUnderWay(passOf(key)) ||
    (!goOn && (inPasses(key) ? isFound(key) || now - before(key) >= AGAIN : found.get(keyName(key))?.tooBig === true))
  for (const key of open.filter(isDue))
    found.set(keyName(key), await goOnWith({ asking, key, pass: passOf(key), left, each: EACH, now }))
  return inOrder.map((key) => {
    const known = { orphans: null, looked: before(key) || null, refused: null, seen: null, pass: passOf(key) }
    return { ...key, key: keyName(key), ...known, ...found.get(keyName(key)) }
  })
}

const isUnderWay = (pass: Pass | null) => pass !== null && pass.began !== null

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

interface Found extends Partial<Passed> {
  /** It is bigger than the catalog says: block by block, then. */
  tooBig?: boolean
}

/** What became of some foreign keys, by name; where they are refused together, of each alone. */
async function lookThrough(
  work: Pick<PassWork, 'asking' | 'left' | 'now'>,
  keys: readonly OrphanCandidate[],
): Promise<Map<string, Found>> {
  const { asking, left, now } = work
  const [only, ...more] = keys
  if (only === undefined || left() <= 0) return new Map()
  const { session, journal } = asking
  try {
    const orphans = await readOrphans(session, { journal, keys, within: Math.min(EACH, left()) })
    return new Map(keys.map((key, i) => [keyName(key), { orphans: orphans[i] ?? 0, looked: now }]))
  } catch (error) {
    const { sqlstate, reason } = refusalIn(error)
    if (more.length === 0 && sqlstate !== CANCELED) return new Map([[keyName(only), { refused: reason }]])
    if (more.length === 0) return new Map(only.partitioned ? [] : [[keyName(only), { tooBig: true }]])
  }
  const found = new Map<string, Found>()
  for (const key of keys) for (const [name, one] of await lookThrough(work, [key])) found.set(name, one)
  return found
}
