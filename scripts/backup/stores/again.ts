import { setTimeout as sleep } from 'node:timers/promises'

/** Waits before the second attempt and those after it, ms: a store that is away for longer than a minute is away. */
const WAITS = [250, 1000, 4000, 15_000]

/** An answer that another attempt may better: a server's own fault, or too many requests. */
export class Later extends Error {
  override readonly name = 'Later'
}

/** Does something again where it fails with Later, or where the network does (fetch throws a TypeError). @throws what the last attempt threw */
export async function patiently<T>(work: () => Promise<T>, waits: readonly number[] = WAITS): Promise<T> {
  for (const wait of waits) {
    try {
      return await work()
    } catch (error) {
      if (!isPassing(error)) throw error
    }
    await sleep(wait)
  }
  return work()
}

const isPassing = (error: unknown) =>
  error instanceof Later || error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError')

/** What went wrong, in words, with what fetch hides as the cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message
}

/** Longest time for one request: a chunk over a slow line. ms */
export const REQUEST_MS = 120_000
