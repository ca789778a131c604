import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import type { Preflight } from '../../functions/model/preflight.ts'
import type { SentFolder } from '../../functions/model/sent-folder.ts'
import { partsFrom, splitBlueprint } from '../../functions/model/parts.ts'
import { preflight as foretell } from '../../functions/run/preflight/preflight.ts'
import { readMigrations } from '../blueprint/folder.ts'
import { sentFolder } from '../blueprint/migration-file.ts'
import { readCatalog, readFigures } from '../catalog.ts'
import { preflightOf } from '../client.ts'
import { UserError } from '../errors.ts'
import { sqlParser } from '../parser.ts'
import { readBlueprint } from './support/blueprint-file.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { lookFormatArgs } from './support/look-output.ts'
import {
  blueprintArgs,
  databaseArgs,
  databaseUrl,
  journalArgs,
  journalTable,
  targetName,
  timeouts,
  tokenArgs,
  workerArgs,
  workerUrl,
} from './support/options.ts'
import { printPreflight } from './support/preflight-output.ts'
import { withSpinner } from './support/progress.ts'
import { nameOf, unreachable } from './support/target.ts'
import { tokenFrom } from './support/token.ts'

const EXIT = { go: 0, stop: 2, unknown: 3 } as const

/** `plumbline preflight`: what Drizzle's next migrate would do, by simulation on the live catalog; only reads. */
export const preflight = command({
  invocation: `${PLUMBLINE} preflight`,
  description:
    'Foretells what the next migrate will do to a database: exit code 0 nothing stands in the way, 2 it will fail, 3 unknown',
  examples: [
    '--migrations ./drizzle --target shop --url https://plumbline.example.workers.dev',
    '--migrations ./drizzle --database-url postgresql://… --format github',
    '--lint --probe --report .plumbline/report',
  ],
  args: {
    migrations: {
      type: 'string',
      valueHint: 'dir',
      description: 'Drizzle folder, `out` of drizzle.config.ts (./drizzle)',
    },
    target: { type: 'string', valueHint: 'name', description: 'Ask the Worker about this target' },
    ...workerArgs,
    ...tokenArgs,
    ...databaseArgs,
    ...journalArgs,
    ...blueprintArgs,
    role: {
      type: 'string',
      valueHint: 'name',
      description: 'Who will migrate, for what that role may not do (the role that the journal table belongs to)',
    },
    lint: { type: 'boolean', description: 'Lint what is pending, too, weighed by what the tables hold' },
    probe: {
      type: 'boolean',
      description: 'Ask the rows, too: read-only probes with time limits settle what hangs on them',
    },
    ...lookFormatArgs,
  },
  async run(args) {
    if (args.target !== undefined && args['database-url'] !== undefined)
      throw new UserError('--target and --database-url were both given', 'give one of them')
    const dir = args.migrations ?? './drizzle'
    const folder = sentFolder(await readMigrations(dir))
    const told = await (args.target === undefined
      ? onDatabase(folder, args)
      : withSpinner(`asking the Worker about ${args.target}`, () =>
          preflightOf(
            { url: workerUrl(args.url), token: tokenFrom(args['token-file']) },
            targetName(args.target ?? ''),
            folder,
            { lint: args.lint === true, probe: args.probe === true, role: args.role },
          ),
        ))
    await printPreflight(told, args, dir)
    return EXIT[told.verdict]
  },
})

interface DatabaseArgs {
  'database-url'?: string | undefined
  blueprint?: string | undefined
  role?: string | undefined
  'statement-timeout': string
  'lock-timeout': string
  'migrations-schema'?: string | undefined
  'migrations-table'?: string | undefined
  lint?: boolean | undefined
  probe?: boolean | undefined
}

/** The same as the Worker does, over a connection of one's own. @throws Unreachable */
async function onDatabase(folder: SentFolder, args: DatabaseArgs): Promise<Preflight> {
  const url = databaseUrl(args['database-url'])
  const done = await foretell({
    ...nameOf(url),
    reach: postgresTransport({ url, timeouts: timeouts(args), catalog: readCatalog() }),
    journal: journalTable(args),
    folder,
    parser: await sqlParser(),
    blueprint: args.blueprint === undefined ? null : await opened(args.blueprint),
    role: args.role ?? null,
    lint: args.lint === true ? { figures: await readFigures() } : null,
    probe: args.probe === true ? {} : null,
    now: Date.now(),
  })
  if (done.done) return done.preflight
  if (done.noRole !== undefined)
    throw new UserError(`the database has no role ${done.noRole}`, 'name one that it has: --role postgres')
  throw unreachable(done.failure)
}

async function opened(file: string) {
  const { index, values } = await splitBlueprint(await readBlueprint(file))
  return { index, parts: partsFrom(async (ref) => values.get(ref) ?? null) }
}
