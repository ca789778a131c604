import { UserError } from '../errors.ts'
import { fixWhen } from '../journal/fix-when.ts'
import { mark } from '../journal/mark.ts'
import { renumber } from '../journal/renumber.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { journalCommandArgs } from './support/journal.ts'

/** `plumbline journal repair`: puts the journal right, as a plan first; changes nothing without --apply. */
export const journalRepair = command({
  invocation: `${PLUMBLINE} journal repair`,
  description: 'Prints what puts the journal right, and does it with --apply: exit code 0 planned or done, 2 refused',
  examples: [
    '--applied 0009_subscriptions --migrations ./drizzle',
    '--unapplied 0009_subscriptions --apply',
    '--fix-when --apply --expect 1a2b3c4d5e6f',
    '--renumber --migrations ./drizzle --apply',
  ],
  args: {
    ...journalCommandArgs,
    applied: { type: 'string', valueHint: 'tags', description: 'Record these migrations as applied; commas between' },
    unapplied: {
      type: 'string',
      valueHint: 'tags',
      description: 'Delete the rows of these migrations; commas between',
    },
    'fix-when': { type: 'boolean', description: 'Stamps in the future or out of order, in _journal.json and the rows' },
    renumber: { type: 'boolean', description: 'Numbers of files, entries and snapshots, and the chain of prevId' },
    apply: { type: 'boolean', description: 'Do it; without this it is only printed' },
    expect: { type: 'string', valueHint: 'digest', description: 'Refuse unless the rows are still those of that plan' },
    force: { type: 'boolean', description: 'Apply though another migration is then skipped or runs again' },
  },
  async run(args) {
    const asked = [args.applied, args.unapplied, args['fix-when'], args.renumber]
    if (asked.filter((value) => value !== undefined && value !== false).length !== 1) {
      throw new UserError(
        'say one thing that is to be put right: --applied, --unapplied, --fix-when or --renumber',
        `${PLUMBLINE} journal show says what is wrong`,
      )
    }
    if (args.renumber) return renumber(args.migrations ?? './drizzle', args.apply === true)
    return args['fix-when'] ? fixWhen(args) : mark(args)
  },
})
