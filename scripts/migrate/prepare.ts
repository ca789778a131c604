import { roleOf } from '../../functions/collect/grants.ts'
import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import { journalView } from '../../functions/journal/view.ts'
import { CheckName } from '../../functions/model/finding.ts'
import { partsFrom, splitBlueprint } from '../../functions/model/parts.ts'
import type { Preflight } from '../../functions/model/preflight.ts'
import type { Look } from '../../functions/model/run.ts'
import { look } from '../../functions/run/look/look.ts'
import { preflight } from '../../functions/run/preflight/preflight.ts'
import { sentFolder } from '../blueprint/migration-file.ts'
import { readCatalog } from '../catalog.ts'
import { folderOf, type JournalArgs, type ReadFolder } from '../commands/support/journal.ts'
import { journalTable } from '../commands/support/options.ts'
import { withSpinner } from '../commands/support/progress.ts'
import { readStanding } from '../commands/support/standing.ts'
import { sceneFrom, type CopyArgs, type Scene } from '../commands/support/target-args.ts'
import { nameOf } from '../commands/support/target.ts'
import { readLive } from '../journal/read.ts'
import { sqlParser } from '../parser.ts'
import { lintDeploy } from '../preflight/deploy.ts'
import { rehearse } from '../rehearse/rehearse.ts'
import type { Connection } from './connection.ts'
import { planOf, type Plan } from './plan.ts'

/** What options say about a run. */
export interface RunArgs extends JournalArgs, CopyArgs {
  migrations?: string | undefined
  to?: string | undefined
}

/** The target, its migrations, and what is to run: what gates ask and runs carry out. */
export interface Prepared {
  url: string
  folder: ReadFolder
  scene: Scene
  plan: Plan
}

/** How long looks may take and wait, ms: they stand in nobody's way, whatever a migration is allowed. */
const LOOKS = { statement: 10_000, lock: 100 }
const LOOK_ARGS = { 'statement-timeout': String(LOOKS.statement), 'lock-timeout': String(LOOKS.lock) }

/**
 * Reads the target and the folder, and plans the run. The journal is read over the connection that will run it.
 * @throws Unreachable where the target cannot be read · UserError where options or the folder are wrong
 */
export async function prepare(connection: Connection, url: string, args: RunArgs): Promise<Prepared> {
  const folder = await folderOf(args)
  const scene = await sceneFrom({ ...args, ...LOOK_ARGS })
  const journal = journalTable(args)
  const live = await readLive(connection, journal)
  const { layout, files } = folder.folder
  const { flavour } = folder.detected
  const plan = await planOf({ flavour, layout, entries: folder.entries, files, live, journal, to: args.to })
  return { url, folder, scene, plan }
}

/** Looks at the target with every check, as `verify` does. */
export async function lookAt({ url, scene, plan }: Prepared): Promise<Look> {
  const { index, values } = await splitBlueprint(scene.blueprint)
  const parts = partsFrom(async (ref) => values.get(ref) ?? null)
  return look({
    reach: postgresTransport({ url, timeouts: LOOKS, catalog: readCatalog() }),
    journal: plan.journal,
    blueprint: { index, parts },
    checks: CheckName.options,
    now: Date.now(),
  })
}

/** The journal as `journal show` tells it. */
export const viewOf = ({ url, folder, plan }: Prepared) =>
  journalView({
    ...nameOf(url),
    table: `${plan.journal.schema}.${plan.journal.table}`,
    at: Date.now(),
    flavour: plan.flavour,
    layout: folder.folder.layout,
    entries: folder.entries,
    rows: plan.live.rows,
  })

/** Runs on a copy of the live catalog what the plan will run on the target. */
export function rehearsed({ scene, plan }: Prepared) {
  const tags = new Set(plan.runs.map(({ file }) => file.tag))
  const runs = scene.folder.files.map(({ tag }) => tags.has(tag))
  return withSpinner('rehearsing', () => rehearse({ ...scene, standing: { ...scene.standing, runs } }))
}

/** What the run itself sees to: it sets both. */
const ANSWERED = ['lock-timeout', 'statement-timeout']

/** Lints what the plan will run, weighed by what the target holds. */
export async function linted({ url, plan }: Prepared, exposed: readonly string[]) {
  const standing = await readStanding(url, LOOKS, plan.journal)
  const files = plan.runs.map(({ file }) => file)
  const report = await lintDeploy(files, standing, exposed)
  return { ...report, findings: report.findings.filter(({ rule }) => !ANSWERED.includes(rule)) }
}

/** What preflight foretells: it knows what put there what is in the way. Null where the target cannot be asked. */
export async function foretold({ url, folder, scene, plan }: Prepared): Promise<Preflight | null> {
  const { index, values } = await splitBlueprint(scene.blueprint)
  const done = await preflight({
    ...nameOf(url),
    reach: postgresTransport({ url, timeouts: LOOKS, catalog: readCatalog() }),
    journal: plan.journal,
    folder: sentFolder(folder.folder),
    parser: await sqlParser(),
    blueprint: { index, parts: partsFrom(async (ref) => values.get(ref) ?? null) },
    role: roleOf(url),
    now: Date.now(),
    lint: null,
    probe: null,
  })
  return done.done ? done.preflight : null
}
