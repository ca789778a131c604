import { UserError } from '../errors.ts'
import { backupOpinion, backupBefore } from '../migrate/backup.ts'
import { passThrough, skipsOf } from '../migrate/gate.ts'
import { refusePoolerAddress } from '../migrate/pooler.ts'
import { prepare } from '../migrate/prepare.ts'
import { gatesAtRest, unlessSkipped } from '../migrate/run.ts'
import { rehearseUndo } from '../migrate/rehearse-undo.ts'
import { lossesOf, undoOf, type Undo } from '../migrate/undo.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { journalCommandArgs } from './support/journal.ts'
import { choice, databaseUrl, replayArgs } from './support/options.ts'
import { withSpinner } from './support/progress.ts'
import { whenOpen } from './support/run.ts'
import { tellingPassage, withAccount, type Say } from './support/run-account.ts'
import { limits, runArgs, underLock } from './support/run-args.ts'
import { nameOf } from './support/target.ts'

/** `plumbline rollback`: undoes the last applied migrations, with their journal rows, in one transaction. */
export const rollback = command({
  invocation: `${PLUMBLINE} rollback`,
  description:
    'Undoes the last applied migrations by SQL that was proven, and takes their journal rows away in the same transaction: exit code 0 done, 1 done and not clean afterwards, 2 refused or rolled back, 3 something is not known',
  examples: ['--dry-run', '--steps 2 --yes', '--to 0007_row_security --accept-data-loss --yes'],
  args: {
    ...replayArgs,
    ...journalCommandArgs,
    ...runArgs,
    platform: choice(['auto', 'supabase', 'none'], 'Rehearse as in a Supabase project or not; auto asks the target'),
    to: { type: 'string', valueHint: 'tag', description: 'The migration that stays the newest' },
    steps: { type: 'string', valueHint: 'n', description: 'How many migrations, from the newest on (1)' },
    'accept-data-loss': { type: 'boolean', description: 'Also take steps after which data is gone for good' },
  },
  async run(args) {
    const url = databaseUrl(args['database-url'])
    const skips = skipsOf(args.skip)
    limits(args)
    refusePoolerAddress(url)
    const backup = backupBefore(url, args, 'plumbline rollback')
    return withAccount(args.format, { command: 'rollback', ...nameOf(url) }, (account) =>
      underLock(url, { ...args, name: 'plumbline rollback' }, async (connection) => {
        const undo = await undoOf(await prepare(connection, url, { ...args, to: undefined }), args)
        Object.assign(account.known, { prepared: undo.prepared, losses: lossesOf(undo.down) })
        const rehearsed = () => withSpinner('rehearsing', () => rehearseUndo(undo))
        const gates = [
          ...(await gatesAtRest(undo.prepared, connection)),
          { gate: 'backup' as const, ask: () => backupOpinion(backup) },
          { gate: 'rehearsal' as const, ask: () => unlessSkipped(skips, rehearsed) },
        ]
        await passThrough(gates, skips, tellingPassage(account))
        tellLosses(undo, account.say, args['dry-run'] === true || args['accept-data-loss'] === true)
        return whenOpen(connection, undo.prepared, account, args)
      }),
    )
  },
})

/** @throws UserError where data would be lost, and nobody accepted that */
function tellLosses({ down, tags }: Undo, say: Say, accepted: boolean): void {
  const { destructive, undone } = lossesOf(down)
  for (const line of destructive) say(`lost      ${line}`)
  for (const line of undone) say(`note      ${line}`)
  if (destructive.length === 0 || accepted) return
  throw new UserError(
    `not rolled back: with ${tags.join(', ')} goes data that only a backup brings back`,
    'where that is right: --accept-data-loss',
  )
}
