import { z } from 'zod'
import type { SupabaseRow } from '../model/journal.ts'
import { SupabaseDigestRow, SupabaseTableRow, type JournalTable } from '../model/question.ts'
import { rowsOf } from './read.ts'
import type { Asking } from './transport.ts'

/** What the Supabase CLI says it applied, in order. @param has the columns that its table was found to have */
export async function readSupabase(
  asking: Asking,
  journal: JournalTable,
  has: readonly string[],
): Promise<SupabaseRow[]> {
  const rows = await rowsOf(asking, { ask: 'supabase', journal, has }, SupabaseTableRow)
  return rows.map(({ version, name, statements }) => ({ version, name, statements: statementsIn(statements) }))
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

const statementsIn = (json: string | null): string[] =>
  json === null
    ? []
    : z
        .array(z.string().nullable())
        .parse(JSON.parse(json))
        .flatMap((text) => text ?? [])
