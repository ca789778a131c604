import process from 'node:process'
import { drillBackup, recordOf } from '../backup/drill/drill.ts'
import { openBackup } from '../backup/restore/open.ts'
import { openStore } from '../backup/stores/open.ts'
import { drillText } from '../backup/text.ts'
import { fromArgs, identitiesIn, jobsArgs, jobsOf, progressText, tellWorker, viaArgs } from './support/backup.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { writeJson } from './support/json-file.ts'
import { connectionString } from './support/options.ts'
import { took, withSpinner } from './support/progress.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { printAs, textOptions } from './support/terminal.ts'

/** `plumbline backup verify`: the restore drill. */
export const backupVerify = command({
  invocation: `${PLUMBLINE} backup verify`,
  description:
    'Restores a backup into a scratch PostgreSQL of its version and compares facts, rows, foreign keys and sequences: exit code 0 it is proven, 1 something came out otherwise, 2 it cannot be restored',
  examples: [
    '--from ./backups/2026-01-31',
    '--from r2://backups/production/2026-01-31 --identity key.txt --out evidence.json --via https://plumbline.example.workers.dev',
  ],
  args: {
    ...fromArgs,
    'shadow-url': {
      type: 'string',
      valueHint: 'url',
      description: 'Restore on this PostgreSQL, in a database that is dropped again, instead of one of its own',
    },
    out: { type: 'string', valueHint: 'file', description: 'Write the evidence to this file, as JSON' },
    ...jobsArgs,
    ...viaArgs,
    ...reportFormatArgs,
  },
  async run(args) {
    const started = performance.now()
    const jobs = jobsOf(args.jobs)
    const shadow = args['shadow-url']
    const shadowUrl = shadow === undefined ? {} : { shadowUrl: connectionString('--shadow-url', shadow) }
    const store = openStore('--from', args.from, process.env)
    const identities = await identitiesIn(args.identity)
    const { record, on } = await withSpinner('reading the backup', async (say) => {
      const backup = await openBackup(store, identities)
      const drill = await drillBackup({ backup, jobs, ...shadowUrl, say: (progress) => say(progressText(progress)) })
      return { record: recordOf(backup.manifest, backup.sha256, store.where, drill.verified), on: drill.on }
    })
    if (args.out !== undefined) await writeJson('evidence', args.out, record)
    printAs(args.format, record, () => drillText(record, on, took(started), textOptions()))
    await tellWorker(args, record)
    return record.verified?.ok === true ? 0 : 1
  },
})
