import { z } from 'zod'
import type { JournalTable } from '../../../functions/collect/catalog.ts'
import { TargetName } from '../../../functions/model/target.ts'
import { UserError } from '../../errors.ts'

/** Where a Worker listens if nothing else is said: that of `npm start`. */
const LOCAL_WORKER = 'http://127.0.0.1:8787'

/** An option that takes one of some words, the first unless something else is said. */
export const choice = <const O extends string>(options: [O, ...O[]], description: string) => ({
  type: 'enum' as const,
  options,
  description,
  default: options[0],
})

/** The database to look at. */
export const databaseArgs = {
  'database-url': {
    type: 'string',
    valueHint: 'url',
    description: 'Connection string of the target; otherwise the variable DATABASE_URL',
  },
  'statement-timeout': {
    type: 'string',
    valueHint: 'ms',
    description: 'Longest time for a statement',
    default: '10000',
  },
  'lock-timeout': { type: 'string', valueHint: 'ms', description: 'Longest wait for a lock', default: '100' },
} as const

/** The journal table of the target. */
export const journalArgs = {
  'migrations-schema': { type: 'string', valueHint: 'name', description: 'Schema of the journal table (drizzle)' },
  'migrations-table': {
    type: 'string',
    valueHint: 'name',
    description: 'Name of the journal table (__drizzle_migrations)',
  },
} as const

/** The migrations to read. */
export const migrationsArgs = {
  migrations: {
    type: 'string',
    valueHint: 'dir',
    description: 'Drizzle folder, `out` of drizzle.config.ts (./drizzle)',
  },
} as const

/** How migrations are replayed. */
export const replayArgs = {
  ...migrationsArgs,
  'shadow-url': {
    type: 'string',
    valueHint: 'url',
    description: 'Replay on this PostgreSQL, in a database that is dropped again, instead of PGlite',
  },
  'supabase-migrations': {
    type: 'string',
    valueHint: 'dir',
    description:
      'Migrations of the Supabase CLI to hold against its history (supabase/migrations of the project; none)',
  },
  tag: { type: 'string', valueHint: 'version', description: 'Version for people (the commit: git rev-parse HEAD)' },
} as const

/** What the scratch database is prepared with, where no target can be asked. */
export const platformArgs = {
  platform: choice(['supabase', 'none'], 'Replay in a database prepared like a Supabase project, or in a plain one'),
}

/** A blueprint that was built before. */
export const blueprintArgs = {
  blueprint: { type: 'string', valueHint: 'file', description: 'A blueprint that was built, instead of --migrations' },
} as const

/** The Worker to talk to. */
export const workerArgs = {
  url: { type: 'string', valueHint: 'url', description: `The Worker; otherwise PLUMBLINE_URL (${LOCAL_WORKER})` },
} as const

/** The target to talk about. */
export const targetArgs = {
  target: { type: 'string', valueHint: 'name', description: 'Name of the target in wrangler.toml', required: true },
} as const

/** The token for what only few may ask. */
export const tokenArgs = {
  'token-file': {
    type: 'string',
    valueHint: 'file',
    description: 'File with the token; otherwise PLUMBLINE_TOKEN (.plumbline/token, which npm start writes)',
  },
} as const

const given = (value: string | undefined): value is string => value !== undefined && value !== ''

/**
 * The connection string of the target, which no message may hold.
 * @throws UserError where there is none, or what was given is none
 */
export function databaseUrl(value: string | undefined): string {
  const url = given(value) ? value : process.env.DATABASE_URL
  if (!given(url)) {
    throw new UserError(
      'no database was given',
      '--database-url postgresql://user:password@host:5432/database, or set DATABASE_URL',
    )
  }
  return connectionString(given(value) ? '--database-url' : 'DATABASE_URL', url)
}

/** @throws UserError where a text is no connection string; the message does not hold it */
export function connectionString(option: string, url: string): string {
  if (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)) return url
  throw new UserError(
    `${option} is not a connection string`,
    'write it as postgresql://user:password@host:5432/database, with special characters of the password percent-encoded',
  )
}

/** Timeouts of a look, in ms. @throws UserError for what is no number of ms */
export const timeouts = (args: { 'statement-timeout': string; 'lock-timeout': string }) => ({
  statement: milliseconds('--statement-timeout', args['statement-timeout']),
  lock: milliseconds('--lock-timeout', args['lock-timeout']),
})

/** A number of ms that an option names. @throws UserError for what is none */
export function milliseconds(option: string, text: string): number {
  const ms = z.coerce.number().int().positive().max(2_147_483_647).safeParse(text)
  if (ms.success) return ms.data
  throw new UserError(`${option} ${text} is not a number of milliseconds`, `${option} 10000`)
}

/** The journal table that options name; what they leave out is as in `otherwise`, Drizzle's default unless given. */
export const journalTable = (
  args: { 'migrations-schema'?: string | undefined; 'migrations-table'?: string | undefined },
  otherwise: JournalTable = { schema: 'drizzle', table: '__drizzle_migrations' },
): JournalTable => ({
  schema: given(args['migrations-schema']) ? args['migrations-schema'] : otherwise.schema,
  table: given(args['migrations-table']) ? args['migrations-table'] : otherwise.table,
})

/** The address of the Worker, without a slash at its end. @throws UserError for what is no http address */
export function workerUrl(value: string | undefined): string {
  const url = given(value) ? value : given(process.env.PLUMBLINE_URL) ? process.env.PLUMBLINE_URL : LOCAL_WORKER
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url.replace(/\/+$/, '')
  throw new UserError(`${url} is not the address of a Worker`, `--url ${LOCAL_WORKER}`)
}

/** A target's name. @throws UserError for what no target can be called */
export function targetName(value: string): string {
  if (TargetName.safeParse(value).success) return value
  throw new UserError(
    `${JSON.stringify(value)} cannot be the name of a target`,
    'a lower-case letter, then up to 39 lower-case letters, digits and hyphens: --target demo',
  )
}
