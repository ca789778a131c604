import type { JournalTable } from '../../collect/catalog.ts'
import { moved, readFingerprints, type Fingerprints } from '../../collect/read.ts'
import type { TargetSession } from '../../collect/transport.ts'
import type { GroupName } from '../../model/fact.ts'

/**
 * Without one snapshot, what was read may be of before and after a migration: then the target is no longer as it was.
 * @param concerned the groups that were read
 * @throws QueryFailed where one of them changed meanwhile
 */
export async function assertUnmoved(
  { session, journal, fingerprints }: { session: TargetSession; journal: JournalTable; fingerprints: Fingerprints },
  concerned: (group: GroupName) => boolean,
): Promise<void> {
  if (session.snapshot === 'look') return
  const now = await readFingerprints(session, journal)
  // What keeps the Supabase CLI's history from being read has no part in a comparison.
  const seen = (fingerprints: Fingerprints) => {
    const { groups, supabaseClosed: _, ...about } = fingerprints
    return JSON.stringify([about, groups.filter(concerned)])
  }
  if (seen(now) !== seen(fingerprints)) throw moved()
}
