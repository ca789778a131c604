import type { Migration } from '../../../functions/model/blueprint.ts'
import type { JournalRow, JournalRows } from '../../../functions/model/journal.ts'

/** 2026-01-01; the unit tests count time in hours from here. */
export const T0 = Date.UTC(2026, 0, 1)
export const HOUR = 3_600_000

/** A migration stamped `hours` after T0, whose hash is made from its tag. */
export const migration = (tag: string, hours: number, more: Partial<Migration> = {}): Migration => ({
  tag,
  file: `${tag}.sql`,
  when: T0 + hours * HOUR,
  hash: hashOf(tag),
  spellings: {},
  statements: 1,
  adds: 1,
  changes: 0,
  removes: 0,
  ...more,
})

/** 64 characters that begin with the text. */
export const hashOf = (text: string): string => text.replaceAll(/\W/g, '').padEnd(64, '0')

/** The row that Drizzle writes for a migration. */
export const row = (id: number, of: Migration, more: Partial<JournalRow> = {}): JournalRow => ({
  id,
  hash: of.hash ?? hashOf('gone'),
  createdAt: of.when,
  name: null,
  ...more,
})

export const read = (...rows: JournalRow[]): JournalRows => ({ state: 'read', named: false, rows })
export const named = (...rows: JournalRow[]): JournalRows => ({ state: 'read', named: true, rows })
