import type { FindingOf, FindingType } from '../model/finding.ts'
import { backup } from './words/backup.ts'
import { drift } from './words/drift.ts'
import { health } from './words/health.ts'
import { journal } from './words/journal.ts'
import { migrations } from './words/migrations.ts'
import { snapshots } from './words/snapshots.ts'
import { supabase } from './words/supabase.ts'
import type { Words, Writing } from './words/writing.ts'

export type { Words } from './words/writing.ts'

/** One text for every type of finding: the compiler finds one that is missing. */
const writings: { [T in FindingType]: Writing<FindingOf<T>> } = {
  ...backup,
  ...drift,
  ...health,
  ...journal,
  ...migrations,
  ...snapshots,
  ...supabase,
}

/** Says what one type of finding is about, whatever its subject: one line without a full stop. */
export const headingOf = (type: FindingType): string => writings[type].heading

/** Says a finding in words: what is wrong, why that matters to Drizzle, and the exact text that mends it. */
export const words = <T extends FindingType>(finding: { [K in T]: { type: K } & FindingOf<K> }[T]): Words =>
  writings[finding.type].write(finding)
