import { z } from 'zod'
import { sha256 } from '../model/parts.ts'
import { SupabaseDigestRow, SupabaseTableRow, type JournalTable } from '../model/question.ts'
import { rowsOf } from './read.ts'
import type { Asking } from './transport.ts'

/** A row of supabase_migrations.schema_migrations: a migration that the Supabase CLI applied. */
export interface SupabaseRow {
  version: string
  name: string | null
  /** What was run; null where that was not kept. */
  statements: string[] | null
}

/**
 * What the Supabase CLI says it applied, in order, and the digest of just that.
 * @param has the columns that its table was found to have
 */
export async function readSupabase(
  asking: Asking,
  journal: JournalTable,
  has: readonly string[],
): Promise<{ rows: SupabaseRow[]; digest: string }> {
  const rows = await rowsOf(asking, { ask: 'supabase', journal, has }, SupabaseTableRow)
  return {
    rows: rows.map(({ version, name, statements }) => ({ version, name, statements: statementsIn(statements) })),
    digest: await digestOf(rows),
  }
}

/** A digest of the same: as long as it is the same, the rows need not be read again. */
export async function readSupabaseDigest(
  asking: Asking,
  journal: JournalTable,
  has: readonly string[],
): Promise<string> {
  const [row] = await rowsOf(asking, { ask: 'supabase-digest', journal, has }, SupabaseDigestRow)
  return row?.digest ?? ''
}

/** As supabaseDigestStatement has it: without one snapshot, the rows may not be those of the digest that was read before. */
async function digestOf(rows: readonly z.infer<typeof SupabaseTableRow>[]): Promise<string> {
  const lines = rows.map(({ version, name, statements }) =>
    [version, name, statements].filter((text) => text !== null).join('\x1f'),
  )
  return (await sha256(lines.join('\x1e'))).slice(0, 32)
}

const statementsIn = (json: string | null): string[] | null =>
  json === null
    ? null
    : z
        .array(z.string().nullable())
        .parse(JSON.parse(json))
        .flatMap((text) => text ?? [])
