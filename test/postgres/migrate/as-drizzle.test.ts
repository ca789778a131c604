import { drizzle as drizzle0 } from 'drizzle-orm/postgres-js'
import { migrate as migrate0 } from 'drizzle-orm/postgres-js/migrator'
import { drizzle as drizzle1 } from 'drizzle-orm-1/postgres-js'
import { migrate as migrate1 } from 'drizzle-orm-1/postgres-js/migrator'
import * as fc from 'fast-check'
import postgres, { type Sql } from 'postgres'
import { expect, test } from 'vitest'
import type { FlavourName } from '../../../functions/model/flavour.ts'
import { freshDatabase } from '../../support/database.ts'
import { caseFor } from '../drizzle/cases.ts'
import type { Migrator } from '../drizzle/migrators.ts'
import { tryCase } from '../drizzle/trial.ts'
import { journalFiles, withFolder } from '../folders.ts'
import { isNeon, run } from './plumbline.ts'

const CASES = Number(process.env.PLUMBLINE_CASES ?? 12)

/** A stamp that no number holds exactly is refused before anything is planned. */
const BEYOND = 'beyond what Drizzle can read exactly'
const NOTHING = { ran: [], rows: [] }

/** Plumbline in the place of a migrator of Drizzle's, of which drizzle-model.test.ts knows that it does what is predicted. */
const plumbline = (url: string, flavour: FlavourName): Migrator => ({
  name: `plumbline as ${flavour}`,
  flavour,
  neonHttp: isNeon(flavour),
  async migrate({ migrationsFolder, migrationsSchema: schema, migrationsTable: table }) {
    const { ended } = await run(url, migrationsFolder, { flavour, journal: { schema, table } })
    if (ended.ended !== 'applied') throw new Error(ended.stop?.message)
  },
})

test.each(['0.x', '0.x-neon-http', '1.0', '1.0-beta.11'] as const)(
  'as %s it does what is predicted of Drizzle, on generated folders and journals',
  { timeout: 120_000 },
  async (flavour) => {
    const database = await freshDatabase(17)
    const sql = postgres(database.url, { max: 1, onnotice: () => {} })
    await sql`create table ran (id serial, number int not null, mark text not null)`
    try {
      // Refused by Plumbline before anything runs: an empty folder, an undated one, two statements at once over HTTP.
      const cases = fc
        .sample(caseFor(flavour), { numRuns: CASES, seed: 7 })
        .filter(({ entries }) => entries.length > 0 && entries.every(({ tag }) => !tag.startsWith('undated')))
        .filter(({ entries }) => !isNeon(flavour) || entries.every(({ kind }) => kind !== 'two-at-once'))
      expect(cases.length).toBeGreaterThan(CASES / 2)
      for (const [i, drawn] of cases.entries())
        for (const { predicted, real } of await tryCase(sql, plumbline(database.url, flavour), drawn, i))
          expect(real, `case ${i}`).toEqual(real.ended.includes(BEYOND) ? { ...NOTHING, ended: real.ended } : predicted)
    } finally {
      await sql.end()
      await database.drop()
    }
  },
)

const SQL = [
  `create table a (id int primary key);--> statement-breakpoint\nCREATE TYPE "mood" AS ENUM ('so\\so', 'it''s');`,
  'alter table a add column b text; insert into a values (1, $$--> $$);',
  `create table "C d" ();\n\n`,
]
const tags = {
  '0.x': ['0000_a', '0001_b', '0002_c'],
  '1.0': ['20250101000000_a', '20250101000100_b', '20250101000200_c'],
}

/** The first `count` migrations, as a version of Drizzle wants them to lie. */
function folderFiles(flavour: '0.x' | '1.0', count: number): Record<string, string> {
  const own = tags[flavour].slice(0, count).map((tag, i) => [tag, SQL[i] ?? ''] as const)
  if (flavour === '0.x')
    return Object.fromEntries(
      Object.entries(journalFiles(Object.fromEntries(own))).map(([name, text]) => [name, String(text)]),
    )
  return Object.fromEntries(own.map(([tag, text]) => [`${tag}/migration.sql`, text]))
}

const MIGRATORS = {
  '0.x': (sql: Sql, migrationsFolder: string) => migrate0(drizzle0(sql), { migrationsFolder }),
  '1.0': (sql: Sql, migrationsFolder: string) => migrate1(drizzle1({ client: sql }), { migrationsFolder }),
} as const

/** What is left in the database: the journal's columns and rows, and what the migrations made. */
async function left(sql: Sql): Promise<unknown> {
  const columns = await sql`select column_name, data_type, column_default from information_schema.columns
    where table_schema in ('drizzle', 'public') order by table_schema, table_name, ordinal_position`
  const rows =
    await sql`select to_jsonb(r) - 'applied_at' || jsonb_build_object('stamped', to_jsonb(r) -> 'applied_at' <> 'null'::jsonb) as row
    from drizzle.__drizzle_migrations r order by id`
  return { columns: [...columns], rows: [...rows] }
}

async function inDatabase<T>(use: (url: string, sql: Sql) => Promise<T>): Promise<T> {
  const database = await freshDatabase(17)
  const sql = postgres(database.url, { max: 1, onnotice: () => {} })
  try {
    return await use(database.url, sql)
  } finally {
    await sql.end()
    await database.drop()
  }
}

const withFirst = <T>(flavour: '0.x' | '1.0', count: number, use: (dir: string) => Promise<T>) =>
  withFolder(folderFiles(flavour, count), use)

test.each(['0.x', '1.0'] as const)(
  '%s: whoever begins, the other goes on, and both leave the same',
  async (flavour) => {
    const drizzle = MIGRATORS[flavour]
    const byDrizzle = await inDatabase((_, sql) =>
      withFirst(flavour, 3, async (dir) => {
        await drizzle(sql, dir)
        return left(sql)
      }),
    )
    for (const count of [0, 2, 3])
      await inDatabase(async (url, sql) => {
        if (count > 0) await withFirst(flavour, count, (dir) => drizzle(sql, dir))
        await withFirst(flavour, 3, async (dir) => {
          expect((await run(url, dir, { flavour })).state.recorded).toEqual(tags[flavour].slice(count))
          expect(await left(sql)).toEqual(byDrizzle)
          await drizzle(sql, dir)
          expect(await left(sql)).toEqual(byDrizzle)
        })
      })
    for (const tag of tags[flavour].slice(0, 2))
      await inDatabase(async (url, sql) => {
        await withFirst(flavour, 3, (dir) => run(url, dir, { flavour, to: tag }))
        await withFirst(flavour, 3, (dir) => drizzle(sql, dir))
        expect(await left(sql)).toEqual(byDrizzle)
      })
  },
)

test('a table of 0.x becomes one of 1.0, as drizzle-orm 1.0 upgrades it', async () => {
  const rows = [
    `insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', ${Date.UTC(2025, 0, 1) + 345})`,
  ]
  const old = `create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint); ${rows.join(';')}`
  const upgraded = (by: (url: string, sql: Sql, dir: string) => Promise<unknown>) =>
    inDatabase((url, sql) =>
      withFirst('1.0', 3, async (dir) => {
        await sql.unsafe(`${old}; ${SQL[0]?.replace('--> statement-breakpoint', '')}`)
        await by(url, sql, dir)
        return left(sql)
      }),
    )
  const drizzle = await upgraded((_, sql, dir) => MIGRATORS['1.0'](sql, dir))
  expect(await upgraded((url, _, dir) => run(url, dir, { flavour: '1.0' }))).toEqual(drizzle)
})
