import { existsSync, statSync } from 'node:fs'
import { readdir, readFile, realpath } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { UserError } from '../../errors.ts'

/** The Supabase CLI's migrations as they stand in their folder. */
export interface SupabaseMigrations {
  /** In the order in which the CLI reads them. */
  files: { file: string; version: string; name: string; text: string }[]
  /** Files that end in .sql and that the CLI passes over. */
  unread: string[]
  /** Where it is, without links. */
  dir: string
}

/** What the CLI takes for a migration (pkg/migration in its source). */
const MIGRATION = /^(\d+)_(.*)\.sql$/

/** An `init` of the CLI's first versions is passed over where it is the first file. */
const isOldInit = (name: string) => /^\d{14}_init\.sql$/.test(name) && name < '20211209000000'

/**
 * Reads the folder supabase/migrations as the Supabase CLI does.
 * @throws UserError where it is not there, or no folder
 */
export async function readSupabaseMigrations(dir: string): Promise<SupabaseMigrations> {
  const mend = '--supabase-migrations ./supabase/migrations, or none to leave them out'
  if (!existsSync(dir)) throw new UserError(`there is no folder ${dir}`, mend)
  if (!statSync(dir).isDirectory()) throw new UserError(`${dir} is a file, not a folder`, mend)
  const all = (await readdir(dir)).toSorted(byBytes)
  const names = all.filter(
    (name, i) => name.endsWith('.sql') && statSync(join(dir, name)).isFile() && !(i === 0 && isOldInit(name)),
  )
  const files = await Promise.all(
    names.flatMap((file) => {
      const [, version, name] = MIGRATION.exec(file) ?? []
      if (version === undefined || name === undefined) return []
      return [readFile(join(dir, file), 'utf8').then((text) => ({ file, version, name, text }))]
    }),
  )
  return { files, unread: names.filter((name) => !MIGRATION.test(name)), dir: await realpath(dir) }
}

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** What a project has at its top. */
const TOP = ['package.json', ...['ts', 'js', 'mjs', 'cjs', 'json', 'mts'].map((end) => `drizzle.config.${end}`)]

/**
 * supabase/migrations of the project that a Drizzle folder belongs to; null where it has none. The project is the nearest folder
 * above that has a package.json or a drizzle.config; where none has, the one that holds the Drizzle folder.
 */
export function supabaseBeside(drizzle: string): string | null {
  const parent = dirname(resolve(drizzle))
  const found = join(projectOf(parent) ?? parent, 'supabase', 'migrations')
  return existsSync(found) && statSync(found).isDirectory() ? found : null
}

function projectOf(dir: string): string | null {
  if (TOP.some((name) => existsSync(join(dir, name)))) return dir
  return existsSync(join(dir, '.git')) || dirname(dir) === dir ? null : projectOf(dirname(dir))
}
