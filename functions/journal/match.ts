import type { Entry, JournalRow, Matching } from '../model/prediction.ts'
import { spellingOf } from './spelling.ts'

type Fits = (row: JournalRow, migration: Entry) => boolean

const sameHash: Fits = (row, migration) => row.hash === migration.hash
const sameWhen: Fits = (row, migration) => row.createdAt === migration.when
const sameName: Fits = (row, migration) => row.name === migration.tag
const respelled: Fits = (row, migration) => spellingOf(migration, row.hash) !== undefined
const both: Fits = (row, migration) => sameHash(row, migration) && sameWhen(row, migration)

/** Drizzle 1.0 looks up the rows of 0.x by the whole second of created_at (up-migrations/pg.js). */
const sameSecond: Fits = (row, migration) =>
  row.createdAt !== null && Math.trunc(row.createdAt / 1000) === Math.trunc(migration.when / 1000)
const hashAndSecond: Fits = (row, migration) => sameHash(row, migration) && sameSecond(row, migration)

/** Surest first. Two empty migrations share a hash, so hash and time together come before either alone. */
const byHash: readonly Fits[] = [both, sameHash, sameWhen, respelled]
const byName: readonly Fits[] = [sameName, hashAndSecond, sameHash, sameSecond, respelled]

/**
 * Gives each row to the migration it was written for: by hash, then by time; or, where Drizzle goes by names, by name
 * first. A migration takes one row, and the surest match is made first.
 */
export function matchRows(by: 'hash' | 'name', migrations: readonly Entry[], rows: readonly JournalRow[]): Matching {
  const matching: Matching = { rows: migrations.map(() => null), spare: [], unknown: [] }
  const passes = by === 'hash' ? byHash : byName
  matching.unknown = passes.reduce(
    (left, fits) => left.filter((row) => !settle(matching, migrations, row, fits)),
    [...rows],
  )
  return matching
}

/** Gives a row away if it fits a migration: to the first that is free, or as a spare row to the first of all. */
function settle(matching: Matching, migrations: readonly Entry[], row: JournalRow, fits: Fits): boolean {
  const first = migrations.findIndex((migration) => fits(row, migration))
  if (first === -1) return false
  const free = migrations.findIndex((migration, i) => i >= first && !matching.rows[i] && fits(row, migration))
  if (free === -1) matching.spare.push({ row, index: first })
  else matching.rows[free] = row
  return true
}
