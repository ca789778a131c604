import { join } from 'node:path'
import type { Blueprint } from '../../functions/model/blueprint.ts'
import { buildBlueprint, type BuildRequest } from '../blueprint/build.ts'
import { readMigrations } from '../blueprint/folder.ts'
import { readCatalog } from '../catalog.ts'
import { commitOf } from '../commands/support/source.ts'
import { askAbout, unreachable } from '../commands/support/target.ts'
import { DEMO_MIGRATIONS, demoUrl, driftDemo, growDemo, migrateDemo, useDemo } from '../demo.ts'
import { UserError } from '../errors.ts'
import type { Platform } from '../postgres/scratch.ts'
import { startServer } from '../postgres/server.ts'
import { demoBackups } from './backups.ts'
import { demoChannel, type DemoChannel } from './channel.ts'
import type { OwnTarget } from './options.ts'
import { KEPT } from './paths.ts'
import type { Progress } from './progress.ts'
import type { Stage } from './stage.ts'
import type { LocalTarget } from './worker-config.ts'

/** What a local Worker is to look at: a target, and two things that may take their time while the Worker starts. */
export interface Scene {
  target: LocalTarget
  /** The Drizzle folder. */
  migrations: string
  /** Settles when the target can be looked at. */
  prepare(): Promise<void>
  /** What somebody does to the target once it was pinned; null: it is the user's own, and nobody has approved anything. */
  drift: (() => Promise<void>) | null
  blueprint(): Promise<Blueprint>
  /** What people are told; null: nobody is. */
  channel: DemoChannel | null
  /** Whether the target's connection string may be shown: the demo's, whose password is everybody's. */
  isDemo: boolean
}

/** Statements are counted, as at Supabase. */
const COUNTING = ['shared_preload_libraries=pg_stat_statements']

/** Timeouts of the first question to a database of the user's own, ms. */
const LIMITS = { statement: 10_000, lock: 100 }

/** A PostgreSQL of our own with the demo's database. */
export async function demoScene(stage: Stage, progress: Progress): Promise<Scene> {
  const server = await progress.step(
    'PostgreSQL 17',
    () =>
      stage.add(startServer({ dir: join(KEPT, 'postgres'), settings: COUNTING }).catch(asUserError), (started) =>
        started.stop(),
      ),
    ({ port }) => `PostgreSQL 17 runs on port ${port}`,
  )
  const [backups, channel] = await Promise.all([demoBackups(stage), demoChannel(stage)])
  return {
    channel,
    isDemo: true,
    migrations: DEMO_MIGRATIONS,
    target: {
      name: 'demo',
      url: demoUrl(server.url),
      config: { environment: 'demo', backup: backups.settings },
      secrets: { ...backups.secrets, ...channel.secrets },
      vars: channel.vars,
      keepHistory: false,
    },
    prepare: () =>
      progress.step(
        'migrating the demo database',
        async () => {
          await migrateDemo(server.url)
          await growDemo(server.url)
          await useDemo(server.url)
        },
        () => 'demo database: migrated to 0008 by Drizzle',
      ),
    drift: () =>
      progress.step(
        'changing the demo database by hand',
        async () => {
          await driftDemo(server.url)
          await useDemo(server.url)
        },
        () => 'demo database: changed by hand, and used as before',
      ),
    blueprint: () => build(progress, DEMO_MIGRATIONS, 'supabase', { schema: 'drizzle', table: '__drizzle_migrations' }),
  }
}

/** A server that does not start says what mends it, in its message. */
function asUserError(error: unknown): never {
  throw new UserError(error instanceof Error ? error.message : String(error))
}

/**
 * A database of the user's own; nothing but SELECT in read-only snapshots reaches it.
 * @throws where there is no such folder, or the database refuses
 */
export async function ownScene(own: OwnTarget, progress: Progress): Promise<Scene> {
  await readMigrations(own.migrations)
  const about = await progress.step(
    'connecting to your database',
    async () => {
      const answer = await askAbout(own.url, LIMITS)
      if (!answer.reached) throw unreachable(answer.failure)
      return answer.value
    },
    ({ version, database }) => `${database} answers: PostgreSQL ${version}`,
  )
  const asked = about.supabase ? 'supabase' : 'none'
  const platform = own.platform === 'auto' ? asked : own.platform
  const { schema, table } = own.journal
  return {
    isDemo: false,
    migrations: own.migrations,
    target: {
      name: own.name,
      url: own.url,
      config: { environment: 'local', migrations_schema: schema, migrations_table: table },
      keepHistory: true,
    },
    prepare: async () => {},
    drift: null,
    channel: null,
    blueprint: () => build(progress, own.migrations, platform, own.journal),
  }
}

const build = (progress: Progress, dir: string, platform: Platform, journal: BuildRequest['journal']) =>
  progress.step(
    'replaying the migrations',
    async () => {
      const [folder, tag] = await Promise.all([readMigrations(dir), commitOf(dir)])
      return buildBlueprint({ folder, tag, platform, journal, catalog: readCatalog() })
    },
    ({ content }) => `blueprint: ${content.migrations.length} migrations replayed in PGlite`,
  )
