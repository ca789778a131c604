import type { Failure, JournalTable } from '../model/question.ts'
import { quoted } from './catalog.ts'
import { identifier } from '../model/sql.ts'

/** The role of a connection string. Supavisor takes `role.project-ref` for a user name (supabase.md). */
export const roleOf = (url: string): string =>
  decodeURIComponent(new URL(url).username).replace(/\.[a-z]{20}$/, '') || 'postgres'

/** The statements that let a role read the journal. */
export const journalGrants = (role: string, journal: JournalTable): string =>
  `grant usage on schema ${identifier(journal.schema)} to ${identifier(role)}; ` +
  `grant select on ${quoted(journal)} to ${identifier(role)};`

/** The statements that let a role read what the Supabase CLI applied. */
export const supabaseGrants = (role: string): string =>
  `grant usage on schema supabase_migrations to ${identifier(role)}; ` +
  `grant select on supabase_migrations.schema_migrations to ${identifier(role)};`

/** PostgreSQL's own catalogs are open to every role, until somebody closes one. */
const CLOSED_CATALOG = /permission denied for (?:table|view|relation) (pg_\w+)/

/** The system catalog that a failure says the role may not read; null where it is another failure. */
export const closedCatalogOf = ({ sqlstate, reason }: Failure): string | null =>
  sqlstate === '42501' ? (CLOSED_CATALOG.exec(reason)?.[1] ?? null) : null

/** A failure with the very grants that mend it, where it is the journal or a system catalog that the role may not read. */
export function withGrants(failure: Failure, role: string, journal: JournalTable): Failure {
  if (failure.sqlstate === '42501' && /\b(?:supabase_migrations|schema_migrations)\b/.test(failure.reason))
    return { ...failure, mend: supabaseGrants(role) }
  const catalog = closedCatalogOf(failure)
  if (catalog !== null) {
    return { ...failure, mend: `grant select on pg_catalog.${catalog} to ${identifier(role)};` }
  }
  const concerned = failure.reason.includes(journal.schema) || failure.reason.includes(journal.table)
  return failure.sqlstate === '42501' && concerned ? { ...failure, mend: journalGrants(role, journal) } : failure
}
