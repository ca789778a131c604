import process from 'node:process'
import { recordOf } from '../backup/drill/drill.ts'
import { openStore } from '../backup/stores/open.ts'
import { takeBackup } from '../backup/take/take.ts'
import { backupText } from '../backup/text.ts'
import { UserError } from '../errors.ts'
import { jobsArgs, jobsOf, progressText, tellWorker, viaArgs, wordsIn } from './support/backup.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { databaseArgs, databaseUrl, milliseconds, targetName } from './support/options.ts'
import { took, withSpinner } from './support/progress.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { nameOf } from './support/target.ts'
import { printAs, textOptions } from './support/terminal.ts'

/** The platform's schemas whose rows are people's own. */
const PLATFORM: ReadonlySet<string> = new Set(['auth', 'storage'])

/** `plumbline backup`: a logical backup of one moment, to a folder or a bucket. */
export const backup = command({
  invocation: `${PLUMBLINE} backup`,
  description:
    'Backs up the catalog, the rows and the sequences of a database as of one moment: compressed, with checksums; exit code 0 it is whole, 2 there is none',
  examples: [
    '--database-url postgresql://… --to ./backups/2026-01-31',
    '--to r2://backups/production/2026-01-31 --encrypt-to age1… --with auth',
    '--to supabase://backups/production --target production --via https://plumbline.example.workers.dev',
  ],
  args: {
    'database-url': databaseArgs['database-url'],
    to: {
      type: 'string',
      valueHint: 'place',
      description: 'A new folder, r2://bucket/prefix or supabase://bucket/prefix; the keys come from the environment',
      required: true,
    },
    with: {
      type: 'string',
      valueHint: 'schemas',
      description: 'Also the rows of Supabase’s own tables in these schemas: auth, storage',
    },
    'encrypt-to': { type: 'string', valueHint: 'recipients', description: 'Encrypt to these age recipients (age1…)' },
    target: { type: 'string', valueHint: 'name', description: 'Name of the target in wrangler.toml (the database’s)' },
    ...jobsArgs,
    'lock-timeout': { ...databaseArgs['lock-timeout'], default: '5000' },
    ...viaArgs,
    ...reportFormatArgs,
  },
  async run(args) {
    const started = performance.now()
    const url = databaseUrl(args['database-url'])
    const platform = wordsIn(args.with)
    const strange = platform.find((schema) => !PLATFORM.has(schema))
    if (strange !== undefined)
      throw new UserError(
        `--with ${strange}: only the rows of auth and storage can be asked for`,
        '--with auth,storage',
      )
    if (args.via !== undefined && args.target === undefined)
      throw new UserError('--via needs the name of the target', '--target production')
    const store = openStore('--to', args.to, process.env)
    const request = {
      url,
      store,
      target: args.target === undefined ? nameOf(url).target : targetName(args.target),
      jobs: jobsOf(args.jobs),
      lock: milliseconds('--lock-timeout', args['lock-timeout']),
      platform,
      recipients: wordsIn(args['encrypt-to']),
    }
    const { manifest, sha256 } = await withSpinner('taking the snapshot', (say) =>
      takeBackup({ ...request, say: (progress) => say(progressText(progress)) }),
    )
    const record = recordOf(manifest, sha256, store.where, null)
    printAs(args.format, record, () => backupText(manifest, store.where, took(started), textOptions()))
    await tellWorker(args, record)
    return 0
  },
})
