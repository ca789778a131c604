import { z } from 'zod'
import { SupabaseOverlap } from '../supabase.ts'
import { shared } from './shared.ts'

/** A migration of the Supabase CLI: digits, and the rest of its file's name. */
const Named = z.object({ version: z.string(), name: z.string().nullable() })

/** The same, with its file in supabase/migrations. */
const Filed = z.object({ version: z.string(), file: z.string() })

/** What is wrong between the Supabase CLI's history and its migration files. */
export const SupabaseFindings = [
  /** Applied, and there is no file: `supabase db push` refuses to go on. */
  z.object({ type: z.literal('supabase.missing-file'), ...shared, migrations: z.array(Named).min(1) }),
  /** Will run at the next push. `table`: the target has a history at all. */
  z.object({
    type: z.literal('supabase.pending'),
    ...shared,
    migrations: z.array(Filed).min(1),
    table: z.boolean(),
  }),
  /** Not applied, and older than what is: push refuses to go on without --include-all. */
  z.object({
    type: z.literal('supabase.skipped'),
    ...shared,
    migrations: z.array(Filed).min(1),
    /** The newest version that is applied. */
    newest: z.string(),
  }),
  /** The file says something else than what was run. */
  z.object({
    type: z.literal('supabase.edited'),
    ...shared,
    version: z.string(),
    file: z.string(),
    /** Statements of the file, and of what was run; comments that stand alone are counted. */
    statements: z.object({ file: z.number().int(), history: z.number().int() }),
    /** The first statement that differs, from 1. */
    first: z.number().int(),
  }),
  /** The file says the same as what was run, in other white space, line endings or comments. */
  z.object({
    type: z.literal('supabase.respelled'),
    ...shared,
    difference: z.enum(['white space', 'comments']),
    migrations: z.array(Filed).min(1),
  }),
  /** The file has another name than when it was applied. */
  z.object({
    type: z.literal('supabase.renamed'),
    ...shared,
    version: z.string(),
    file: z.string(),
    /** What the history calls it. */
    name: z.string(),
  }),
  /** The history does not hold what they ran. */
  z.object({ type: z.literal('supabase.unkept'), ...shared, migrations: z.array(Filed).min(1) }),
  /** A file that the CLI passes over because of its name. */
  z.object({ type: z.literal('supabase.unread-file'), ...shared, file: z.string() }),
  /** Files that share a version. */
  z.object({
    type: z.literal('supabase.same-version'),
    ...shared,
    version: z.string(),
    files: z.array(z.string()).min(2),
  }),
  /** A migration of each tool makes the same. */
  z.object({ type: z.literal('supabase.both'), ...shared, overlaps: z.array(SupabaseOverlap).min(1) }),
] as const
