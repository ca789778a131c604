import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { scopeCte, type CatalogSql, type JournalTable } from '../../../functions/collect/catalog.ts'
import { PRINT_SETTINGS } from '../../../functions/collect/settings.ts'
import type { Scratch } from '../scratch.ts'
import type { Name, Right } from './said.ts'

const text = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const RIGHTS = text('rights.sql')
const NAMES = text('names.sql')

const Rights = z.array(
  z.object({
    kind: z.string(),
    object: z.string().nullable(),
    maker: z.string().nullable(),
    part: z.string(),
    holder: z.string().nullable(),
    word: z.string(),
  }),
)
const Names = z.array(
  z.object({
    asked: z.string().nullable(),
    id: z.string(),
    name: z.string(),
    schema: z.string(),
    parent: z.string().nullable(),
  }),
)
const Settings = z.array(z.object({ key: z.string(), value: z.string() }))

/** Reads who holds what in a scratch database, inside an open transaction, whatever its settings are. */
export interface Register {
  rights(): Promise<Right[]>
  names(columns: readonly string[]): Promise<Name[]>
  /** Values of the settings, by fact key. */
  settings(): Promise<Map<string, string>>
}

/** The register of one scratch database. */
export function registerOf(db: Scratch, catalog: CatalogSql, journal: JournalTable): Register {
  const scope = scopeCte(catalog, journal)

  async function printed(sql: string): Promise<unknown> {
    await db.exec(`savepoint plumbline_read; ${PRINT_SETTINGS}`)
    try {
      return await db.query(scope + sql)
    } finally {
      await db.exec('rollback to savepoint plumbline_read; release savepoint plumbline_read')
    }
  }

  return {
    rights: async () => Rights.parse(await printed(RIGHTS)),
    names: async (columns) => Names.parse(await printed(NAMES.replace(':columns', `'{${columns.join(',')}}'`))),
    async settings() {
      const rows = Settings.parse(await printed(`select s.key, s.value from (${catalog.settings}) s`))
      return new Map(rows.map(({ key, value }) => [key, value]))
    },
  }
}
