import { z } from 'zod'
import { Who } from '../authors.ts'
import { shared } from './shared.ts'

/** A run of a target; `at`: when it ended, ms. */
const RunAt = z.object({ run: z.string(), at: z.number() })

/** When a difference came: after one run that would have seen it, and by another that did. */
export const Appeared = z.object({
  /** null: no run looked before. */
  after: RunAt.nullable(),
  by: RunAt,
  /** The deploy nearest to it. */
  deploy: z.object({ id: z.string(), at: z.number() }).optional(),
})
export type Appeared = z.infer<typeof Appeared>

/** What happened, as far as the history of the migrations shows it; migrations by tag. */
export const Cause = z.discriminatedUnion('kind', [
  /** A migration made it (null: it was there before the first), and it is gone. `whole`: with all that the migration made. */
  z.object({ kind: z.literal('removed'), migration: z.string().nullable(), whole: z.boolean() }),
  /** No migration ever made it. */
  z.object({ kind: z.literal('unmade') }),
  /** No migration made it, but a snapshot declares it: made by drizzle-kit push. */
  z.object({ kind: z.literal('declared'), file: z.string() }),
  /** A migration that is still pending makes it. `whole`: all that the migration makes is there. */
  z.object({ kind: z.literal('pending'), migration: z.string(), whole: z.boolean() }),
  /** It is as an earlier migration left it; `changed`: the one that made it what it should be. */
  z.object({ kind: z.literal('older'), as: z.string().nullable(), changed: z.string().nullable() }),
  /** Changed into what no migration ever made of it. */
  z.object({ kind: z.literal('changed') }),
  /** The Supabase CLI applied a migration of its own that makes it; `migration`: the pending one that will, too. */
  z.object({
    kind: z.literal('supabase'),
    version: z.string(),
    name: z.string().nullable(),
    migration: z.string().nullable(),
  }),
])
export type Cause = z.infer<typeof Cause>

const drift = {
  ...shared,
  /** Fact key of the object. */
  fact: z.string(),
  /** Tag of the migration that made, last changed or will make the fact; null where none does. */
  migration: z.string().nullable(),
  /** Fact keys that follow from this one and are not findings of their own. */
  follows: z.array(z.string()),
  /** Statements that put it right, in order; empty where no statement can. */
  mend: z.array(z.string()),
  cause: Cause.optional(),
  appeared: Appeared.optional(),
  /** Absent: nobody asked. */
  who: Who.optional(),
}

/** A migration, and what its journal row holds. */
const Recorded = z.object({ tag: z.string(), hash: z.string().nullable(), when: z.number() })

/** On which facts blueprint and target differ. */
export const DriftFindings = [
  z.object({ type: z.literal('drift.missing'), ...drift, blueprint: z.string() }),
  z.object({ type: z.literal('drift.extra'), ...drift, target: z.string() }),
  z.object({ type: z.literal('drift.changed'), ...drift, blueprint: z.string(), target: z.string() }),
  /** There already, though a pending migration is yet to make it. `pending` is what that migration makes. */
  z.object({
    type: z.literal('drift.collision'),
    ...drift,
    target: z.string(),
    pending: z.string(),
    /** What the blueprint says as long as that migration is pending; absent or null where it says nothing yet. */
    blueprint: z.string().nullish(),
  }),
  /** All that some pending migrations make is there, and their rows are not. */
  z.object({
    type: z.literal('drift.pushed'),
    ...shared,
    migrations: z.array(Recorded).min(1),
    /** Pending migrations before the last of those, of which not all is there: once those are recorded, Drizzle 0.x skips them. */
    others: z.array(z.string()),
    /** Fact keys that are there. */
    follows: z.array(z.string()),
    /** Kinds of objects that drizzle-kit does not know, that those migrations make, too, and that are not there. */
    without: z.array(z.string()),
    table: z.string(),
    /** Migrations of the Supabase CLI that made them: `version_name`. */
    supabase: z.array(z.string()).optional(),
    /** There is no such table yet. */
    tableMissing: z.boolean(),
    layout: z.enum(['journal', 'folders']),
    appeared: Appeared.optional(),
  }),
  /** The catalog is nearer to another point of the history than to the one that the journal claims. */
  z.object({
    type: z.literal('drift.nearest'),
    ...shared,
    /** Tags; null: before the first migration. */
    nearest: z.string().nullable(),
    journal: z.string().nullable(),
    /** Fact keys of the root causes that are left at the nearest point. */
    left: z.array(z.string()),
    /** How many root causes there are at the point that the journal claims. */
    differences: z.number().int(),
    /** Migrations between the two, in order. */
    between: z.array(Recorded),
    /** The catalog is behind the journal, or ahead of it. */
    direction: z.enum(['behind', 'ahead']),
    table: z.string(),
    layout: z.enum(['journal', 'folders']),
    appeared: Appeared.optional(),
  }),
] as const
