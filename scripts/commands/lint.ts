import { lint as lintAll } from '../../functions/preflight/lint/lint.ts'
import { readMigrations } from '../blueprint/folder.ts'
import { lintDeploy, parsedFile } from '../preflight/deploy.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { failOnArgs, lintFormatArgs, positionOf, showLint } from './support/lint-output.ts'
import { databaseArgs, databaseUrl, journalArgs, journalTable, migrationsArgs, timeouts } from './support/options.ts'
import { withSpinner } from './support/progress.ts'
import { pendingTags, readStanding } from './support/standing.ts'

/** `plumbline lint`: what in migrations locks, breaks, loses or opens what it should not. */
export const lint = command({
  invocation: `${PLUMBLINE} lint`,
  description:
    'Says what in migrations locks, breaks, loses or lets in: exit code 0 nothing, 1 something, 2 as bad as --fail-on, 3 unknown',
  examples: [
    '--migrations ./drizzle',
    '--from 0009_subscriptions --format github',
    '--pending --database-url postgresql://…',
  ],
  args: {
    ...migrationsArgs,
    from: { type: 'string', valueHint: 'tag', description: 'Judge this migration and those after it, as one deploy' },
    pending: {
      type: 'boolean',
      description: 'Judge what the database has not applied yet, as one deploy, and weigh it by what its tables hold',
    },
    ...databaseArgs,
    ...journalArgs,
    exposed: { type: 'string', valueHint: 'schemas', description: 'Schemas that the API serves', default: 'public' },
    ...lintFormatArgs,
    ...failOnArgs,
  },
  async run(args) {
    const dir = args.migrations ?? './drizzle'
    const { files, layout } = await readMigrations(dir)
    const tags = files.map(({ tag }) => tag)
    const from = positionOf(args.from, tags)
    const migrations = await Promise.all(files.map(parsedFile))
    const exposed = args.exposed.split(',').map((name) => name.trim())
    if (args.pending !== true && args['database-url'] === undefined)
      return showLint(
        lintAll({ migrations, from, deploy: args.from === undefined ? 'each' : 'one', exposed }),
        args,
        dir,
      )
    const url = databaseUrl(args['database-url'])
    const standing = await withSpinner('looking at the target', () =>
      readStanding(url, timeouts(args), journalTable(args)),
    )
    const wanted = args.from === undefined ? pendingTags({ files, layout }, standing.rows) : new Set(tags.slice(from))
    return showLint(
      await lintDeploy(
        files.filter(({ tag }) => wanted.has(tag)),
        standing,
        exposed,
      ),
      args,
      dir,
    )
  },
})
