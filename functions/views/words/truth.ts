import { z } from 'zod'
import { checkOf, type CheckName, type Finding, type FindingType } from '../../model/finding.ts'

/** What Plumbline compares; a finding says which of them is wrong. */
export const Truth = z.enum(['files', 'snapshots', 'journal', 'catalog', 'supabase'])
export type Truth = z.infer<typeof Truth>

/** Each truth by its name. */
export const TRUTHS: Readonly<Record<Truth, string>> = {
  files: 'the migration files',
  snapshots: 'drizzle-kit’s snapshots',
  journal: 'the journal',
  catalog: 'the live catalog',
  supabase: 'the Supabase CLI’s history',
}

const BY_CHECK: Partial<Record<CheckName, Truth>> = {
  drift: 'catalog',
  journal: 'journal',
  migrations: 'files',
  snapshots: 'snapshots',
  supabase: 'supabase',
}

/** Where the check does not say it. null: nothing is wrong. */
const BY_TYPE: Partial<Record<FindingType, Truth | null>> = {
  'drift.pushed': 'journal',
  'drift.nearest': 'journal',
  'journal.pending': null,
  'journal.empty': null,
  'journal.edited': 'files',
  'journal.skipped': 'files',
  'journal.out-of-order': 'files',
  'journal.future': 'files',
  'supabase.missing-file': 'files',
  'supabase.pending': null,
  'supabase.skipped': 'files',
  'supabase.edited': 'files',
  'supabase.respelled': 'files',
  'supabase.renamed': 'files',
  'supabase.unread-file': 'files',
  'supabase.same-version': 'files',
}

/** Which of the truths is wrong; null where none is, or it cannot be said. */
export function truthOf(finding: Finding): Truth | null {
  // Two histories make one thing: the one that Drizzle does not know of is one too many.
  if ('cause' in finding && finding.cause?.kind === 'supabase') return 'supabase'
  const own = BY_TYPE[finding.type]
  return own === undefined ? (BY_CHECK[checkOf(finding)] ?? null) : own
}
