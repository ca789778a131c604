import { isAbsolute, resolve } from 'node:path'
import type { JournalTable } from '../../functions/collect/catalog.ts'
import { connectionString, choice, journalArgs, journalTable, targetName } from '../commands/support/options.ts'
import { UserError } from '../errors.ts'

/** What `npm start` shows: the demo, or a database of the user's own. */
export interface StartOptions {
  port: number
  /** End after the report. */
  once: boolean
  /** null: the demo. */
  own: OwnTarget | null
}

/** A database of the user's own, which is only read, and the migrations that it should follow. */
export interface OwnTarget {
  name: string
  url: string
  migrations: string
  journal: JournalTable
  platform: 'auto' | 'supabase' | 'none'
}

/** The options of `npm start`. */
export const startArgs = {
  'database-url': {
    type: 'string',
    valueHint: 'url',
    description: 'Look at this database instead of the demo; only read',
  },
  migrations: { type: 'string', valueHint: 'dir', description: 'Its Drizzle folder, `out` of drizzle.config.ts' },
  ...journalArgs,
  schema: { type: 'string', valueHint: 'name', description: 'The same as --migrations-schema' },
  platform: choice(['auto', 'supabase', 'none'], 'Replay as in a Supabase project or not; auto asks the database'),
  target: { type: 'string', valueHint: 'name', description: 'What to call it', default: 'mine' },
  port: { type: 'string', valueHint: 'port', description: 'Where the Worker listens', default: '8787' },
  once: { type: 'boolean', description: 'End after the report instead of looking again every five minutes' },
} as const

/** What citty makes of startArgs. */
interface Given {
  'database-url'?: string | undefined
  migrations?: string | undefined
  'migrations-schema'?: string | undefined
  'migrations-table'?: string | undefined
  schema?: string | undefined
  platform: OwnTarget['platform']
  target: string
  port: string
  once?: boolean | undefined
}

/** @throws UserError where options contradict each other or cannot be */
export function startOptions(args: Given): StartOptions {
  return { port: portOf(args.port), once: args.once === true, own: ownTarget(args) }
}

function ownTarget(args: Given): OwnTarget | null {
  const { migrations } = args
  const url = args['database-url']
  const example = 'npm start -- --database-url postgresql://… --migrations ./drizzle'
  if (url === undefined && migrations === undefined) return null
  if (url === undefined) throw new UserError('--migrations needs the database that should follow them', example)
  if (migrations === undefined) throw new UserError('--database-url needs the migrations to compare with', example)
  return {
    name: targetName(args.target),
    url: connectionString('--database-url', url),
    migrations: isAbsolute(migrations) ? migrations : resolve(migrations),
    journal: journalTable({ ...args, 'migrations-schema': args['migrations-schema'] ?? args.schema }),
    platform: args.platform,
  }
}

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port > 0 && port < 65_536) return port
  throw new UserError(`--port ${text} is not a port`, '--port 8788')
}
