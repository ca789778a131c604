import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { JournalTable } from '../../../functions/collect/catalog.ts'
import type { Blueprint } from '../../../functions/model/blueprint.ts'
import { buildBlueprint } from '../../blueprint/build.ts'
import { readMigrations } from '../../blueprint/folder.ts'
import { readSupabaseMigrations, supabaseBeside } from '../../blueprint/supabase/folder.ts'
import { readCatalog } from '../../catalog.ts'
import { UserError } from '../../errors.ts'
import type { Platform } from '../../postgres/scratch.ts'
import { readBlueprint } from './blueprint-file.ts'
import { connectionString, journalTable } from './options.ts'
import { withSpinner } from './progress.ts'

/** What options say about where a blueprint comes from. */
export interface SourceArgs {
  blueprint?: string | undefined
  migrations?: string | undefined
  tag?: string | undefined
  'shadow-url'?: string | undefined
  'supabase-migrations'?: string | undefined
  'migrations-schema'?: string | undefined
  'migrations-table'?: string | undefined
}

/** The folder where drizzle-kit puts migrations unless its configuration says something else. */
const MIGRATIONS = './drizzle'

/** A blueprint, and the folder that it was built from now; null where it was read from a file. */
export interface Source {
  blueprint: Blueprint
  folder: string | null
}

/**
 * Reads the blueprint that options name, or builds it from the migrations.
 * @param platform asked only where it is built, and after the folder was found
 * @throws UserError where both are given, or neither can be had
 */
export async function blueprintFrom(args: SourceArgs, platform: () => Promise<Platform>): Promise<Source> {
  if (args.blueprint !== undefined && args.migrations !== undefined)
    throw new UserError('--blueprint and --migrations were both given', 'give one of them')
  if (args.blueprint !== undefined && args['supabase-migrations'] !== undefined)
    throw new UserError('--blueprint and --supabase-migrations were both given', 'give one of them')
  if (args.blueprint !== undefined) return { blueprint: await readBlueprint(args.blueprint), folder: null }
  const dir = args.migrations ?? MIGRATIONS
  const folder = await readMigrations(dir)
  const shadowUrl =
    args['shadow-url'] === undefined ? {} : { shadowUrl: connectionString('--shadow-url', args['shadow-url']) }
  const supabaseDir = supabaseFolder(args['supabase-migrations'], dir)
  const supabase = supabaseDir === null ? {} : { supabase: await readSupabaseMigrations(supabaseDir) }
  const request = {
    folder,
    ...supabase,
    tag: args.tag ?? (await commitOf(dir)),
    platform: await platform(),
    journal: journalTable(args),
    catalog: readCatalog(),
    ...shadowUrl,
  }
  const blueprint = await withSpinner('replaying the migrations', (say) =>
    buildBlueprint({ ...request, progress: (done, of, tag) => say(`replaying ${done + 1} of ${of}: ${tag}`) }),
  )
  return { blueprint, folder: dir }
}

/** The folder of the Supabase CLI's migrations: as an option says, else the project's; null where it is left out. */
const supabaseFolder = (option: string | undefined, drizzle: string): string | null =>
  option === 'none' || option === '' ? null : (option ?? supabaseBeside(drizzle))

/** The commit that a folder is at; `untagged` outside of git. */
export async function commitOf(dir: string): Promise<string> {
  const git = promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd: dir })
  return git.then(
    ({ stdout }) => stdout.trim() || 'untagged',
    () => 'untagged',
  )
}

/** The journal table that a look at a target goes by: as options say, else as the blueprint was built for. */
export const journalOf = (args: SourceArgs, blueprint?: Blueprint): JournalTable =>
  journalTable(args, blueprint?.content.journal)
