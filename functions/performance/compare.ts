import type { StatementFigures } from '../model/performance.ts'
import { LIMITS } from './limits.ts'
import { chanceOfSlower } from './welch.ts'

/** How a statement did beside one earlier window. */
export interface Compared {
  before: StatementFigures
  /** Mean time, after by before, without what the server as a whole and the number of rows explain. */
  ratio: number
  /** Time in the window that is more than before, ms. */
  excess: number
  /** Blocks in the window that are more than before. */
  blocks: number
  /** Welch's. */
  chance: number
  by: ('time' | 'blocks')[]
}

/** What the window as a whole says of each of its statements. */
export interface Around {
  /** Median of the ratios of all statements, at least 1: what the server as a whole became slower by. */
  general: number
  /** ms, and blocks, of all statements. */
  time: number
  blocks: number
  /** How many are judged. */
  statements: number
}

/** Whether there were calls enough, before and after. */
export const isJudgeable = (before: StatementFigures, after: StatementFigures): boolean =>
  before.calls >= LIMITS.calls && after.calls >= LIMITS.calls

/**
 * Holds a statement against an earlier window. By time: longer than the limits, beyond chance, and beyond what all others are slower by. By
 * blocks, which no load changes: more for the same rows.
 */
export function compare(before: StatementFigures, after: StatementFigures, around: Around): Compared {
  const rows = before.rowsPerCall === 0 ? 1 : Math.max(1, after.rowsPerCall / before.rowsPerCall)
  const expected = before.mean * around.general * rows
  const ratio = expected === 0 ? 1 : after.mean / expected
  const excess = Math.max(0, (after.mean - expected) * after.calls)
  const blocks = Math.max(0, (after.blocksPerCall - before.blocksPerCall) * after.calls)
  const chance = chanceOfSlower({ ...before, mean: expected }, after)
  const slower =
    ratio >= LIMITS.ratio &&
    after.mean - expected >= LIMITS.added &&
    excess >= LIMITS.excess * around.time &&
    chance < LIMITS.chance / Math.max(1, around.statements)
  const more =
    readsMore(before, after) && blocks >= LIMITS.excess * around.blocks && chanceOfSlower(before, after) < LIMITS.chance
  return {
    before,
    ratio,
    excess,
    blocks,
    chance,
    by: [...(slower ? ['time' as const] : []), ...(more ? ['blocks' as const] : [])],
  }
}

/** More blocks for each call that yields as many rows: another plan, or an index that is gone. */
function readsMore(before: StatementFigures, after: StatementFigures): boolean {
  const { ratio, added, rows } = LIMITS.blocks
  const [few, many] = [before.rowsPerCall, after.rowsPerCall].toSorted((one, other) => one - other)
  const alike = few !== undefined && many !== undefined && (many === few || many <= few * rows)
  return (
    alike && after.blocksPerCall >= ratio * before.blocksPerCall && after.blocksPerCall - before.blocksPerCall >= added
  )
}
