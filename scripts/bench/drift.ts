import { QUANTITY_DEFAULT, statusIndex, tableName } from './wide.ts'

/** Statements that make a drift, and those that take it back. */
export interface MadeDrift {
  make: string[]
  undo: string[]
}

/**
 * `objects` things changed by hand on a wide schema: a column too many, an index dropped, a default changed, in turn, one
 * a table. Each round is another drift, so that nothing that was remembered of an earlier one can help.
 */
export function driftOf(objects: number, round: number): MadeDrift {
  const drifts = Array.from({ length: objects }, (_, i) => HANDS[i % HANDS.length]?.(i * STRIDE, round))
  return {
    make: drifts.flatMap((drift) => drift?.make ?? []),
    undo: drifts.flatMap((drift) => drift?.undo ?? []),
  }
}

/** Spreads 100 objects over the 1,000 tables. */
const STRIDE = 9

const HANDS: readonly ((table: number, round: number) => MadeDrift)[] = [
  (k, round) => ({
    make: [`alter table ${tableName(k)} add column by_hand_${round} text`],
    undo: [`alter table ${tableName(k)} drop column by_hand_${round}`],
  }),
  (k) => ({ make: [`drop index ${tableName(k)}_status_idx`], undo: [statusIndex(k)] }),
  (k, round) => ({
    make: [`alter table ${tableName(k)} alter column quantity set default ${QUANTITY_DEFAULT + 1 + round}`],
    undo: [`alter table ${tableName(k)} alter column quantity set default ${QUANTITY_DEFAULT}`],
  }),
]
