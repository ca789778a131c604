import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import type { CheckName } from '../../functions/model/finding.ts'
import { partsFrom, splitBlueprint } from '../../functions/model/parts.ts'
import type { Preflight } from '../../functions/model/preflight.ts'
import { statusOf, type Look } from '../../functions/model/run.ts'
import { look } from '../../functions/run/look/look.ts'
import { preflight as foretell } from '../../functions/run/preflight/preflight.ts'
import { exitCode } from '../../functions/views/exit-code.ts'
import { counts } from '../../functions/views/lint/order.ts'
import { summaryText } from '../../functions/views/preflight/words.ts'
import { lookSheet } from '../../functions/views/sheets/look.ts'
import { preflightSheet } from '../../functions/views/sheets/preflight.ts'
import { together, worst, type Part } from '../../functions/views/sheets/together.ts'
import { shade } from '../../functions/views/text/lines.ts'
import { table } from '../../functions/views/text/table.ts'
import { words } from '../../functions/views/words.ts'
import { readMigrations } from '../blueprint/folder.ts'
import { sentFolder } from '../blueprint/migration-file.ts'
import { readCatalog, readFigures } from '../catalog.ts'
import { sqlParser } from '../parser.ts'
import { command, PLUMBLINE } from './support/command.ts'
import {
  choice,
  databaseArgs,
  databaseUrl,
  journalArgs,
  journalTable,
  replayArgs,
  timeouts,
} from './support/options.ts'
import { outputArgs, putOut } from './support/output.ts'
import { withSpinner } from './support/progress.ts'
import { blueprintFrom, type SourceArgs } from './support/source.ts'
import { askAbout, nameOf, unreachable } from './support/target.ts'
import { textOptions } from './support/terminal.ts'

const CHECKS = ['journal', 'migrations', 'snapshots'] as const satisfies CheckName[]

const STATUS = { stop: 'fail', unknown: 'unknown', go: 'pass' } as const

/** `plumbline validate`: all that can be said of the pending migrations without running them, in one table. */
export const validate = command({
  invocation: `${PLUMBLINE} validate`,
  description:
    'Journal, migration files, snapshots, preflight and lint of a database and its migrations in one table; only reads: exit code 0 clean, 1 warnings, 2 findings, 3 unknown',
  examples: ['--database-url postgresql://… --migrations ./drizzle', '--probe --format markdown'],
  args: {
    ...databaseArgs,
    ...replayArgs,
    ...journalArgs,
    probe: { type: 'boolean', description: 'Ask the rows, too: read-only probes with time limits' },
    platform: choice(['auto', 'supabase', 'none'], 'Replay as in a Supabase project or not; auto asks the target'),
    ...outputArgs,
  },
  async run(args) {
    const url = databaseUrl(args['database-url'])
    const limits = timeouts(args)
    const dir = args.migrations ?? './drizzle'
    const target = { url, limits, ...nameOf(url) }
    const { seen, told } = await judged(target, dir, { ...args, migrations: dir })
    const parts = [...CHECKS.map((check) => partOf(check, seen)), ...partsOf(told)]
    const sheet = together('validate', parts, [lookSheet(seen, target), preflightSheet(told)])
    const status = worst(parts.map((part) => part.status))
    await putOut(args, {
      sheet,
      dir,
      json: { status, parts, look: seen, preflight: told },
      text: () => partsText(parts),
    })
    return exitCode({ status })
  },
})

interface Wanted extends SourceArgs {
  platform: 'auto' | 'supabase' | 'none'
  probe?: boolean | undefined
}

interface Target {
  url: string
  limits: { statement: number; lock: number }
  target: string
  environment: string
}

/** @throws Unreachable where the target cannot be asked */
async function judged(at: Target, dir: string, args: Wanted): Promise<{ seen: Look; told: Preflight }> {
  const folder = await readMigrations(dir)
  const { blueprint } = await blueprintFrom(args, async () => {
    if (args.platform !== 'auto') return args.platform
    const about = await askAbout(at.url, at.limits)
    if (!about.reached) throw unreachable(about.failure)
    return about.value.supabase ? 'supabase' : 'none'
  })
  const { index, values } = await splitBlueprint(blueprint)
  const common = {
    reach: postgresTransport({ url: at.url, timeouts: at.limits, catalog: readCatalog() }),
    journal: journalTable(args, blueprint.content.journal),
    blueprint: { index, parts: partsFrom(async (ref) => values.get(ref) ?? null) },
    now: Date.now(),
  }
  return withSpinner('looking at the target', async () => {
    const seen = await look({ ...common, pin: null, checks: ['connectivity', ...CHECKS] })
    const done = await foretell({
      ...common,
      target: at.target,
      environment: at.environment,
      folder: sentFolder(folder),
      parser: await sqlParser(),
      role: null,
      lint: { figures: await readFigures() },
      probe: args.probe === true ? {} : null,
    })
    if (!done.done) throw unreachable(done.failure)
    return { seen, told: done.preflight }
  })
}

function partOf(check: (typeof CHECKS)[number], { findings, unknowns }: Look): Part {
  const own = findings.filter(({ type }) => type.startsWith(`${check}.`))
  const unseen = unknowns.filter((unknown) => unknown.check === check)
  const first = own.find(({ severity }) => severity !== 'info') ?? own[0]
  const said = first === undefined ? (unseen[0]?.reason ?? 'nothing found') : words(first).title
  const more = own.length > 1 ? ` (and ${own.length - 1} more)` : ''
  return { name: check, status: statusOf(own, unseen), summary: said + more }
}

function partsOf(told: Preflight): Part[] {
  const { lint, verdict } = told
  const preflight = { name: 'preflight', status: STATUS[verdict], summary: summaryText(told) }
  if (lint === null) return [preflight]
  const unseen = lint.unknowns.length > 0 ? `, ${lint.unknowns.length} unknown` : ''
  return [
    preflight,
    { name: 'lint', status: statusOf(lint.findings, lint.unknowns), summary: counts(lint.findings) + unseen },
  ]
}

const partsText = (parts: readonly Part[]): string =>
  table(
    [{ heading: 'PART' }, { heading: 'RESULT' }, { heading: 'WHAT' }],
    parts.map(({ name, status, summary }) => [
      { text: name },
      { text: status, paint: (text) => shade(status, text, textOptions()) },
      { text: summary },
    ]),
  ).join('\n')
