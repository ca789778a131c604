import type { z } from 'zod'

/** Something that was read at `at` (ms) and is kept in KV for a while, so that it need not be read again. */
interface Read {
  at: number
}

/** What is kept under a name, if it was read less than `maxAge` (ms) before `now`; null: it must be read again. */
export async function recent<T extends Read>(
  kv: KVNamespace,
  name: string,
  shape: z.ZodType<T>,
  { now, maxAge }: { now: number; maxAge: number },
): Promise<T | null> {
  const kept = shape.safeParse(await kv.get(name, 'json').catch(() => null)).data
  return kept && now - kept.at < maxAge ? kept : null
}

/** Keeps the JSON text of what was read for `ttl` (s). KV refuses more than one write per second and name: it is then read again. */
export async function keepRecent(kv: KVNamespace, name: string, text: string, ttl: number): Promise<void> {
  try {
    await kv.put(name, text, { expirationTtl: ttl })
  } catch (error) {
    console.warn(`KV did not take ${name}: ${String(error)}`)
  }
}
