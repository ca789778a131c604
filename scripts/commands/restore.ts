import process from 'node:process'
import { openBackup } from '../backup/restore/open.ts'
import { restoreBackup } from '../backup/restore/restore.ts'
import { openStore } from '../backup/stores/open.ts'
import { restoredText } from '../backup/text.ts'
import { fromArgs, identitiesIn, jobsArgs, jobsOf, progressText } from './support/backup.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { connectionString, databaseArgs, milliseconds } from './support/options.ts'
import { took, withSpinner } from './support/progress.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { printAs, textOptions } from './support/terminal.ts'

/** `plumbline restore`: a backup into an empty database. */
export const restore = command({
  invocation: `${PLUMBLINE} restore`,
  description:
    'Restores a backup into an empty database, and goes on where it was interrupted: exit code 0 it holds what was backed up, 1 but for what is named, 2 it was not restored',
  examples: [
    '--from ./backups/2026-01-31 --database-url postgresql://…/restored',
    '--from r2://backups/production/2026-01-31 --identity key.txt --database-url postgresql://… --jobs 4',
  ],
  args: {
    ...fromArgs,
    'database-url': {
      type: 'string',
      valueHint: 'url',
      description: 'Connection string of the empty database; DATABASE_URL is not looked at, lest it be production',
      required: true,
    },
    ...jobsArgs,
    'lock-timeout': { ...databaseArgs['lock-timeout'], default: '5000' },
    ...reportFormatArgs,
  },
  async run(args) {
    const started = performance.now()
    const url = connectionString('--database-url', args['database-url'])
    const jobs = jobsOf(args.jobs)
    const lock = milliseconds('--lock-timeout', args['lock-timeout'])
    const store = openStore('--from', args.from, process.env)
    const identities = await identitiesIn(args.identity)
    const restored = await withSpinner('reading the backup', async (say) =>
      restoreBackup({
        backup: await openBackup(store, identities),
        url,
        jobs,
        lock,
        say: (progress) => say(progressText(progress)),
      }),
    )
    printAs(args.format, restored, () => restoredText(restored, took(started), textOptions()))
    return restored.unmade.length === 0 ? 0 : 1
  },
})
