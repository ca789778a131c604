import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SentFolder } from '../../functions/model/sent-folder.ts'

/** A migration that the bench makes up: its statements, in order. */
export interface MadeMigration {
  tag: string
  statements: string[]
}

/** The text of a migration's file. */
const textOf = ({ statements }: MadeMigration): string => `${statements.join('\n--> statement-breakpoint\n')}\n`

/** 2025-01-01, then one migration a second: the stamps of a folder must rise. ms */
const FIRST = 1_735_689_600_000

/** Writes migrations as a Drizzle folder of the 0.x layout: one file each, and meta/_journal.json. */
export async function writeFolder(dir: string, migrations: readonly MadeMigration[]): Promise<void> {
  await mkdir(join(dir, 'meta'), { recursive: true })
  for (const migration of migrations) await writeFile(join(dir, `${migration.tag}.sql`), textOf(migration))
  const entries = migrations.map(({ tag }, idx) => ({
    idx,
    version: '7',
    when: FIRST + idx * 1000,
    tag,
    breakpoints: true,
  }))
  const journal = { version: '7', dialect: 'postgresql', entries }
  await writeFile(join(dir, 'meta', '_journal.json'), JSON.stringify(journal, null, 2))
}

/** The same folder as it is sent to a preflight. */
export const sentOf = (migrations: readonly MadeMigration[]): SentFolder => ({
  layout: 'journal',
  migrations: migrations.map((migration, idx) => ({
    tag: migration.tag,
    file: `${migration.tag}.sql`,
    when: FIRST + idx * 1000,
    text: textOf(migration),
  })),
})

/** `0007_orders` */
export const tagOf = (index: number, name: string): string => `${String(index).padStart(4, '0')}_${name}`
