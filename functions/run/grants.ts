import { quoted, type JournalTable } from '../collect/catalog.ts'

const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`

/** Supavisor takes `role.project-ref` for a user name (supabase.md). */
const roleOf = (url: string) => decodeURIComponent(new URL(url).username).replace(/\.[a-z]{20}$/, '')

/** The statements that let the role of a connection string read the journal. */
export function journalGrants(url: string, journal: JournalTable): string {
  const role = identifier(roleOf(url))
  return `grant usage on schema ${identifier(journal.schema)} to ${role}; grant select on ${quoted(journal)} to ${role};`
}
