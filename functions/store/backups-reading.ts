import { BackupsReading } from '../model/backup/reading.ts'

/** For how long a reading is kept, s. */
const KEPT = 7200

const name = (target: string) => `backups/${target}`

/** What the platform said of a target's backups, if it is younger than `maxAge` (ms) at `now`; null: ask again. */
export async function keptReading(
  kv: KVNamespace,
  target: string,
  now: number,
  maxAge: number,
): Promise<BackupsReading | null> {
  const kept = BackupsReading.safeParse(await kv.get(name(target), 'json').catch(() => null)).data
  return kept && now - kept.at < maxAge ? kept : null
}

/** Keeps a reading. KV refuses more than one write per second and name: it is then read again. */
export async function keepReading(kv: KVNamespace, target: string, reading: BackupsReading): Promise<void> {
  try {
    await kv.put(name(target), JSON.stringify(reading), { expirationTtl: KEPT })
  } catch (error) {
    console.warn(`KV did not take ${name(target)}: ${String(error)}`)
  }
}
