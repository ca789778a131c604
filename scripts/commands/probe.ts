import { PROBE_TIMEOUT, runProbes } from '../../functions/collect/probe.ts'
import { roleOf } from '../../functions/collect/grants.ts'
import { withSnapshot } from '../../functions/collect/transports/postgres.ts'
import type { ProbeResult } from '../../functions/model/probe.ts'
import { probesOf } from '../../functions/preflight/probe/probes.ts'
import { probesText } from '../../functions/views/probes.ts'
import { readMigrations } from '../blueprint/folder.ts'
import { parseMigration } from '../../functions/preflight/parse/migration.ts'
import { sqlParser } from '../parser.ts'
import { command, PLUMBLINE } from './support/command.ts'
import {
  choice,
  databaseArgs,
  databaseUrl,
  journalArgs,
  journalTable,
  migrationsArgs,
  milliseconds,
  timeouts,
} from './support/options.ts'
import { withSpinner } from './support/progress.ts'
import { pendingTags, readStanding } from './support/standing.ts'
import { unreachable } from './support/target.ts'
import { printAs, textOptions } from './support/terminal.ts'

/** `plumbline probe`: how many rows of a database would make its pending migrations fail. */
export const probe = command({
  invocation: `${PLUMBLINE} probe`,
  description:
    'Counts the rows that would make pending migrations fail; only reads: exit code 0 none, 2 some, 3 something could not be counted',
  examples: ['--database-url postgresql://… --migrations ./drizzle', '--probe-timeout 10000 --format json'],
  args: {
    ...databaseArgs,
    ...migrationsArgs,
    ...journalArgs,
    'probe-timeout': {
      type: 'string',
      valueHint: 'ms',
      description: 'Longest time for one question',
      default: String(PROBE_TIMEOUT),
    },
    format: choice(['text', 'json'], 'How to write the result'),
  },
  async run(args) {
    const url = databaseUrl(args['database-url'])
    const limits = timeouts(args)
    const timeout = milliseconds('--probe-timeout', args['probe-timeout'])
    const { files, layout } = await readMigrations(args.migrations ?? './drizzle')
    const results = await withSpinner('asking the rows', async () => {
      const { rows, known, server } = await readStanding(url, limits, journalTable(args))
      const pending = pendingTags({ files, layout }, rows)
      const wanted = files.filter(({ tag }) => pending.has(tag))
      const parser = await sqlParser()
      const parsed = wanted.map(({ tag, file, text }) => parseMigration(parser, { tag, file, text: text ?? '' }))
      const probes = probesOf(parsed, { known, server, expression: parser.expression })
      return withSnapshot({ url, timeouts: limits }, (session) =>
        runProbes(session, probes, { timeout, role: roleOf(url) }),
      )
    })
    if (!results.reached) throw unreachable(results.failure)
    printAs(args.format, results.value, (value) => probesText(value, textOptions()))
    return exitCode(results.value)
  },
})

const exitCode = (results: readonly ProbeResult[]) =>
  results.some(({ state }) => state === 'fails') ? 2 : results.some(({ state }) => state === 'unknown') ? 3 : 0
