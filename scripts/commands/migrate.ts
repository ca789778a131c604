import { createInterface } from 'node:readline/promises'
import { exitCode } from '../../functions/views/exit-code.ts'
import { UserError } from '../errors.ts'
import { noLadder } from '../migrate/backup.ts'
import { connect, type Connection } from '../migrate/connection.ts'
import { skipsOf } from '../migrate/gate.ts'
import { holderText, takeLock } from '../migrate/lock.ts'
import { refusePoolerAddress } from '../migrate/pooler.ts'
import { lookAt, prepare, type Prepared } from '../migrate/prepare.ts'
import { askGates, closedBy, make, type Made } from '../migrate/run.ts'
import { passageText, planSummary, planText, ranText, stateText, stopText } from '../migrate/text.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { journalCommandArgs } from './support/journal.ts'
import { choice, databaseUrl, journalTable, milliseconds, replayArgs } from './support/options.ts'
import { took } from './support/progress.ts'
import { print, textOptions } from './support/terminal.ts'

/** `plumbline migrate`: applies what is pending as Drizzle would, once every gate lets it through. */
export const migrate = command({
  invocation: `${PLUMBLINE} migrate`,
  description:
    'Applies the pending migrations exactly as Drizzle would, under a lock and after a checklist: exit code 0 applied or nothing to do, 1 applied and not clean afterwards, 2 refused or rolled back, 3 something is not known',
  examples: [
    '--database-url postgresql://… --migrations ./drizzle --dry-run',
    "--yes --verbose --skip 'backup=restore point 2026-11-23 12:00 in the dashboard'",
    '--to 0009_subscriptions --yes',
  ],
  args: {
    ...replayArgs,
    ...journalCommandArgs,
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
    platform: choice(['auto', 'supabase', 'none'], 'Rehearse as in a Supabase project or not; auto asks the target'),
    to: {
      type: 'string',
      valueHint: 'tag',
      description: 'The last migration to apply; what comes later stays pending',
    },
    skip: {
      type: 'string',
      valueHint: 'gate=reason',
      description: 'Go on though this gate does not pass, and why; several with a semicolon between',
    },
    exposed: { type: 'string', valueHint: 'schemas', description: 'Schemas that the API serves', default: 'public' },
    'dry-run': { type: 'boolean', description: 'Everything up to the first change: print what would be sent' },
    verbose: { type: 'boolean', description: 'Each statement with what PostgreSQL answered, and its time' },
    yes: { type: 'boolean', description: 'Do not ask before it is applied' },
  },
  async run(args) {
    const url = databaseUrl(args['database-url'])
    const skips = skipsOf(args.skip)
    const options = limits(args)
    refusePoolerAddress(url)
    return underLock(url, { ...args, name: 'plumbline migrate' }, async (connection) => {
      const prepared = await prepare(connection, url, args)
      const passages = await askGates({
        prepared,
        connection,
        backup: noLadder(url),
        exposed: args.exposed.split(',').map((name) => name.trim()),
        skips,
        tell: (passage) => print(passageText(passage, textOptions())),
      })
      if (prepared.plan.runs.length === 0)
        return nothingPending(prepared, closedBy(passages.filter(({ gate }) => gate === 'journal')))
      const code = closedBy(passages)
      if (code !== null)
        return refused(
          passages.filter((one) => closedBy([one]) !== null).map(({ gate }) => gate),
          code,
        )
      if (args['dry-run']) {
        print(planText(prepared.plan))
        return 0
      }
      await agreed(prepared, args.yes === true)
      return carryOut(connection, prepared, { ...options, verbose: args.verbose === true })
    })
  },
})

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

function limits(args: { 'statement-timeout': string; 'lock-timeout': string; 'lock-retries': string }) {
  const retries = Number(args['lock-retries'])
  if (!Number.isInteger(retries) || retries < 0 || retries > 100)
    throw new UserError(`--lock-retries ${args['lock-retries']} is not a number from 0 to 100`, '--lock-retries 4')
  return {
    statementTimeout: milliseconds('--statement-timeout', args['statement-timeout']),
    lockTimeout: milliseconds('--lock-timeout', args['lock-timeout']),
    retries,
  }
}

function nothingPending({ plan }: Prepared, code: 2 | 3 | null): number {
  print(
    code === null
      ? 'Nothing is pending: Drizzle would run no migration.'
      : 'Nothing was run: the journal stands in the way.',
  )
  return plan.left.length === 0 && code === null ? 0 : (code ?? 0)
}

function refused(gates: readonly string[], code: 2 | 3): number {
  print(
    [
      `Not applied, and nothing was changed: ${gates.join(', ')} ${gates.length === 1 ? 'does' : 'do'} not pass.`,
      `→ what is wrong and what to do, step by step: ${PLUMBLINE} recover`,
      `→ or, where you know better: --skip '${gates[0]}=why'`,
    ].join('\n'),
    process.stderr,
  )
  return code
}

/** Asks who sits at the terminal. @throws UserError where nobody can be asked, or the answer is no */
async function agreed(prepared: Prepared, yes: boolean): Promise<void> {
  if (yes) return
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new UserError('not applied: nobody can be asked here', 'look at --dry-run, then give --yes')
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await lines.question(`Apply ${planSummary(prepared.plan)} to ${new URL(prepared.url).host}? [y/N] `)
  lines.close()
  if (!/^y(?:es)?$/i.test(answer.trim())) throw new UserError('not applied: that was no yes', null)
}

async function carryOut(
  connection: Connection,
  prepared: Prepared,
  options: ReturnType<typeof limits> & { verbose: boolean },
): Promise<number> {
  const started = performance.now()
  const made = await make(connection, prepared, {
    ...options,
    onRan: (ran) => options.verbose && print(ranText(ran, textOptions())),
    onRetry: ({ message }, ms) =>
      print(`${message} (55P03): rolled back, and tried again in ${ms / 1000} s`, process.stderr),
  })
  tell(prepared, made, took(started))
  if (made.state.state === 'in doubt') return 3
  if (made.state.state !== 'applied') return 2
  return verified(prepared)
}

function tell({ plan }: Prepared, { ended, state, stop, cause }: Made, time: string): void {
  const options = textOptions()
  if (stop) print(stopText(stop, ended.ended === 'lost', cause, options))
  const next = state.state === 'applied' ? `${PLUMBLINE} verify` : `${PLUMBLINE} recover`
  if (ended.ended === 'applied' && state.state === 'applied') print(`APPLIED   ${planSummary(plan)} in ${time}`)
  else print(stateText(plan, ended, state, next, options))
}

/** Sees that the target is now what the migrations say. */
async function verified(prepared: Prepared): Promise<number> {
  const look = await lookAt(prepared)
  const code = exitCode(look)
  const what = { 0: 'clean', 1: 'warnings', 2: 'findings', 3: 'something could not be looked at' }[code]
  print(`verified  ${what}${code === 0 ? '' : `: ${PLUMBLINE} verify says which`}`)
  return code > 1 ? 1 : 0
}
