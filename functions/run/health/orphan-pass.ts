import { readOrphansWithin } from '../../collect/health.ts'
import { QueryFailed } from '../../collect/transport.ts'
import type { OrphanCandidate } from '../../checks/integrity/orphan-rows.ts'
import type { Pass } from '../../model/health.ts'
import type { Failure } from '../../model/question.ts'
import type { HealthAsking } from './checks.ts'

/** query_canceled: the time was over. */
export const CANCELED = '57014'

/** Blocks of the first question of a run: 32 MB. */
const FIRST = 4096
/** Fewer are not asked for: what takes too long even so is left to the next run. */
const LEAST = 64
const MOST = 2 ** 20
/** A question is to take about this long, ms. */
const AIM = 400

export interface PassWork {
  asking: HealthAsking
  key: OrphanCandidate
  /** Where an earlier run ended; null: it begins. */
  pass: Pass | null
  /** What is left of the time, ms. */
  left(): number
  /** The most for one question, ms. */
  each: number
  now: number
}

/** What a run saw of a foreign key's rows. */
export interface Passed {
  pass: Pass
  /** Found by the pass so far; null: none, and it has not ended. */
  orphans: number | null
  /** The share of the blocks that was seen; null: it has ended. */
  seen: number | null
  /** When it ended, ms. */
  looked?: number
  /** What PostgreSQL said against it. */
  refused?: string
}

/**
 * Goes on with looking through a big table, block range by block range, until its end or until the time is over. Each block is read once
 * a pass; a row that is updated meanwhile may move to a block that was seen, and is then looked at by the next pass.
 */
export async function goOnWith(work: PassWork): Promise<Passed> {
  const { asking, key, left, each, now } = work
  const { session, journal } = asking
  let pass = underWay(work.pass, now)
  let blocks = FIRST
  while (left() > 0) {
    const to = pass.next + blocks
    const started = performance.now()
    try {
      const asked = { journal, key, blocks: { from: pass.next, to }, within: Math.min(each, left()) }
      const { rows, pages } = await readOrphansWithin(session, asked)
      pass = { ...pass, next: to, pages, found: pass.found + rows }
      if (to >= pages) return { ...over(pass, now), orphans: pass.found }
      blocks = stepped(blocks, performance.now() - started)
    } catch (error) {
      const { sqlstate, reason } = refusalIn(error)
      if (sqlstate !== CANCELED) return { ...partly(pass), refused: reason }
      if (blocks === LEAST) break
      blocks = Math.max(LEAST, blocks >> 2)
    }
  }
  return partly(pass)
}

const underWay = (pass: Pass | null, now: number): Pass =>
  pass !== null && pass.began !== null
    ? pass
    : { began: now, next: 0, pages: pass?.pages ?? 0, found: 0, ended: pass?.ended ?? null }

const over = ({ pages }: Pass, now: number) => ({
  pass: { began: null, next: 0, pages, found: 0, ended: now },
  seen: null,
  looked: now,
})

const partly = (pass: Pass): Passed => ({
  pass,
  orphans: pass.found === 0 ? null : pass.found,
  seen: pass.pages === 0 ? 0 : Math.min(1, pass.next / pass.pages),
})

/** More blocks where the last were quick, fewer where they were slow. */
const stepped = (blocks: number, ms: number): number =>
  ms < AIM / 2 ? Math.min(MOST, blocks * 2) : ms > AIM ? Math.max(LEAST, blocks >> 1) : blocks

/** Why a question was not answered. @throws what is no refusal, and a lost connection */
export function refusalIn(error: unknown): Failure {
  if (error instanceof QueryFailed && error.failure.stage === 'query') return error.failure
  throw error
}
