import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readMigrationFile, type MigrationFolder } from './migration-file.ts'
import { folderSnapshots } from './snapshots/files.ts'

/**
 * The layout of drizzle-orm 1.0: every folder with migration.sql, sorted by localeCompare, stamped with the date that its
 * name begins with (`<YYYYMMDDHHmmss>_<name>`). One without a date is a fault. Null where there is none.
 */
export async function folderLayout(dir: string, names: readonly string[]): Promise<MigrationFolder | null> {
  const tags = names.toSorted((a, b) => a.localeCompare(b))
  const present = await Promise.all(tags.map((tag) => stat(join(dir, tag, 'migration.sql')).catch(() => null)))
  const own = tags.filter((_, i) => present[i]?.isFile())
  const dated = own.filter((tag) => !Number.isNaN(whenOf(tag)))
  if (dated.length === 0) return null
  const files = await Promise.all(dated.map((tag) => readMigrationFile(dir, tag, `${tag}/migration.sql`, whenOf(tag))))
  const undated = own.filter((tag) => !dated.includes(tag))
  return {
    layout: 'folders',
    files,
    faults: undated.map((tag) => ({ kind: 'undated-folder', file: `${tag}/migration.sql` })),
    snapshots: await folderSnapshots(dir, dated),
    dir,
  }
}

/** 20250102030405_name → ms since the epoch; NaN where there is no date. Drizzle's own way (migrator.utils.js), as UTC. */
function whenOf(tag: string): number {
  const part = (from: number, to: number) => Number.parseInt(tag.slice(from, to), 10)
  return Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(8, 10), part(10, 12), part(12, 14))
}
