/** A row of the target's journal table. */
export interface JournalRow {
  id: number | null
  hash: string
  /** The journal entry's `when`, ms; null rows make Drizzle 0.x run everything again. */
  createdAt: number | null
  /** The folder's name; only in the table of Drizzle 1.0. */
  name: string | null
}

/** The journal table as it was found. */
export type JournalRows =
  | { state: 'absent' }
  /** `named`: the table has the column `name`, as Drizzle 1.0 makes it. Rows in order of id. */
  | { state: 'read'; named: boolean; rows: JournalRow[] }

/** A row of supabase_migrations.schema_migrations: a migration that the Supabase CLI applied. */
export interface SupabaseRow {
  /** Digits: usually a timestamp. */
  version: string
  name: string | null
  /** What was run; older CLIs did not keep it. */
  statements: string[]
}
