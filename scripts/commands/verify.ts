import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import type { Blueprint } from '../../functions/model/blueprint.ts'
import { LookCheck, type CheckName } from '../../functions/model/finding.ts'
import { partsFrom, splitBlueprint } from '../../functions/model/parts.ts'
import { look } from '../../functions/run/look/look.ts'
import { exitCode } from '../../functions/views/exit-code.ts'
import { readCatalog } from '../catalog.ts'
import type { Platform } from '../postgres/scratch.ts'
import { Unreachable } from '../client.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { lookFormatArgs, printLook } from './support/look-output.ts'
import {
  blueprintArgs,
  choice,
  databaseArgs,
  databaseUrl,
  journalArgs,
  replayArgs,
  timeouts,
} from './support/options.ts'
import { readPin } from './support/pin-file.ts'
import { withSpinner } from './support/progress.ts'
import { blueprintFrom, journalOf } from './support/source.ts'
import { askAbout, nameOf, unreachable } from './support/target.ts'

const CHECKS: Readonly<Record<'all' | 'drift' | 'journal', readonly CheckName[]>> = {
  all: LookCheck.options,
  drift: ['connectivity', 'drift', 'supabase'],
  journal: ['connectivity', 'journal', 'migrations', 'snapshots'],
}

/** `plumbline verify`: compares a target with its migrations, without a Worker; reads only. */
export const verify = command({
  invocation: `${PLUMBLINE} verify`,
  description: 'Compares a database with its migrations: exit code 0 clean, 1 warnings, 2 findings, 3 unknown',
  examples: [
    '--database-url postgresql://… --migrations ./drizzle',
    '--blueprint .plumbline/blueprint.json --format github',
    '--only journal --format json',
    '--migrations ./drizzle --pin .plumbline/pin.json',
  ],
  args: {
    ...databaseArgs,
    ...replayArgs,
    ...blueprintArgs,
    ...journalArgs,
    pin: {
      type: 'string',
      valueHint: 'file',
      description: 'Compare grants, owners, roles and settings with what plumbline pin wrote',
    },
    ...lookFormatArgs,
    only: choice(['all', 'drift', 'journal'], 'Look at the catalog or at the journal alone'),
    platform: choice(['auto', 'supabase', 'none'], 'Replay as in a Supabase project or not; auto asks the target'),
  },
  async run(args) {
    const url = databaseUrl(args['database-url'])
    const limits = timeouts(args)
    const pin = args.pin === undefined ? null : await readPin(args.pin)
    const source = await blueprintFrom(args, () => platformOf(args.platform, url, limits)).catch(noneIfUnreachable)
    const request = {
      reach: postgresTransport({ url, timeouts: limits, catalog: readCatalog() }),
      journal: journalOf(args, source?.blueprint),
      blueprint: source && (await opened(source.blueprint)),
      pin,
      checks: CHECKS[args.only],
      now: Date.now(),
    }
    const seen = await withSpinner('looking at the target', () => look(request))
    await printLook(seen, args, { ...nameOf(url), folder: source?.folder ?? null })
    return exitCode(seen)
  },
})

/** A target that cannot be asked what it is is looked at all the same: the look says why it is unknown, in every format. */
function noneIfUnreachable(error: unknown): null {
  if (error instanceof Unreachable) return null
  throw error
}

/** The platform that was asked for, or that the target is. @throws Unreachable where it cannot be asked */
async function platformOf(
  asked: 'auto' | Platform,
  url: string,
  limits: { statement: number; lock: number },
): Promise<Platform> {
  if (asked !== 'auto') return asked
  const about = await askAbout(url, limits)
  if (!about.reached) throw unreachable(about.failure)
  return about.value.supabase ? 'supabase' : 'none'
}

async function opened(blueprint: Blueprint) {
  const { index, values } = await splitBlueprint(blueprint)
  return { index, parts: partsFrom(async (ref) => values.get(ref) ?? null) }
}
