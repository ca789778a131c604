import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A migration that the bench makes up: its statements, in order. */
export interface MadeMigration {
  tag: string
  statements: string[]
}

/** 2025-01-01, then one migration a second: the stamps of a folder must rise. ms */
const FIRST = 1_735_689_600_000

/** Writes migrations as a Drizzle folder of the 0.x layout: one file each, and meta/_journal.json. */
export async function writeFolder(dir: string, migrations: readonly MadeMigration[]): Promise<void> {
  await mkdir(join(dir, 'meta'), { recursive: true })
  for (const { tag, statements } of migrations) {
    await writeFile(join(dir, `${tag}.sql`), `${statements.join('\n--> statement-breakpoint\n')}\n`)
  }
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

/** `0007_orders` */
export const tagOf = (index: number, name: string): string => `${String(index).padStart(4, '0')}_${name}`
