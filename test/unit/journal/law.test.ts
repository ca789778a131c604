import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeJournal } from '../../../functions/journal/judge.ts'
import type { Migration } from '../../../functions/model/blueprint.ts'
import type { JournalRow } from '../../../functions/model/journal.ts'
import { T0, hashOf, migration, row } from './build.ts'

/**
 * Lets Drizzle's own code choose (PgDialect.migrate of the installed drizzle-orm), on a session that answers its one
 * question as PostgreSQL would: `order by created_at desc limit 1`, NULL first. Out: the tags that it runs.
 */
async function whatDrizzleRuns(migrations: readonly Migration[], rows: readonly JournalRow[]): Promise<string[]> {
  const dialect = new PgDialect()
  const ran: string[] = []
  const newest = rows.toSorted((a, b) => (b.createdAt ?? Infinity) - (a.createdAt ?? Infinity)).slice(0, 1)
  const session = {
    execute: async () => {},
    all: async () => newest.map(({ id, hash, createdAt }) => ({ id, hash, created_at: createdAt })),
    transaction: async (run: (tx: { execute(query: SQL): Promise<void> }) => Promise<void>) =>
      run({
        execute: async (query) => {
          const { sql: text, params } = dialect.sqlToQuery(query)
          if (params.length === 0) ran.push(text)
        },
      }),
  }
  const read = migrations.map(({ tag, hash, when }) => ({ sql: [tag], hash, folderMillis: when, bps: true }))
  await Reflect.apply(dialect.migrate, dialect, [read, session, {}])
  return ran
}

/** Rows after one more `migrate()`. */
async function migrate(migrations: readonly Migration[], rows: readonly JournalRow[]): Promise<JournalRow[]> {
  const ran = await whatDrizzleRuns(migrations, rows)
  const made = migrations.filter(({ tag }) => ran.includes(tag))
  return [...rows, ...made.map((migration, i) => row(rows.length + i + 1, migration))]
}

const judge = (migrations: readonly Migration[], rows: JournalRow[]) =>
  judgeJournal({ layout: 'journal', migrations, table: 't', rows: { state: 'read', named: false, rows }, now: T0 })

const hours = fc.integer({ min: -20, max: -1 })
const folder = fc.array(hours, { maxLength: 8 }).map((stamps) => stamps.map((when, i) => migration(`000${i}_m`, when)))
const rowsOf = (migrations: readonly Migration[]) =>
  fc.array(
    fc.record({
      id: fc.nat(),
      hash: fc.constantFrom(hashOf('stray'), ...migrations.flatMap(({ hash }) => hash ?? [])),
      createdAt: fc.constantFrom(null, 1, ...migrations.map(({ when }) => when)),
      name: fc.constant(null),
    }),
    { maxLength: 8 },
  )
const folderAndRows = folder.chain((migrations) => fc.tuple(fc.constant(migrations), rowsOf(migrations)))

test('a folder deployed step by step, in order of its stamps, leaves nothing but what is pending', () => {
  const ordered = fc
    .uniqueArray(hours, { maxLength: 8 })
    .map((stamps) => stamps.toSorted((a, b) => a - b).map((when, i) => migration(`000${i}_m`, when)))
  return fc.assert(
    fc.asyncProperty(ordered, fc.array(fc.nat(8)), async (migrations, deploys) => {
      let rows: JournalRow[] = []
      for (const upTo of deploys.toSorted((a, b) => a - b)) rows = await migrate(migrations.slice(0, upTo), rows)
      const types = judge(migrations, rows).findings.map(({ type }) => type)
      const expected = [
        ...(rows.length === 0 ? ['journal.empty'] : []),
        ...(rows.length < migrations.length ? ['journal.pending'] : []),
      ]
      expect(types).toEqual(expected)
    }),
  )
})

const tellRows = new Set(['journal.unknown-row', 'journal.duplicate-row', 'journal.null-created-at'])

test('every migration is exactly one of applied, pending and skipped', () => {
  fc.assert(
    fc.property(folderAndRows, ([migrations, rows]) => {
      const { applied, findings } = judge(migrations, rows)
      const pending = findings.flatMap((f) => (f.type === 'journal.pending' ? f.entries.map(({ tag }) => tag) : []))
      const skipped = findings.flatMap((f) => (f.type === 'journal.skipped' ? [f.tag] : []))
      const tags = migrations.filter((_, i) => applied[i]).map(({ tag }) => tag)
      expect([...tags, ...pending, ...skipped].toSorted()).toEqual(migrations.map(({ tag }) => tag))
    }),
  )
})

test('what Drizzle would run next is what is told as pending or as run again', () =>
  fc.assert(
    fc.asyncProperty(folderAndRows, async ([migrations, rows]) => {
      const { applied, findings } = judge(migrations, rows)
      const everything = findings.some(({ type }) => type === 'journal.null-created-at')
      const told = findings.flatMap((f) => {
        if (f.type === 'journal.pending') return f.entries.map(({ tag }) => tag)
        return f.type === 'journal.rerun' ? f.rows.map(({ tag }) => tag) : []
      })
      const again = everything ? migrations.filter((_, i) => applied[i]).map(({ tag }) => tag) : []
      expect([...told, ...again].toSorted()).toEqual((await whatDrizzleRuns(migrations, rows)).toSorted())
    }),
  ))

test('every row belongs to one migration, or is told', () => {
  fc.assert(
    fc.property(folderAndRows, ([migrations, rows]) => {
      const { applied, findings } = judge(migrations, rows)
      const told = findings.some(({ type }) => tellRows.has(type))
      expect(told || applied.filter(Boolean).length === rows.length).toBe(true)
    }),
  )
})
