import { z } from 'zod'
import type { JournalTable } from '../collect/catalog.ts'
import { readSupabase, readSupabaseDigest } from '../collect/supabase.ts'
import { QueryFailed, type TargetSession } from '../collect/transport.ts'
import { mayBeSupabase, withSupabase } from '../drift/attribution/supabase.ts'
import type { Finding, Unknown } from '../model/finding.ts'
import type { SupabaseRow } from '../model/journal.ts'
import { sha256 } from '../model/parts.ts'
import type { Drift, DriftMemo } from './drift.ts'

interface SupabaseRequest {
  session: TargetSession
  journal: JournalTable
  /** Columns of the Supabase CLI's history; null: the target has none. */
  columns: readonly string[] | null
  memo: DriftMemo | null
}

/**
 * Drift together with what the Supabase CLI's history says of it. That history is read only where something is there that
 * Drizzle's does not explain, and its statements only when they are new.
 */
export async function explainBySupabase(request: SupabaseRequest, drift: Drift): Promise<Drift> {
  const { columns } = request
  if (columns === null || !drift.findings.some(mayBeSupabase)) return drift
  try {
    return { ...drift, findings: await explained(request, columns, drift.findings) }
  } catch (error) {
    if (!(error instanceof QueryFailed) || error.failure.stage !== 'query') throw error
    const { reason, mend } = error.failure
    return { ...drift, unknowns: [...drift.unknowns, { ...UNREAD, reason, mend }] }
  }
}

const UNREAD = {
  key: 'supabase:history',
  check: 'supabase',
  subject: 'the Supabase CLI’s history, which may say who made what is there',
} as const satisfies Partial<Unknown>

const Rows: z.ZodType<SupabaseRow[]> = z.array(
  z.object({ version: z.string(), name: z.string().nullable(), statements: z.array(z.string()) }),
)

async function explained(
  { session, journal, memo }: SupabaseRequest,
  columns: readonly string[],
  findings: readonly Finding[],
): Promise<Finding[]> {
  const name = memo && (await sha256(`supabase ${await readSupabaseDigest(session, journal, columns)}`))
  const known = name && (await memo.get(name))
  const rows = known ? Rows.parse(JSON.parse(known)) : await readSupabase(session, journal, columns)
  if (name && !known) await memo.put(name, JSON.stringify(rows))
  return withSupabase(findings, rows)
}
