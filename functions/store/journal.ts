import { z } from 'zod'
import { JournalRow } from '../model/prediction.ts'

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
export async function keptJournal(kv: KVNamespace, target: string, now: number): Promise<JournalReading | null> {
  const kept = JournalReading.safeParse(await kv.get(name(target), 'json').catch(() => null)).data
  return kept && now - kept.at < KEPT * 1000 ? kept : null
}

/** Keeps a reading for a minute. KV refuses more than one write per second and name: it is then read again. */
export async function keepJournal(kv: KVNamespace, target: string, reading: JournalReading): Promise<void> {
  try {
    await kv.put(name(target), JSON.stringify(reading), { expirationTtl: KEPT })
  } catch (error) {
    console.warn(`KV did not take ${name(target)}: ${String(error)}`)
  }
}
