import type { z } from 'zod'

/**
 * What makes work survive a crash: each piece has a name that is always the same, and its result is kept. Carried out
 * by Cloudflare's Workflows (workflow.ts). A piece may run again when it was cut off, so it must be idempotent.
 */
export interface Durable {
  /** Does the work unless it was done; what it throws is tried again some times, then thrown. */
  once<T>(name: string, shape: z.ZodType<T>, work: () => Promise<T>): Promise<T>
  /** Waits that many ms. */
  sleep(name: string, ms: number): Promise<void>
}
