import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BackupAnswer } from '../../../functions/run/backup.ts'
import { sqliteD1 } from '../../support/d1.ts'
import { exists, hasWay, LATER, staged, world, type Staged, type World } from './stage.ts'

const RUNS = Number(process.env.LADDER_RUNS ?? 1000)
const SEED = Number(process.env.SEED ?? 5)

const isFinal = (answer: BackupAnswer | null) => answer?.state === 'done' && answer.climb.verdict !== 'unknown'

/** Asks once; null: it failed, or will never come back, or sleeps. */
function attempt({ ask, blow }: Staged) {
  const asking = ask().catch(() => null)
  const cut = blow.fallen.promise.then(() => (blow.how === 'fails' ? asking : null))
  return { asking, answered: Promise.race([asking, cut]) }
}

/** Asks with one key until there is an answer for good, or nobody can expect one any more. */
async function play(given: World) {
  const stage = await staged(given, (around) => sqliteD1('backups', around))
  const { clock, blow } = stage
  const first = attempt(stage)
  const answers = [await first.answered]
  const fell = blow.left < 0
  blow.armed = false
  blow.fallen = Promise.withResolvers<void>()
  for (let i = 0; i < 12 && !isFinal(answers.at(-1) ?? null); i += 1) {
    clock.pass(given.again[i] ?? LATER)
    answers.push(await attempt(stage).answered)
  }
  const last = answers.at(-1) ?? null
  blow.wake.resolve()
  if (fell && blow.how === 'sleeps') answers.push(await first.asking)
  clock.pass(5000)
  const climbs = answers.flatMap((answer) => (answer?.state === 'done' ? [answer.climb] : []))
  return { stage, fell, last, climbs, again: isFinal(last) ? await stage.ask() : null }
}

/** What must not be, where it is. */
function wrongs(given: World, { stage, last, climbs, again }: Awaited<ReturnType<typeof play>>): string[] {
  const verdict = last?.state === 'done' ? last.climb.verdict : null
  const kept = last?.state === 'done' && JSON.stringify({ ...last, stored: true }) === JSON.stringify(again)
  return [
    ...(stage.platform.made.length > 1 ? ['a restore point was made twice'] : []),
    ...(stage.github.runs.length > 1 ? ['the workflow was dispatched twice'] : []),
    ...climbs
      .filter((climb) => climb.verdict === 'go' && !exists(stage, climb))
      .map(() => 'go, and there is no backup'),
    ...(verdict === null ? ['nothing was answered'] : []),
    ...((verdict === 'go') === hasWay(given) ? [] : [`${verdict}, and there ${hasWay(given) ? 'is a' : 'is no'} way`]),
    ...(again === null || kept ? [] : ['the verdict was lost']),
  ]
}

test(
  'whatever fails or dies: no backup is missed, none is made twice, no verdict is lost',
  async () => {
    const seen = { dies: 0, sleeps: 0, fails: 0, go: 0, refuse: 0, unknown: 0, dispatched: 0 }
    const property = fc.asyncProperty(world, async (given) => {
      const played = await play(given)
      if (played.fell) seen[played.stage.blow.how] += 1
      seen[played.climbs.at(-1)?.verdict ?? 'unknown'] += 1
      seen.dispatched += played.stage.github.runs.length
      expect(wrongs(given, played)).toEqual([])
    })
    await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true })
    // Each of them often, or this proves little.
    expect(Object.entries(seen).filter(([, times]) => times < RUNS / 40)).toEqual([])
  },
  Math.max(60_000, RUNS * 20),
)
