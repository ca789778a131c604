import { lint as lintAll, type LintMigration } from '../../functions/preflight/lint/lint.ts'
import { readMigrations } from '../blueprint/folder.ts'
import type { MigrationFile } from '../blueprint/migration-file.ts'
import { parseMigration } from '../../functions/preflight/parse/migration.ts'
import type { SqlParser } from '../../functions/preflight/parse/parser.ts'
import { sqlParser } from '../parser.ts'
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
    const parser = await sqlParser()
    const migrations = files.map((file) => parsed(parser, file))
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
    const judged = migrations.filter(({ tag }) => wanted.has(tag))
    const { known, weights } = standing
    return showLint(lintAll({ migrations: judged, from: 0, deploy: 'one', known, weights, exposed }), args, dir)
  },
})

/** A migration's statements; one whose file is missing cannot be judged. */
function parsed(parser: SqlParser, { tag, file, text }: MigrationFile): LintMigration {
  if (text !== null) return parseMigration(parser, { tag, file, text })
  const missing = { line: 1, column: 1, message: 'the journal names the file, and the folder does not have it' }
  return { tag, file, text: '', statements: [], errors: [missing] }
}
