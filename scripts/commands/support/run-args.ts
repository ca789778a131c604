import { UserError } from '../../errors.ts'
import { connect, type Connection } from '../../migrate/connection.ts'
import { holderText, takeLock } from '../../migrate/lock.ts'
import { shell } from '../../../functions/views/words/text.ts'
import { choice, journalTable, milliseconds, tokenArgs } from './options.ts'
import type { ReportFormat } from './report-output.ts'
import { print } from './terminal.ts'

/** How a command that acts tells what came of it. */
export const actionFormatArgs = {
  format: choice<ReportFormat>(
    ['text', 'json'],
    'text as it goes; json: one document on standard output at the end, the text on standard error',
  ),
}

/** What every command takes that changes a target. */
export const runArgs = {
  'statement-timeout': {
    type: 'string',
    valueHint: 'ms',
    description: 'Longest time for one statement of a migration',
    default: '600000',
  },
  'lock-timeout': {
    type: 'string',
    valueHint: 'ms',
    description: 'Longest wait for a lock; others queue behind it meanwhile',
    default: '2000',
  },
  'lock-retries': {
    type: 'string',
    valueHint: 'n',
    description: 'How often to roll back and try again where a lock was not to be had (55P03)',
    default: '4',
  },
  wait: {
    type: 'string',
    valueHint: 'ms',
    description: 'Longest wait for another migrate that is at work',
    default: '30000',
  },
  skip: {
    type: 'string',
    valueHint: 'gate=reason',
    description: 'Go on though this gate does not pass, and why; several with a semicolon between',
  },
  'backup-to': {
    type: 'string',
    valueHint: 'place',
    description: 'Take a backup first, to a new folder, r2://bucket/prefix or supabase://bucket/prefix',
  },
  target: { type: 'string', valueHint: 'name', description: 'With --via: the Worker’s name for the database' },
  via: { type: 'string', valueHint: 'url', description: 'Have this Worker see to a backup first: its ladder' },
  ...tokenArgs,
  'dry-run': { type: 'boolean', description: 'Everything up to the first change: print what would be sent' },
  verbose: { type: 'boolean', description: 'Each statement with what PostgreSQL answered, and its time' },
  yes: { type: 'boolean', description: 'Do not ask before it is applied' },
  ...actionFormatArgs,
} as const

interface LockArgs {
  name: string
  wait: string
  'migrations-schema'?: string | undefined
  'migrations-table'?: string | undefined
}

/** Connects, takes the lock, and lets go of both whatever happens. */
export async function underLock<T>(
  url: string,
  args: LockArgs,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const wait = milliseconds('--wait', args.wait)
  const connection = await connect(url, args.name)
  try {
    await connection.run('set idle_session_timeout = 0')
    await takeLock(connection, {
      journal: journalTable(args),
      wait,
      onWait: (holder) => print(`waiting for another migrate: ${holderText(holder)}`, process.stderr),
    })
    return await use(connection)
  } finally {
    await connection.close().catch(() => {})
  }
}

/** How long a run may take and wait, ms. @throws UserError for what is no number of them */
export function limits(args: { 'statement-timeout': string; 'lock-timeout': string; 'lock-retries': string }) {
  const retries = Number(args['lock-retries'])
  if (!Number.isInteger(retries) || retries < 0 || retries > 100)
    throw new UserError(`--lock-retries ${args['lock-retries']} is not a number from 0 to 100`, '--lock-retries 4')
  return {
    statementTimeout: milliseconds('--statement-timeout', args['statement-timeout']),
    lockTimeout: milliseconds('--lock-timeout', args['lock-timeout']),
    retries,
  }
}

const PASSED = ['migrations', 'migrations-schema', 'migrations-table', 'flavour', 'platform'] as const

/** Commands that a plan names, and the options of those that they do not know. */
const UNKNOWN_TO = {
  recover: [],
  migrate: [],
  verify: ['flavour'],
  repair: ['flavour'],
  'journal repair': ['platform'],
} as const satisfies Record<string, readonly (typeof PASSED)[number][]>

/** The options that every command about the same target must be given again; the target itself is DATABASE_URL's. */
export type PassedOn = (command: keyof typeof UNKNOWN_TO) => string

/** Of the options that were given, those for another command, each with a space before it. */
export const passedOn =
  (args: Partial<Record<(typeof PASSED)[number], string | undefined>>): PassedOn =>
  (command) =>
    PASSED.filter((name) => !UNKNOWN_TO[command].some((unknown) => unknown === name))
      .flatMap((name) => {
        const value = args[name]
        return value === undefined || value === 'auto'
          ? []
          : [` --${name} ${/^[\w./:-]+$/.test(value) ? value : shell(value)}`]
      })
      .join('')
