import { isDeepStrictEqual } from 'node:util'
import postgres, { type Sql, type TransactionSql } from 'postgres'
import { describe, expect, test } from 'vitest'
import { COLUMN_NAMES, RESERVED } from '../../functions/model/keywords.ts'
import { ident } from '../../functions/model/sql.ts'
import { nothingKnown, stands } from '../../functions/preflight/known/known.ts'
import { learn } from '../../functions/preflight/known/learn.ts'
import { lint, type LintMigration } from '../../functions/preflight/lint/lint.ts'
import { locksOf } from '../../functions/preflight/lint/locks.ts'
import { RULES } from '../../functions/preflight/lint/rules.ts'
import { parseMigration } from '../../functions/preflight/parse/migration.ts'
import { sqlParser } from '../../scripts/parser.ts'
import { SERVER_VERSIONS, type ServerVersion } from '../../scripts/postgres/server.ts'
import { freshDatabase, SUPABASE_ROLES } from '../support/database.ts'
import { BASE } from '../unit/preflight/lint/cases.ts'
import { choices, security } from '../unit/preflight/lint/choices.cases.ts'
import { locks } from '../unit/preflight/lint/locks.cases.ts'
import { casts, data, running } from '../unit/preflight/lint/running.cases.ts'

const CASES = { ...locks, ...running, ...data, ...casts, ...choices, ...security }
const FILES = [...new Set(Object.values(CASES).flatMap(({ found, not }) => [...found, ...not]))]

const PLATFORM = `
${SUPABASE_ROLES}
create schema auth; create schema private; create schema extensions;
create function auth.uid() returns uuid language sql stable as 'select null::uuid';
create function auth.role() returns text language sql stable as 'select null::text';
create function auth.jwt() returns jsonb language sql stable as 'select null::jsonb';
create extension if not exists btree_gist;
`

/** Weakest first. */
const MODES = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
]
const stronger = (a: string, b: string) => (MODES.indexOf(a) >= MODES.indexOf(b) ? a : b)

/** What PostgreSQL did with a file. */
interface Seen {
  /** The strongest lock on each table that stood before. */
  locked: Record<string, string>
  rewritten: string[]
}

/** What lint says of a file. */
interface Said extends Seen {
  rules: string[]
}

const RELATIONS = `select c.oid::text, c.oid::regclass::text as name, pg_relation_filenode(c.oid)::text as node
from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm', 'v')`

type Relation = { oid: string; name: string; node: string | null }

/** Runs a file in a transaction that is rolled back; null where PostgreSQL refuses it. */
async function seenOn(sql: Sql, before: readonly Relation[], file: string): Promise<Seen | null> {
  let seen: Seen | null = null
  await sql
    .begin(async (session) => {
      await session.unsafe(file).simple()
      seen = await observed(session, before)
      throw new Error('rolled back')
    })
    .catch(() => null)
  return seen
}

async function observed(session: TransactionSql, before: readonly Relation[]): Promise<Seen> {
  const rows = await session.unsafe<(Relation & { mode: string | null })[]>(
    `select r.*, l.mode from (${RELATIONS}) r
     left join pg_locks l on l.relation = r.oid::oid and l.pid = pg_backend_pid()
     union all
     select relation::text, null, null, mode from pg_locks where pid = pg_backend_pid() and relation is not null`,
  )
  const names = new Map(before.map(({ oid, name }) => [oid, name]))
  const locked: Record<string, string> = {}
  for (const { oid, mode } of rows) {
    const name = names.get(oid)
    if (name !== undefined && mode !== null && MODES.indexOf(mode) >= 2)
      locked[name] = stronger(mode, locked[name] ?? mode)
  }
  const after = new Map(rows.flatMap(({ oid, name, node }) => (name === null ? [] : [[oid, node] as const])))
  const rewritten = before.filter(({ oid, node }) => after.has(oid) && after.get(oid) !== node).map(({ name }) => name)
  return { locked, rewritten: rewritten.toSorted() }
}

const bare = (key: string) => key.replace(/^public\./, '')

const parser = await sqlParser()
const base: LintMigration = parseMigration(parser, { tag: '0000', file: '0000.sql', text: BASE })

const said = new Map<string, Promise<Said>>()

/** Judged once, for all versions. */
function saidOf(text: string): Promise<Said> {
  const own = said.get(text) ?? judged(text)
  said.set(text, own)
  return own
}

async function judged(text: string): Promise<Said> {
  const file = parseMigration(parser, { tag: '0001', file: '0001.sql', text })
  const { findings } = lint({ migrations: [base, file], from: 1, deploy: 'one' })
  const rewriting = new Set(RULES.flatMap(({ id, rewrites }) => (rewrites ? [id] : [])))
  const rewritten = findings
    .filter(({ rule }) => rewriting.has(rule))
    .map(({ subject }) => subject.split(/[. ]/)[0] ?? '')
  return {
    locked: locksSaid(file),
    rewritten: [...new Set(rewritten)].toSorted(),
    rules: findings.map(({ rule }) => rule),
  }
}

function locksSaid({ statements }: LintMigration): Record<string, string> {
  const known = nothingKnown()
  for (const { node } of base.statements) learn(known, node, false)
  const locked: Record<string, string> = {}
  for (const { node } of statements) {
    for (const { table, key, mode } of locksOf(node, known))
      if (stands(known, table)) locked[bare(key)] = stronger(mode, locked[bare(key)] ?? mode)
    learn(known, node, true)
  }
  return locked
}

/** Where lint and PostgreSQL differ, and why that is right. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'alter table links set access method heap': 'the table is heap already, which lint cannot know',
  'drop table links cascade': 'CASCADE drops what the file does not name; drop-cascade says so',
  'drop type if exists status cascade': 'CASCADE drops what the file does not name; drop-cascade says so',
  'refresh materialized view stats with no data': 'the new file is empty: nothing is written',
}

describe.each(SERVER_VERSIONS)('PostgreSQL %i', (version: ServerVersion) => {
  test('quotes the names that it quotes itself, and those that are words of newer versions', async () => {
    const { url, drop } = await freshDatabase(version)
    const sql = postgres(url, { max: 1 })
    const names = ['a', '_a1', 'a$', 'a-b', 'Ab', 'ä', '1a', 'a"b', 'a b', '']
    const rows = await sql<{ name: string; own: string; code: string | null }[]>`
      select name, quote_ident(name) as own, k.catcode::text as code
      from unnest(${[...new Set([...names, ...RESERVED, ...COLUMN_NAMES])]}::text[]) name
      full join pg_catalog.pg_get_keywords() k on k.word = name where name is not null
      union all select word, quote_ident(word), catcode::text from pg_catalog.pg_get_keywords()`
    const newer = rows.filter(({ name, own, code }) => ident(name) !== own && (code === null || code === 'U'))
    expect(rows.filter((row) => !newer.includes(row) && ident(row.name) !== row.own)).toEqual([])
    expect(version === 18 ? newer : newer.filter(({ name }) => !COLUMN_NAMES.has(name) && !RESERVED.has(name))).toEqual(
      [],
    )
    await sql.end()
    await drop()
  })

  test(
    'takes the locks and makes the rewrites that lint claims, no fewer and no other',
    { timeout: 90_000 },
    async () => {
      const database = await freshDatabase(version)
      const sql = postgres(database.url, { max: 1, onnotice: () => {} })
      try {
        await sql.unsafe(PLATFORM)
        await sql.unsafe(BASE)
        const before = await sql.unsafe<Relation[]>(RELATIONS)
        const proven = new Set<string>()
        const differences: { file: string; lint: Seen; postgresql: Seen }[] = []
        let ran = 0
        for (const file of FILES) {
          const seen = await seenOn(sql, before, file)
          if (seen === null || file in EXCEPTIONS || /\b(?:commit|rollback)\b/i.test(file)) continue
          const said = await saidOf(file)
          ran += 1
          for (const rule of said.rules) proven.add(rule)
          const { rules: _, ...own } = said
          if (!isDeepStrictEqual(own, seen)) differences.push({ file, lint: own, postgresql: seen })
        }
        expect(differences).toEqual([])
        expect(ran).toBeGreaterThan(200)
        const unproven = RULES.filter(({ id, lock, rewrites }) => (lock || rewrites) && !proven.has(id)).map(
          ({ id }) => id,
        )
        expect(unproven).toEqual([])
      } finally {
        await sql.end()
        await database.drop()
      }
    },
  )
})

test('the lock that a rule names is one that its statements take', async () => {
  for (const { id, lock } of RULES) {
    if (!lock) continue
    const files = await Promise.all((CASES[id]?.found ?? []).map(saidOf))
    expect
      .soft(
        files.some(({ locked }) => Object.values(locked).includes(lock.mode)),
        id,
      )
      .toBe(true)
  }
})
