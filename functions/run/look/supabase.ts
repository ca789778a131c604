import { z } from 'zod'
import type { Failure } from '../../collect/failure.ts'
import { readSupabase, readSupabaseDigest, type SupabaseRow } from '../../collect/supabase.ts'
import type { AskedAlong, Fingerprints } from '../../collect/read.ts'
import type { TargetSession } from '../../collect/transport.ts'
import { madeBy } from '../../drift/attribution/made.ts'
import { mayBeSupabase, withSupabase } from '../../drift/attribution/supabase.ts'
import { cut, digestsOf } from '../../journal/supabase/digests.ts'
import { judgeSupabase } from '../../journal/supabase/judge.ts'
import type { BlueprintIndex } from '../../model/blueprint.ts'
import type { Finding, Unknown } from '../../model/finding.ts'
import { sha256 } from '../../model/parts.ts'
import { SupabaseApplied } from '../../model/supabase.ts'
import type { Drift } from './drift.ts'
import type { LookRequest } from './look.ts'
import { lockFailure, unlessRefused } from './refusals.ts'

/** The Supabase CLI's history during one look: read at most once, and its rows only where their digest is new. */
export interface SupabaseHistory {
  /** Its digest, asked in one round trip with the journal's where the blueprint has that CLI's migrations. */
  along: AskedAlong
  /** Whether the target has such a history. */
  isThere: boolean
  /** What was applied, in order, or why that cannot be read. */
  applied(): Promise<SupabaseApplied[] | Failure>
}

/** Grows when the same row would give another SupabaseApplied than before. */
const HISTORY_VERSION = 2

/** The history of a target whose fingerprints were read. */
export function supabaseHistory(
  session: TargetSession,
  request: LookRequest,
  { supabaseColumns: columns, supabaseClosed: closed }: Fingerprints,
): SupabaseHistory {
  const { journal, memo = null, blueprint, checks } = request
  let digest: string | null = null
  const read = async (has: readonly string[]): Promise<SupabaseApplied[]> => {
    const at = memo && (digest ?? (await readSupabaseDigest(session, journal, has)))
    const known = at === null ? null : await memo?.get(await memoName(at))
    if (known) return z.array(SupabaseApplied).parse(JSON.parse(known))
    const history = await readSupabase(session, journal, has)
    const applied = await Promise.all(history.rows.map(appliedOf))
    await memo?.put(await memoName(history.digest), JSON.stringify(applied))
    return applied
  }
  let once: Promise<SupabaseApplied[] | Failure> | null = null
  const wanted = blueprint?.index.supabase !== undefined && checks.includes('supabase')
  return {
    along: { columns: wanted && closed === null ? columns : null, heard: (heard) => void (digest = heard) },
    isThere: columns !== null,
    applied: () =>
      (once ??=
        columns === null ? Promise.resolve([]) : (hidden(closed) ?? unlessRefused(request, () => read(columns)))),
  }
}

const memoName = (digest: string) => sha256(`supabase ${HISTORY_VERSION} ${digest}`)

/** Its statements go no further than this: they may hold secrets. */
const appliedOf = async ({ version, name, statements }: SupabaseRow): Promise<SupabaseApplied> => ({
  version,
  name,
  sql: statements === null || statements.length === 0 ? null : await digestsOf(statements),
  makes: cut(statements ?? []).flatMap(madeBy),
})

/** What is not even asked: a lock would be waited for, and policies leave out rows without a word. `denied` says the server best. */
function hidden(closed: Fingerprints['supabaseClosed']): Promise<Failure> | null {
  if (closed === null || closed === 'denied') return null
  return Promise.resolve(closed === 'policies' ? POLICIES : lockFailure(closed))
}

const POLICIES: Failure = {
  stage: 'query',
  sqlstate: null,
  reason: 'row security is on for supabase_migrations.schema_migrations, and hides rows from the role that looks',
  mend: 'alter table supabase_migrations.schema_migrations disable row level security;',
}

/**
 * Drift together with what the Supabase CLI's history says of it. That history is asked only where something is there that
 * Drizzle's does not explain.
 */
export async function explainBySupabase(history: SupabaseHistory, drift: Drift): Promise<Drift> {
  if (!history.isThere || !drift.findings.some(mayBeSupabase)) return drift
  const applied = await history.applied()
  if ('reason' in applied) return { ...drift, unknowns: [...drift.unknowns, unread(applied)] }
  return { ...drift, findings: withSupabase(drift.findings, applied) }
}

/** What is wrong between that history and the CLI's own migrations, where the blueprint has those. */
export async function seeSupabase(
  history: SupabaseHistory,
  { supabase: folder }: BlueprintIndex,
): Promise<{ findings: Finding[]; unknowns: Unknown[] }> {
  if (folder === undefined) return { findings: [], unknowns: [] }
  const applied = history.isThere ? await history.applied() : null
  if (applied !== null && 'reason' in applied) return { findings: [], unknowns: [unread(applied)] }
  return { findings: judgeSupabase(folder, applied), unknowns: [] }
}

const unread = ({ reason, mend }: Failure): Unknown => ({
  key: 'supabase:history',
  check: 'supabase',
  subject: 'the Supabase CLI’s history, which may say who made what is there',
  reason,
  mend,
})
