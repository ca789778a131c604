import type { Entry, JournalRow } from '../../model/prediction.ts'

/** A table of 0.x after Drizzle 1.0 gave its rows names. */
export interface Upgraded {
  /** The rows with the names that they get; those without one are the same objects. */
  rows: JournalRow[]
  /** Rows for which it finds no folder: the upgrade stops. */
  unmatched: JournalRow[]
}

/**
 * Gives the rows of 0.x names as up-migrations/pg.js does: by the whole second of created_at, by hash where that second
 * has several folders or none.
 * @param sorted the entries in the order of upgradeOrder
 */
export function upgrade(sorted: readonly Entry[], rows: readonly JournalRow[]): Upgraded {
  const bySecond = Map.groupBy(sorted, ({ when }) => when)
  // Of folders with one text, the last has it.
  const byHash = new Map(sorted.map((entry) => [entry.hash, entry]))
  const named = rows.map((row) => {
    const there = bySecond.get(secondOf(row)) ?? []
    const owner =
      there.length === 0
        ? byHash.get(row.hash)
        : there.length === 1
          ? there[0]
          : there.find(({ hash }) => hash === row.hash)
    return owner === undefined ? row : { ...row, name: owner.tag }
  })
  return { rows: named, unmatched: named.filter((row, i) => row === rows[i]) }
}

/** created_at with its last three digits made 0, as text: Drizzle's own way; NaN for NULL. */
function secondOf({ createdAt }: JournalRow): number {
  const text = String(createdAt)
  return Number(`${text.substring(0, text.length - 3)}000`)
}

/** The upgrade sorts the migrations, and they run in that order: by time, then by name. */
export const upgradeOrder = (a: Entry, b: Entry): number =>
  a.when !== b.when ? a.when - b.when : a.tag.localeCompare(b.tag)
