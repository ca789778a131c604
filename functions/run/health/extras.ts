import { z } from 'zod'
import { readHealth } from '../../collect/health.ts'
import { QueryFailed } from '../../collect/transport.ts'
import type { Failure } from '../../model/question.ts'
import type { HealthAsking } from './checks.ts'

/** The rows that work yields, or why the target refused; a lost connection goes through. */
export async function unlessAsked(work: () => Promise<unknown[]>): Promise<unknown[] | Failure> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof QueryFailed && error.failure.stage === 'query') return error.failure
    throw error
  }
}

const Where = z.object({ schema: z.string(), loaded: z.boolean(), usable: z.boolean() })

/** What pg_stat_statements had to forget; no rows where it is not installed or not loaded. */
export async function readEvicted(
  { session, journal, server, left }: HealthAsking,
  where: unknown[] | Failure | undefined,
): Promise<unknown[] | Failure> {
  if (!Array.isArray(where)) return where ?? []
  const found = Where.safeParse(where[0]).data
  if (found === undefined || !found.loaded) return []
  const { schema } = found
  return unlessAsked(async () => {
    const texts = ['statements']
    const rows = await readHealth(session, { journal, texts, server, schema, within: Math.max(1, left()) })
    return rows.get('statements') ?? []
  })
}

const TRIES = 3

/** How long three answers take that need nothing, each as a row. */
export async function pingThrice({ session, journal, server, left }: HealthAsking): Promise<unknown[] | Failure> {
  return unlessAsked(async () => {
    const rows: { ms: number }[] = []
    for (let i = 0; i < TRIES && left() > 0; i++) {
      const started = performance.now()
      await readHealth(session, { journal, texts: ['ping'], server })
      rows.push({ ms: performance.now() - started })
    }
    return rows
  })
}
