import type { CatalogSql, JournalTable } from '../../functions/collect/catalog.ts'
import { advance, emptyHistory, mayRename, type Changes, type History } from './history.ts'
import { changesOf } from './reading.ts'
import type { Scratch } from './scratch.ts'

/** Keeps the history of the facts of a scratch database. */
export interface Recorder {
  readonly history: History
  /**
   * Takes what the database is now into the history, as the state after the migration `position`.
   * @param everything read all facts: slow, and the same result
   */
  record(position: number, everything: boolean): Promise<Changes>
}

/** @param server server_version_num of the scratch database */
export function recorderOf(db: Scratch, catalog: CatalogSql, journal: JournalTable, server: number): Recorder {
  const history = emptyHistory()
  const read = changesOf(db, catalog, journal, server)
  return {
    history,
    async record(position, everything) {
      const some = await read(everything)
      const reading = !everything && mayRename(history, some) ? await read(true) : some
      return advance(history, reading, position)
    },
  }
}
