import { z } from 'zod'

/**
 * What a migration says, so that two of them can be compared without their text, which may hold secrets. Each digest
 * overlooks more than the one before it; all overlook how the text was cut into statements.
 */
export const SqlDigests = z.object({
  /** Statements, of which one may be a comment. */
  statements: z.number().int(),
  /** As it is written. */
  text: z.string(),
  /** Without white space, line endings and a byte order mark. */
  layout: z.string(),
  /** Without comments, too. */
  code: z.string(),
  /** Eight hex digits for each statement that is no comment: they tell where two texts part. */
  marks: z.string(),
})
export type SqlDigests = z.infer<typeof SqlDigests>

/** A migration that the Supabase CLI applied, as its history has it. */
export const SupabaseApplied = z.object({
  /** Digits: usually a timestamp. */
  version: z.string(),
  name: z.string().nullable(),
  /** null: what it ran was not kept, by an older CLI or by whoever wrote the row. */
  sql: SqlDigests.nullable(),
  /** Fact keys that its statements make. */
  makes: z.array(z.string()),
})
export type SupabaseApplied = z.infer<typeof SupabaseApplied>

/** A file that the Supabase CLI reads as a migration. */
export const SupabaseFile = z.object({ file: z.string(), version: z.string(), name: z.string(), sql: SqlDigests })
export type SupabaseFile = z.infer<typeof SupabaseFile>

/** What a file of the Supabase CLI and migrations of Drizzle both make. */
export const SupabaseOverlap = z.object({
  file: z.string(),
  /** Tags. */
  migrations: z.array(z.string()).min(1),
  facts: z.array(z.string()).min(1),
  /** Every such statement of the file says IF NOT EXISTS or OR REPLACE. */
  guarded: z.boolean(),
})
export type SupabaseOverlap = z.infer<typeof SupabaseOverlap>

/** The folder supabase/migrations, for a blueprint. */
export const SupabaseFolder = z.object({
  /** Drizzle reads the same folder: its files are both tools' migrations. */
  shared: z.boolean(),
  /** In the order in which the CLI reads them. */
  files: z.array(SupabaseFile),
  /** Files that end in .sql and that the CLI passes over. */
  unread: z.array(z.string()),
  overlaps: z.array(SupabaseOverlap),
})
export type SupabaseFolder = z.infer<typeof SupabaseFolder>
