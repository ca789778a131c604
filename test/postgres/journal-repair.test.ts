import { execFileSync } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import type { Sql } from 'postgres'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { journalRepair } from '../../scripts/commands/journal-repair.ts'
import { journalShow } from '../../scripts/commands/journal-show.ts'
import { FIRST_WHEN, journalFiles, withFolder } from './folders.ts'
import { runHere } from './journal-command.ts'
import { withTarget, type Target } from './target.ts'

const ALL = { '0000_a': 'create table a ();', '0001_b': 'create table b ();', '0002_c': 'create table c ();' }
const FIRST = { '0000_a': ALL['0000_a'] }
const MINUTE = 60_000
const Journal = z.looseObject({
  entries: z.array(z.looseObject({ idx: z.number(), when: z.number(), tag: z.string() })),
})

const readJournal = async (dir: string) =>
  Journal.parse(JSON.parse(await readFile(join(dir, 'meta/_journal.json'), 'utf8')))
async function restamp(dir: string, tag: string, when: number): Promise<void> {
  const journal = await readJournal(dir)
  const entries = journal.entries.map((entry) => (entry.tag === tag ? { ...entry, when } : entry))
  await writeFile(join(dir, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }, null, 2))
}

interface Scene extends Target {
  dir: string
  repair(...argv: string[]): ReturnType<typeof runHere>
  show(...argv: string[]): ReturnType<typeof runHere>
  /** Drizzle's own migrator, on the folder as it is. */
  migrateFolder(): Promise<void>
  tables(): Promise<string[]>
  rows(): Promise<{ id: number; hash: string; created_at: string | null }[]>
}

/** A folder of three migrations, and a database that has the first. */
const withScene = (use: (scene: Scene) => Promise<void>, applied: Record<string, string> | undefined = FIRST) =>
  withFolder(journalFiles(ALL), (dir) =>
    withTarget(17, applied, async (target) => {
      const where = ['--database-url', target.url, '--migrations', dir]
      await use({
        ...target,
        dir,
        repair: (...argv) => runHere(journalRepair, [...where, ...argv]),
        show: (...argv) => runHere(journalShow, [...where, ...argv]),
        migrateFolder: () => migrate(drizzle(target.sql), { migrationsFolder: dir }),
        tables: () => tablesOf(target.sql),
        rows: () => target.sql`select id, hash, created_at from drizzle.__drizzle_migrations order by id`,
      })
    }),
  )

const tablesOf = async (sql: Sql) =>
  (
    await sql<
      { name: string }[]
    >`select relname as name from pg_class where relnamespace = 'public'::regnamespace order by 1`
  ).map(({ name }) => name)

test('show: what is well, what is skipped, and a row of no file', () =>
  withScene(async ({ show, sql, dir }) => {
    const well = await show()
    expect(well.code).toBe(0)
    expect(well.stdout).toMatch(/1 applied, 2 will run/)
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('stray', ${FIRST_WHEN - 1})`
    expect((await show()).code).toBe(1)
    await restamp(dir, '0001_b', FIRST_WHEN)
    const bad = await show()
    expect(bad.code).toBe(2)
    expect(bad.stdout).toMatch(/skipped for ever +0001_b/)
    expect(bad.stdout).toMatch(/Row 2, hash stray…, stamped [^,]*, belongs\s+to\s+no\s+migration/)
    const json = JSON.parse((await show('--format', 'json', '--flavour', '1.0-beta.11')).stdout)
    expect(json).toMatchObject({
      flavour: '1.0-beta.11',
      entries: [{ verdict: 'applied' }, { verdict: 'skipped' }, {}],
    })
  }))

test('show: a database that does not answer is unknown', () =>
  withFolder(journalFiles(ALL), async (dir) => {
    const argv = ['--database-url', 'postgresql://u:secret@127.0.0.1:1/x', '--migrations', dir]
    const { code, stderr } = await runHere(journalShow, argv)
    expect(code).toBe(3)
    expect(stderr).toMatch(/refused/)
    expect(stderr).not.toMatch(/secret/)
  }))

test('--applied: the printed script changes nothing, runs as it is, and only once', () =>
  withScene(async ({ repair, sql, rows, migrateFolder, tables, show }) => {
    const plan = await repair('--applied', '0001_b')
    expect(plan.code).toBe(0)
    expect(await rows()).toHaveLength(1)
    await sql.unsafe(plan.stdout).simple()
    expect(await rows()).toHaveLength(2)
    await expect(sql.unsafe(plan.stdout).simple()).rejects.toThrow(/the journal has changed since/)
    await sql`rollback`
    expect(await rows()).toHaveLength(2)
    await migrateFolder()
    expect(await tables()).toEqual(['a', 'c'])
    expect((await show()).stdout).toMatch(/3 applied/)
  }))

test('--applied: a script that was made for another database refuses this one', () =>
  withScene(({ repair }) =>
    withScene(async ({ sql, rows }) => {
      const plan = await repair('--applied', '0001_b')
      await expect(sql.unsafe(plan.stdout).simple()).rejects.toThrow(/this is not the database/)
      await sql`rollback`
      expect(await rows()).toHaveLength(1)
    }),
  ))

test('--applied: refuses to make another be skipped, unless it is named or forced', () =>
  withScene(async ({ repair, rows }) => {
    const refused = await repair('--applied', '0002_c', '--apply')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toMatch(/0001_b would become skipped for ever/)
    expect(await rows()).toHaveLength(1)
    const both = await repair('--applied', '0001_b,0002_c', '--apply')
    expect(both).toMatchObject({ code: 0, stdout: expect.stringMatching(/read back/) })
    expect(await rows()).toHaveLength(3)
    expect((await repair('--applied', '0001_b', '--apply')).stdout).toMatch(/Nothing to repair/)
  }))

test('--applied: --force does it all the same', () =>
  withScene(async ({ repair, rows }) => {
    expect((await repair('--applied', '0002_c', '--apply', '--force')).code).toBe(0)
    expect(await rows()).toHaveLength(2)
  }))

test('--applied: makes the table as Drizzle does where there is none', () =>
  withScene(async ({ repair, migrateFolder, tables, rows }) => {
    expect((await repair('--applied', '0000_a,0001_b,0002_c', '--apply')).code).toBe(0)
    await migrateFolder()
    expect(await tables()).toEqual([])
    expect(await rows()).toHaveLength(3)
  }, {}))

test('--unapplied: Drizzle runs it again; and never again where a later one is applied', () =>
  withScene(async ({ repair, migrateFolder, tables, sql, rows }) => {
    const refused = await repair('--unapplied', '0001_b', '--apply')
    expect(refused.stderr).toMatch(/0001_b would become skipped for ever/)
    expect(await rows()).toHaveLength(3)
    expect((await repair('--unapplied', '0001_b,0002_c', '--apply')).code).toBe(0)
    await sql`drop table b, c`
    await migrateFolder()
    expect(await tables()).toEqual(['a', 'b', 'c'])
  }, ALL))

test('--expect: refuses when the rows are no longer those of the plan', () =>
  withScene(async ({ repair, rows, sql }) => {
    const plan = await repair('--applied', '0001_b')
    const digest = /--expect (\w+)/.exec(plan.stdout)?.[1] ?? ''
    await sql`update drizzle.__drizzle_migrations set hash = 'other'`
    const refused = await repair('--applied', '0001_b', '--apply', '--expect', digest)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toMatch(/the rows are not those of plan/)
    expect(await rows()).toHaveLength(1)
  }))

test('--fix-when: a stamp in the future goes from the file and from the row', () =>
  withScene(async ({ repair, dir, sql, migrateFolder, tables, show }) => {
    const far = FIRST_WHEN + 1000 * 365 * 24 * 60 * MINUTE
    await restamp(dir, '0000_a', far)
    await sql`update drizzle.__drizzle_migrations set created_at = ${far}`
    expect((await show()).stdout).toMatch(/1 applied, 2 skipped for ever/)
    const plan = await repair('--fix-when')
    expect(plan.stdout).toMatch(/0000_a: "when": \d+ → 1 /)
    expect((await readJournal(dir)).entries[0]?.when).toBe(far)
    expect((await repair('--fix-when', '--apply')).code).toBe(0)
    expect((await readJournal(dir)).entries[0]?.when).toBe(1)
    expect(await readdir(join(dir, 'meta'))).toEqual(['_journal.json'])
    await migrateFolder()
    expect(await tables()).toEqual(['a', 'b', 'c'])
  }))

test('--fix-when: what would be skipped is stamped after the newest row, and what was run again is not', () =>
  withScene(async ({ repair, dir, migrateFolder, tables, sql }) => {
    await restamp(dir, '0001_b', FIRST_WHEN - MINUTE)
    await sql`update drizzle.__drizzle_migrations set created_at = null`
    expect((await repair('--fix-when', '--apply')).code).toBe(0)
    expect((await readJournal(dir)).entries.map(({ when }) => when - FIRST_WHEN)).toEqual([0, 1, 2 * MINUTE])
    await migrateFolder()
    expect(await tables()).toEqual(['a', 'b', 'c'])
    expect((await repair('--fix-when', '--apply')).stdout).toMatch(/Nothing to repair/)
  }))

test('--fix-when: a row of no migration that holds the stamps up is named, and nothing is changed', () =>
  withScene(async ({ repair, dir, sql }) => {
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('stray', null)`
    const before = await readFile(join(dir, 'meta/_journal.json'), 'utf8')
    const refused = await repair('--fix-when', '--apply')
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/delete from .* where id = 2/) })
    expect(await readFile(join(dir, 'meta/_journal.json'), 'utf8')).toBe(before)
  }))

test('what a trigger keeps out of the table is noticed, and nothing is half done', () =>
  withScene(async ({ repair, dir, sql, rows }) => {
    await sql.unsafe(`create function nothing() returns trigger language plpgsql as 'begin return null; end';
      create trigger nothing before insert on drizzle.__drizzle_migrations for each row execute function nothing()`)
    const refused = await repair('--applied', '0001_b', '--apply')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toMatch(/nothing was changed: the rows did not become what was planned/)
    expect(await rows()).toHaveLength(1)
    expect(await readdir(join(dir, 'meta'))).toEqual(['_journal.json'])
  }))

test('a role that may only read plans, and is told that it may not write', () =>
  withScene(async ({ repair, url, sql, rows }) => {
    const role = `reader_${crypto.randomUUID().slice(0, 8)}`
    await sql.unsafe(`create role ${role} login password 'reader'; grant usage on schema drizzle to ${role};
      grant select on drizzle.__drizzle_migrations to ${role}`)
    const own = new URL(url)
    Object.assign(own, { username: role, password: 'reader' })
    const refused = await repair('--database-url', own.href, '--applied', '0001_b', '--apply')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toMatch(/42501.*permission denied/)
    expect(await rows()).toHaveLength(1)
    await sql.unsafe(`drop owned by ${role}; drop role ${role}`)
  }))

test.each([
  [[], /say one thing/],
  [['--applied', '0000_a', '--renumber'], /say one thing/],
  [['--applied', '0009_no'], /the folder has no migration 0009_no/],
  [['--applied', '0000_a', '--flavour', '1.0'], /does not read a folder of this layout/],
  [['--unapplied', ''], /no migration ""/],
])('%j is refused before anything is asked', (argv, why) =>
  withFolder(journalFiles(ALL), async (dir) => {
    const { code, stderr } = await runHere(journalRepair, ['--migrations', dir, ...argv])
    expect(code).toBe(2)
    expect(stderr).toMatch(why)
  }),
)

const IDS = ['a', 'b', 'c'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`)
const snapshot = (i: number, prevId = '00000000-0000-0000-0000-000000000000') =>
  `${JSON.stringify({ id: IDS[i], prevId, tables: {} }, null, 2)}\n`
const TWICE = { '0000_a': 'select 1;', '0002_b': 'select 2;', '0002_c': 'select 3;' }
const numbered = {
  ...journalFiles(TWICE),
  'meta/0000_snapshot.json': snapshot(0),
  'meta/0002_snapshot.json': snapshot(2, IDS[1]),
}
const git = (dir: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: dir })

test('--renumber: files, entries and snapshots follow the order of the journal; the old folder is kept', () =>
  withFolder(
    Object.fromEntries(Object.entries(numbered).map(([name, text]) => [`drizzle/${name}`, text])),
    async (root) => {
      const dir = join(root, 'drizzle')
      const plan = await runHere(journalRepair, ['--migrations', dir, '--renumber'])
      expect(plan.stdout).toMatch(/rename 0002_b\.sql → 0001_b\.sql/)
      expect(await readdir(dir)).toContain('0002_b.sql')
      const done = await runHere(journalRepair, ['--migrations', dir, '--renumber', '--apply'])
      expect(done).toMatchObject({ code: 0, stderr: '' })
      expect((await readdir(dir)).toSorted()).toEqual(['0000_a.sql', '0001_b.sql', '0002_c.sql', 'meta'])
      expect((await readJournal(dir)).entries.map(({ idx, tag }) => `${idx} ${tag}`)).toEqual([
        '0 0000_a',
        '1 0001_b',
        '2 0002_c',
      ])
      expect(JSON.parse(await readFile(join(dir, 'meta/0002_snapshot.json'), 'utf8'))).toMatchObject({ prevId: IDS[0] })
      expect((await readdir(root)).toSorted()).toEqual(['drizzle', 'drizzle.before-renumber'])
      expect((await runHere(journalRepair, ['--migrations', dir, '--renumber', '--apply'])).stdout).toMatch(
        /Nothing to repair/,
      )
    },
  ))

test('--renumber: in git it wants a clean folder, and leaves no copy', () =>
  withFolder(
    Object.fromEntries(Object.entries(numbered).map(([name, text]) => [`drizzle/${name}`, text])),
    async (root) => {
      const dir = join(root, 'drizzle')
      git(root, 'init', '-q')
      const refused = await runHere(journalRepair, ['--migrations', dir, '--renumber', '--apply'])
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/not committed/) })
      expect(await readdir(dir)).toContain('0002_b.sql')
      git(root, 'add', '-A')
      git(root, 'commit', '-qm', 'x')
      expect((await runHere(journalRepair, ['--migrations', dir, '--renumber', '--apply'])).code).toBe(0)
      expect((await readdir(root)).toSorted()).toEqual(['.git', 'drizzle'])
    },
  ))
