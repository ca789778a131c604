import { BackupsReading } from '../model/backup/reading.ts'
import { keepRecent, recent } from './recent.ts'

/** For how long a reading is kept, s. */
const KEPT = 7200

const name = (target: string) => `backups/${target}`

/** What the platform said of a target's backups, if it is younger than `maxAge` (ms) at `now`; null: ask again. */
export const keptReading = (
  kv: KVNamespace,
  target: string,
  now: number,
  maxAge: number,
): Promise<BackupsReading | null> => recent(kv, name(target), BackupsReading, { now, maxAge })

/** Keeps a reading. */
export const keepReading = (kv: KVNamespace, target: string, reading: BackupsReading): Promise<void> =>
  keepRecent(kv, name(target), JSON.stringify(reading), KEPT)
