import { z } from 'zod'
import { JournalRow } from '../model/prediction.ts'
import { keepRecent, recent } from './recent.ts'

/** The shortest time for which KV keeps a value; s. A target is asked for its journal no oftener. */
const KEPT = 60

/** What reading a journal came to, and when (ms). */
export const JournalReading = z.object({
  at: z.number(),
  result: z.union([
    z.object({ state: z.literal('absent') }),
    z.object({
      state: z.literal('read'),
      named: z.boolean(),
      columns: z.array(z.string()).exactOptional(),
      rows: z.array(JournalRow),
    }),
    z.object({ state: z.literal('unknown'), reason: z.string(), mend: z.string().nullable() }),
  ]),
})
export type JournalReading = z.infer<typeof JournalReading>

const name = (target: string) => `journal/${target}`

/** The reading of a target's journal that is kept; null where there is none that is young enough. */
export const keptJournal = (kv: KVNamespace, target: string, now: number): Promise<JournalReading | null> =>
  recent(kv, name(target), JournalReading, { now, maxAge: KEPT * 1000 })

/** Keeps a reading for a minute. */
export const keepJournal = (kv: KVNamespace, target: string, reading: JournalReading): Promise<void> =>
  keepRecent(kv, name(target), JSON.stringify(reading), KEPT)
