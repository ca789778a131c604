import { z } from 'zod'
import { Appeared } from './drift.ts'
import { shared } from './shared.ts'

const words = z.array(z.string())

/** On which pinned facts a target differs from what a migration declares of them, or from what was approved. */
export const PrivilegesFindings = [
  /** A migration granted, revoked, gave an owner or set something, and the target has it otherwise. */
  z.object({
    type: z.literal('drift.declared'),
    ...shared,
    /** Fact key. */
    fact: z.string(),
    /** Tag of the migration that says so. */
    migration: z.string(),
    /** Of what it declares: words that the target lacks, and words that it has though they were taken away. */
    missing: words,
    extra: words,
    /** The whole value, where the migration declares that: an owner, a setting; null: none. Absent: words are declared. */
    declared: z.string().nullish(),
    /** What the target has; null: nothing. */
    target: z.string().nullable(),
    /** Statements that put it right. */
    mend: z.array(z.string()),
    appeared: Appeared.optional(),
  }),
  /** Not as it was approved, and no migration declares it. */
  z.object({
    type: z.literal('drift.pinned'),
    ...shared,
    fact: z.string(),
    /** What was approved; null: there was none. */
    pinned: z.string().nullable(),
    target: z.string().nullable(),
    /** Words that came and went; empty where the value is no list of words. */
    gained: words,
    lost: words,
    mend: z.array(z.string()),
    appeared: Appeared.optional(),
  }),
] as const
