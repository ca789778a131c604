import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { byKey, expectedOf } from '../../functions/drift/expect.ts'
import type { Blueprint } from '../../functions/model/blueprint.ts'
import { buildBlueprint, type BuildRequest } from '../../scripts/blueprint/build.ts'
import { readMigrations } from '../../scripts/blueprint/folder.ts'
import { readCatalog } from '../../scripts/catalog.ts'

export const CATALOG = readCatalog()
export const JOURNAL = { schema: 'drizzle', table: '__drizzle_migrations' }

/** The `when` of the first migration of every folder made here; one minute for each that follows. */
export const FIRST_WHEN = Date.UTC(2025, 0, 1)

/** Writes files below a temporary folder, which goes when the callback has ended. */
export async function withFolder<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (dir: string) => Promise<T>,
): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'plumbline-folder-'))
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(dir, name)), { recursive: true })
      await writeFile(join(dir, name), text)
    }
    return await use(dir)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

export type Migrations = Readonly<Record<string, string | Uint8Array>>

/** meta/_journal.json for some tags, in order. */
export const journalOf = (tags: readonly string[]): string =>
  JSON.stringify({
    version: '7',
    dialect: 'postgresql',
    entries: tags.map((tag, idx) => ({ idx, version: '7', when: FIRST_WHEN + idx * 60_000, tag, breakpoints: true })),
  })

/** The files of a folder of drizzle-orm 0.x, by tag. */
export const journalFiles = (migrations: Migrations): Record<string, string | Uint8Array> => ({
  'meta/_journal.json': journalOf(Object.keys(migrations)),
  ...Object.fromEntries(Object.entries(migrations).map(([tag, sql]) => [`${tag}.sql`, sql])),
})

export type Options = Partial<Pick<BuildRequest, 'supabase' | 'shadowUrl' | 'everything' | 'platform' | 'journal'>>

/** Builds the blueprint of a folder; on a plain PostgreSQL unless it is told otherwise. */
export const buildFolder = async (dir: string, options: Options = {}): Promise<Blueprint> =>
  buildBlueprint({
    folder: await readMigrations(dir),
    tag: 'test',
    platform: 'none',
    journal: JOURNAL,
    catalog: CATALOG,
    ...options,
  })

/** Builds the blueprint of migrations given as text, by tag. */
export const build = (migrations: Migrations, options: Options = {}): Promise<Blueprint> =>
  withFolder(journalFiles(migrations), (dir) => buildFolder(dir, options))

/** All facts that a blueprint expects after migrations[position], as sorted lines. */
export function stateAt({ content }: Blueprint, position: number): string[] {
  const applied = content.migrations.map((_, i) => i <= position)
  const versions = content.groups.flatMap(({ shards }) => shards.flatMap(({ facts }) => facts))
  return [...byKey(versions)]
    .flatMap(([key, own]) => {
      const { now } = expectedOf(own, applied)
      return now ? [`${key} = ${now.value}`] : []
    })
    .toSorted()
}

/** The migrations that made and ended each value of a fact: `0 table` or `0–2 table`. */
export function lifeOf({ content }: Blueprint, key: string): string[] {
  const versions = content.groups.flatMap(({ shards }) => shards.flatMap(({ facts }) => facts))
  return versions.filter(([own]) => own === key).map(([, , , since, until]) => `${since}–${until ?? ''}`)
}
