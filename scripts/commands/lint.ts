import { relative, sep } from 'node:path'
import type { LintReport } from '../../functions/model/lint.ts'
import { lint as lintAll } from '../../functions/preflight/lint/lint.ts'
import { lintGithub } from '../../functions/views/lint/github.ts'
import { lintExitCode } from '../../functions/views/lint/order.ts'
import { lintSarif } from '../../functions/views/lint/sarif.ts'
import { lintText } from '../../functions/views/lint/text.ts'
import { readMigrations } from '../blueprint/folder.ts'
import { UserError } from '../errors.ts'
import { parsedMigration } from '../preflight/parsed.ts'
import { command, PLUMBLINE } from './support/command.ts'
import {
  choice,
  databaseArgs,
  databaseUrl,
  journalArgs,
  journalTable,
  migrationsArgs,
  timeouts,
} from './support/options.ts'
import { withSpinner } from './support/progress.ts'
import { pendingTags, readStanding } from './support/standing.ts'
import { print, printJson, textOptions } from './support/terminal.ts'
import { VERSION } from './support/version.ts'

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
    all: { type: 'boolean', description: 'Show findings of severity info in full, too' },
    format: choice(['text', 'json', 'sarif', 'github'], 'How to write the result'),
    'fail-on': choice(['high', 'critical', 'medium', 'low', 'info', 'never'], 'Exit code 2 from this severity on'),
  },
  async run(args) {
    const dir = args.migrations ?? './drizzle'
    const { files, layout } = await readMigrations(dir)
    const parsed = await Promise.all(
      files.map(({ tag, file, text }) => parsedMigration({ tag, file, text: text ?? '' })),
    )
    const from =
      args.from === undefined
        ? 0
        : positionOf(
            args.from,
            files.map(({ tag }) => tag),
          )
    const exposed = args.exposed.split(',').map((name) => name.trim())
    if (args.pending !== true && args['database-url'] === undefined) {
      const report = lintAll({ migrations: parsed, from, deploy: args.from === undefined ? 'each' : 'one', exposed })
      return show(report, args, dir)
    }
    const url = databaseUrl(args['database-url'])
    const standing = await withSpinner('looking at the target', () =>
      readStanding(url, timeouts(args), journalTable(args)),
    )
    const pending =
      args.from === undefined
        ? pendingTags({ files, layout }, standing.rows)
        : new Set(files.slice(from).map(({ tag }) => tag))
    const judged = parsed.filter(({ tag }) => pending.has(tag))
    const { known, weights } = standing
    return show(lintAll({ migrations: judged, from: 0, deploy: 'one', known, weights, exposed }), args, dir)
  },
})

function positionOf(tag: string, tags: readonly string[]): number {
  const position = tags.indexOf(tag)
  if (position !== -1) return position
  throw new UserError(
    `there is no migration ${tag}; the last one is ${tags.at(-1) ?? 'none'}`,
    `--from ${tags.at(-1) ?? 'TAG'}`,
  )
}

interface Showing {
  format: 'text' | 'json' | 'sarif' | 'github'
  'fail-on': Parameters<typeof lintExitCode>[1]
  all?: boolean | undefined
}

function show(report: LintReport, args: Showing, dir: string): number {
  const folder = relative(process.cwd(), dir).split(sep).join('/')
  if (args.format === 'json') printJson(report)
  else if (args.format === 'sarif') printJson(lintSarif(report, { folder, version: VERSION }))
  else if (args.format === 'github') process.stdout.write(lintGithub(report, folder))
  else print(lintText(report, { ...textOptions(), all: args.all === true }))
  return lintExitCode(report, args['fail-on'])
}
