import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Writes migrations in the layout of drizzle-orm 0.x, a minute apart: tag → SQL. */
export async function writeMigrations(dir: string, migrations: Readonly<Record<string, string>>): Promise<string> {
  await mkdir(join(dir, 'meta'), { recursive: true })
  const tags = Object.keys(migrations)
  const entries = tags.map((tag, idx) => ({ idx, version: '7', when: 1_750_000_000_000 + idx * 60_000, tag }))
  await writeFile(
    join(dir, 'meta/_journal.json'),
    JSON.stringify({ version: '7', dialect: 'postgresql', entries: entries.map((e) => ({ ...e, breakpoints: true })) }),
  )
  await Promise.all(tags.map((tag) => writeFile(join(dir, `${tag}.sql`), migrations[tag] ?? '')))
  return dir
}
