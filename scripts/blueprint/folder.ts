import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../errors.ts'
import { journalLayout } from './layout-0.ts'
import { folderLayout } from './layout-1.ts'
import type { MigrationFolder } from './migration-file.ts'

/**
 * Reads a Drizzle migrations folder, of drizzle-orm 0.x (meta/_journal.json) or 1.0 (one folder a migration), in the
 * order in which Drizzle applies it.
 * @throws UserError where there is no such folder, or nothing in it that Drizzle would read
 */
export async function readMigrations(dir: string): Promise<MigrationFolder> {
  const found = await stat(dir).catch(() => null)
  if (!found)
    throw new UserError(
      `there is no folder ${dir}`,
      'give the folder that drizzle.config.ts calls `out`: --migrations DIR',
    )
  if (!found.isDirectory()) throw new UserError(`${dir} is a file, not a migrations folder`, '--migrations DIR')
  const names = (await readdir(dir)).toSorted()
  const journal = await readFile(join(dir, 'meta/_journal.json')).catch(() => null)
  if (journal) return journalLayout(dir, names, journal.toString('utf8'))
  const folders = await folderLayout(dir, names)
  if (folders) return folders
  throw new UserError(
    `${dir} holds neither meta/_journal.json (Drizzle 0.x) nor folders like 20250101120000_name/migration.sql (Drizzle 1.0)`,
    names.includes('drizzle')
      ? `--migrations ${join(dir, 'drizzle')}`
      : 'give the folder that drizzle.config.ts calls `out`, or make the first migration: npx drizzle-kit generate',
  )
}
