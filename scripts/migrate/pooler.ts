import { UserError } from '../errors.ts'

const DIRECT =
  'give the direct connection (db.<ref>.supabase.co:5432) or the session pooler (….pooler.supabase.com:5432): --database-url postgresql://…'

const WHY =
  'it hands each transaction to whatever backend is free, so that no lock, no setting and no half of the work stays where it was put'

const MIGRATION = 'a migration'

/** Supabase's transaction pooler; PgBouncer’s usual port. */
const POOLER_PORTS: Readonly<Record<string, string>> = { 6543: 'Supavisor’s transaction pooler', 6432: 'PgBouncer' }

/** Supavisor in session mode: one backend as long as the connection lasts (reference: Supabase, connecting to Postgres). */
const isSessionPooler = ({ hostname, port }: URL) =>
  /\.pooler\.supabase\.com$/i.test(hostname) && (port === '' || port === '5432')

/**
 * Refuses, before anything is asked, an address that is known to be a transaction pooler.
 * @param work what cannot be done there
 * @throws UserError
 */
export function refusePoolerAddress(url: string, work = MIGRATION): void {
  const { port, searchParams } = new URL(url)
  const pooler = searchParams.get('pgbouncer') === 'true' ? 'PgBouncer' : POOLER_PORTS[port]
  if (pooler === undefined) return
  throw new UserError(`the connection string leads to ${pooler}, and ${work} cannot run there: ${WHY}`, DIRECT)
}

/**
 * Refuses whoever stands between us and the backend: a pooler signs in with a process id of its own making, PostgreSQL
 * with that of the backend. Supavisor's session mode is let through.
 * @param backend pg_backend_pid()
 * @param told the process id that the connection was given when it was opened
 * @param work what cannot be done there
 * @throws UserError
 */
export function refusePooler(url: string, backend: number, told: number, work = MIGRATION): void {
  if (backend === told || isSessionPooler(new URL(url))) return
  throw new UserError(`a pooler answers here, and ${work} cannot run through it: ${WHY}`, DIRECT)
}
