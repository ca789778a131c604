import type { Blueprint } from '../../../functions/model/blueprint.ts'
import { readMigrations } from '../../blueprint/folder.ts'
import type { MigrationFolder } from '../../blueprint/migration-file.ts'
import { readCatalog } from '../../catalog.ts'
import { UserError } from '../../errors.ts'
import type { Platform } from '../../postgres/scratch.ts'
import { readCatalogFile, readLive, type Live } from '../../rehearse/live.ts'
import type { ScratchPlan } from '../../rehearse/copy.ts'
import { standingOf, type Standing } from '../../rehearse/standing.ts'
import { connectionString, databaseUrl, journalTable, timeouts } from './options.ts'
import { withSpinner } from './progress.ts'
import { blueprintFrom, type SourceArgs } from './source.ts'
import { askAbout, unreachable } from './target.ts'

/** What the commands that work on a copy of a target are given. */
export interface CopyArgs extends SourceArgs {
  'database-url'?: string | undefined
  'statement-timeout': string
  'lock-timeout': string
  catalog?: string | undefined
  at?: string | undefined
  platform: 'auto' | Platform
}

/** The target, its migrations, and where it stands in their history. */
export interface Scene {
  live: Live
  blueprint: Blueprint
  folder: MigrationFolder
  standing: Standing
  plan: Omit<ScratchPlan, 'extensions'>
}

/** Options that name a catalog that was written to a file, instead of a database. */
export const catalogArgs = {
  catalog: {
    type: 'string',
    valueHint: 'file',
    description: 'What introspect --format json wrote, instead of a database',
  },
  at: {
    type: 'string',
    valueHint: 'tag',
    description: 'With --catalog: the newest migration that was applied, or none',
  },
} as const

const MIGRATIONS = './drizzle'

/**
 * Reads the target, replays its migrations and says where it stands.
 * @param url of the database to read, where it is another than --database-url
 * @throws Unreachable where the target cannot be read; UserError where options or the folder are wrong
 */
export async function sceneFrom(args: CopyArgs, url?: string): Promise<Scene> {
  if (args.catalog !== undefined && args['database-url'] !== undefined) {
    throw new UserError('--catalog and --database-url were both given', 'give one of them')
  }
  const target = args.catalog === undefined ? (url ?? databaseUrl(args['database-url'])) : null
  const folder = await readMigrations(args.migrations ?? MIGRATIONS)
  const { blueprint } = await blueprintFrom(args, () => platformOf(args, target))
  const { journal, platform } = blueprint.content
  const catalog = readCatalog()
  const live =
    target === null
      ? await fromFile(args, blueprint)
      : await withSpinner('reading the target', () => fromTarget(args, target))
  const shadow = args['shadow-url']
  const plan = {
    platform,
    catalog,
    journal,
    ...(shadow === undefined ? {} : { shadowUrl: connectionString('--shadow-url', shadow) }),
  }
  return { live, blueprint, folder, standing: standingOf(blueprint, live, Date.now()), plan }
}

async function platformOf(args: CopyArgs, url: string | null): Promise<Platform> {
  if (args.platform !== 'auto') return args.platform
  if (url === null) return 'supabase'
  const about = await askAbout(url, timeouts(args))
  if (!about.reached) throw unreachable(about.failure)
  return about.value.supabase ? 'supabase' : 'none'
}

async function fromTarget(args: CopyArgs, url: string): Promise<Live> {
  const reached = await readLive({ url, timeouts: timeouts(args), catalog: readCatalog(), journal: journalTable(args) })
  if (!reached.reached) throw unreachable(reached.failure)
  return reached.value
}

/** A file holds no journal: what was applied is said by --at. */
async function fromFile({ catalog = '', at }: CopyArgs, { content }: Blueprint): Promise<Live> {
  const tags = content.migrations.map(({ tag }) => tag)
  const position = at === 'none' ? -1 : tags.indexOf(at ?? '')
  if (at !== 'none' && position === -1) {
    throw new UserError(
      at === undefined ? 'a catalog file does not say which migrations were applied' : `there is no migration ${at}`,
      `--at ${tags.at(-1) ?? 'none'}, the newest migration that was applied, or --at none`,
    )
  }
  const named = content.layout === 'folders'
  const rows = content.migrations.slice(0, position + 1).map(({ hash, when, tag }, i) => ({
    id: i + 1,
    hash: hash ?? '',
    createdAt: when,
    name: named ? tag : null,
  }))
  return { ...(await readCatalogFile(catalog)), rows: { state: 'read', named, rows } }
}
