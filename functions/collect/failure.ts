import type { Failure } from '../model/question.ts'

export type { Failure }

const CERTIFICATE: [reason: string, mend: string] = [
  'its certificate could not be verified',
  'reach Supabase through Hyperdrive with Supabase’s CA certificate (wrangler.toml says how); on a laptop or in CI: NODE_EXTRA_CA_CERTS=prod-ca-2021.crt',
]

const KNOWN: Record<string, [reason: string, mend: string]> = {
  '28P01': ['the password was refused', 'set the secret that holds the connection string again'],
  '28000': ['the role may not connect', 'check the role and pg_hba.conf, or the pooler’s user name (role.project-ref)'],
  '3D000': ['there is no such database', 'check the database name at the end of the connection string'],
  '57P03': ['the database is starting up or shutting down', 'wait; the next run looks again'],
  '53300': ['the server has no connection left', 'see who holds them: select * from pg_stat_activity'],
  '57014': ['the statement took longer than the target’s statement_timeout', 'raise statement_timeout of the target'],
  '55P03': [
    'a lock was not to be had within the target’s lock_timeout: a migration holds or waits for it',
    'wait for the migration to end; see select * from pg_locks where not granted',
  ],
  '42501': ['the role lacks a privilege', 'grant it what supabase/migrations gives the monitoring role'],
  CONNECT_TIMEOUT: [
    'no answer within the connect timeout (from a Worker also what an unverifiable certificate looks like)',
    'check host and port; to reach Supabase from a Worker use Hyperdrive with Supabase’s CA certificate',
  ],
  ECONNREFUSED: ['the connection was refused', 'check host and port, and that PostgreSQL runs there'],
  ENOTFOUND: ['the host name is unknown', 'check the host in the connection string'],
  SELF_SIGNED_CERT_IN_CHAIN: CERTIFICATE,
  DEPTH_ZERO_SELF_SIGNED_CERT: CERTIFICATE,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: CERTIFICATE,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CERTIFICATE,
  ERR_TLS_CERT_ALTNAME_INVALID: CERTIFICATE,
  CERT_HAS_EXPIRED: CERTIFICATE,
  CONNECTION_CLOSED: ['the server closed the connection', 'check the server’s log'],
}

/** What PostgreSQL says where it is to print what was dropped after the snapshot was taken. */
const GONE = /^(?:cache lookup failed for|could not open relation with OID|could not find tuple for)/

/** What was read would be of before and after a migration. */
export const MOVED = {
  reason: 'the target changed while it was read: a migration is running',
  mend: 'wait for the migration to end; the next run looks again',
} as const

/** Turns what a driver threw into a failure. */
export function failureOf(error: unknown, stage: Failure['stage']): Failure {
  const { code, message } = detail(error)
  const refused = code === null && /refused|proxy request failed|cannot connect/i.test(message)
  if (code === 'XX000' && GONE.test(message)) return { stage, sqlstate: code, ...MOVED }
  const known = KNOWN[refused ? 'ECONNREFUSED' : (code ?? '')]
  const sqlstate = code !== null && /^[0-9A-Z]{5}$/.test(code) ? code : null
  const reason = known ? `${known[0]}${sqlstate ? ` (${sqlstate}: ${message})` : ''}` : message
  return { stage, sqlstate, reason: withoutSecrets(reason), mend: known?.[1] ?? null }
}

/** Whoever answers with an SQLSTATE of class 08, 28, 3D, 53 or 57P did not let us in; any other is about the statement. */
export const stageOf = (sqlstate: string): Failure['stage'] =>
  /^(?:08|28|3D|53|57P)/.test(sqlstate) ? 'connect' : 'query'

function detail(error: unknown): { code: string | null; message: string } {
  const source = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error
  if (!(source instanceof Error)) return { code: null, message: String(source) }
  const code = 'code' in source && typeof source.code === 'string' ? source.code : null
  return { code, message: source.message }
}

/** A connection string inside a message loses its password. */
const withoutSecrets = (text: string) => text.replaceAll(/\b(postgres(?:ql)?:\/\/[^:@/\s]*):[^@\s]*@/g, '$1:…@')
