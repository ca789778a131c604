import { failureText } from '../../functions/views/words/verdict.ts'
import { UserError } from '../errors.ts'
import { backupBefore } from '../migrate/backup.ts'
import { passThrough, skipsOf } from '../migrate/gate.ts'
import type { CameOf } from '../migrate/json.ts'
import { refusePoolerAddress } from '../migrate/pooler.ts'
import { prepare } from '../migrate/prepare.ts'
import { closedBy, gatesAtRest, gatesBefore } from '../migrate/run.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { journalCommandArgs } from './support/journal.ts'
import { choice, databaseUrl, replayArgs } from './support/options.ts'
import { NOT_RUN, whenOpen } from './support/run.ts'
import { tellingPassage, withAccount, type Account } from './support/run-account.ts'
import { limits, runArgs, underLock } from './support/run-args.ts'
import { nameOf } from './support/target.ts'

/** `plumbline migrate`: applies what is pending as Drizzle would, once every gate lets it through. */
export const migrate = command({
  invocation: `${PLUMBLINE} migrate`,
  description:
    'Applies the pending migrations exactly as Drizzle would, under a lock and after a checklist: exit code 0 applied or nothing to do, 1 applied and not clean afterwards, 2 refused or rolled back, 3 something is not known',
  examples: [
    '--database-url postgresql://… --migrations ./drizzle --dry-run',
    "--yes --verbose --skip 'backup=restore point 2026-11-23 12:00 in the dashboard'",
    '--to 0009_subscriptions --yes',
    '--yes --format json',
  ],
  args: {
    ...replayArgs,
    ...journalCommandArgs,
    ...runArgs,
    platform: choice(['auto', 'supabase', 'none'], 'Rehearse as in a Supabase project or not; auto asks the target'),
    to: {
      type: 'string',
      valueHint: 'tag',
      description: 'The last migration to apply; what comes later stays pending',
    },
    exposed: { type: 'string', valueHint: 'schemas', description: 'Schemas that the API serves', default: 'public' },
  },
  async run(args) {
    const url = databaseUrl(args['database-url'])
    const skips = skipsOf(args.skip)
    limits(args)
    refusePoolerAddress(url)
    const backup = backupBefore(url, args, 'plumbline migrate')
    const exposed = args.exposed.split(',').map((name) => name.trim())
    return withAccount(args.format, { command: 'migrate', ...nameOf(url) }, (account) =>
      underLock(url, { ...args, name: 'plumbline migrate' }, async (connection) => {
        const prepared = await prepare(connection, url, args)
        account.known.prepared = prepared
        const moving = gatesBefore(prepared, { backup, exposed, skips })
        const still = await gatesAtRest(prepared, connection)
        const isStill = prepared.plan.runs.length === 0
        await passThrough(isStill ? still : [...still, ...moving], skips, tellingPassage(account))
        if (prepared.plan.failure !== null)
          throw new UserError(
            `nothing was run: ${failureText(prepared.plan.failure)}`,
            `${PLUMBLINE} journal show, then ${PLUMBLINE} recover`,
          )
        return isStill ? nothingPending(account) : whenOpen(connection, prepared, account, args)
      }),
    )
  },
})

/** Drift is `verify`'s to judge where nothing is to run; a journal that keeps something from running is not. */
function nothingPending({ say, known }: Account): CameOf {
  const code = closedBy(known.passages.filter(({ gate }) => gate === 'journal'))
  say(
    code === null
      ? 'Nothing is pending: Drizzle would run no migration.'
      : 'Nothing was run: the journal stands in the way.',
  )
  return { ...NOT_RUN, code: code ?? 0, outcome: code === null ? 'nothing' : 'refused' }
}
