import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readMigrationFile, type MigrationFolder } from './migration-file.ts'
import { folderSnapshots } from './snapshots/files.ts'

/**
 * The layout of drizzle-orm 1.0: folders `<YYYYMMDDHHmmss>_<name>` with migration.sql, sorted by localeCompare;
 * a folder without migration.sql is skipped, as Drizzle does. Null where there is none.
 */
export async function folderLayout(dir: string, names: readonly string[]): Promise<MigrationFolder | null> {
  const tags = names.filter((name) => /^\d{14}_/.test(name)).toSorted((a, b) => a.localeCompare(b))
  const present = await Promise.all(tags.map((tag) => stat(join(dir, tag, 'migration.sql')).catch(() => null)))
  const own = tags.filter((_, i) => present[i]?.isFile())
  if (own.length === 0) return null
  const files = await Promise.all(own.map((tag) => readMigrationFile(dir, tag, `${tag}/migration.sql`, whenOf(tag))))
  return { layout: 'folders', files, faults: [], snapshots: await folderSnapshots(dir, own), dir }
}

/** 20250102030405_name → ms since the epoch; Drizzle reads the stamp as UTC. */
function whenOf(tag: string): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(tag) ?? []
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second)
}
