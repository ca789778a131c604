import type { LintReport } from '../../functions/model/lint.ts'
import { lint as lintAll } from '../../functions/preflight/lint/lint.ts'
import { readMigrations } from '../blueprint/folder.ts'
import { sentFolder, type MigrationFolder } from '../blueprint/migration-file.ts'
import { preflightOf } from '../client.ts'
import { UserError } from '../errors.ts'
import { lintDeploy, parsedFile } from '../preflight/deploy.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { failOnArgs, lintFormatArgs, positionOf, showLint } from './support/lint-output.ts'
import {
  databaseArgs,
  databaseUrl,
  journalArgs,
  journalTable,
  migrationsArgs,
  targetName,
  timeouts,
  tokenArgs,
  workerArgs,
  workerUrl,
} from './support/options.ts'
import { tokenFrom } from './support/token.ts'
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
    '--pending --target shop --url https://plumbline.example.workers.dev',
  ],
  args: {
    ...migrationsArgs,
    from: { type: 'string', valueHint: 'tag', description: 'Judge this migration and those after it, as one deploy' },
    pending: {
      type: 'boolean',
      description: 'Judge what the database has not applied yet, as one deploy, and weigh it by what its tables hold',
    },
    target: { type: 'string', valueHint: 'name', description: 'With --pending: ask the Worker about this target' },
    ...workerArgs,
    ...tokenArgs,
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
    if (args.target !== undefined)
      return showLint(await askedOf({ ...args, target: args.target }, { layout, files }), args, dir)
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

interface WorkerArgs {
  target: string
  pending?: boolean | undefined
  from?: string | undefined
  'database-url'?: string | undefined
  url?: string | undefined
  'token-file'?: string | undefined
}

/** What the Worker's lint says of what is pending: it knows how much the tables hold. @throws UserError where more was asked */
async function askedOf(args: WorkerArgs, folder: Pick<MigrationFolder, 'layout' | 'files'>): Promise<LintReport> {
  if (args.from !== undefined || args['database-url'] !== undefined)
    throw new UserError(
      '--target goes with neither --from nor --database-url',
      'the Worker judges what is pending on the target',
    )
  const worker = { url: workerUrl(args.url), token: tokenFrom(args['token-file']) }
  const told = await withSpinner(`asking the Worker about ${args.target}`, () =>
    preflightOf(worker, targetName(args.target), sentFolder(folder), { lint: true }),
  )
  if (told.lint === null) throw new UserError('the Worker did not lint', 'deploy it from the same commit')
  return told.lint
}
