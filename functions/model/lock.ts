import { z } from 'zod'
import type { Fingerprint } from './fact.ts'

/** What the value of a fact begins with that could not be printed (supabase/catalog/locks.sql); no definition does. */
export const LOCKED = '\u0018'

/** What the digest of a group begins with that holds such a fact: no mark of a blueprint is equal to it. */
export const LOCKED_DIGEST = 'locked '

/** Whether a group holds facts that could not be printed. */
export const hidesFacts = ({ digest }: Pick<Fingerprint, 'digest'>): boolean => digest.startsWith(LOCKED_DIGEST)

/** Who holds or awaits ACCESS EXCLUSIVE on a relation, so that its definition could only be read by waiting. */
export const Lock = z.object({
  /** `schema.name`, quoted where PostgreSQL would. */
  relation: z.string(),
  /** null: a prepared transaction, which has no process. */
  pid: z.number().int().nullable(),
  /** false: it waits for the lock itself, and whoever comes later waits behind it. */
  held: z.boolean(),
  /** Since when it waits, or its transaction has been open: ISO 8601; null where the role may not see it. */
  since: z.string().nullable(),
  application: z.string().nullable(),
  /** Whether its transaction is open while nothing runs; null where the role may not see it. */
  idle: z.boolean().nullable(),
  /** The process that a lock is awaited from. */
  behind: z.number().int().nullable(),
})
export type Lock = z.infer<typeof Lock>

/** A fact of which only the key is known. */
export interface LockedFact {
  key: string
  lock: Lock
}

/** The lock that stands in place of a fact's value; null for a value. */
export function lockIn(value: string): Lock | null {
  if (!value.startsWith(LOCKED)) return null
  try {
    return Lock.safeParse(JSON.parse(value.slice(LOCKED.length))).data ?? null
  } catch {
    return null
  }
}
