import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as migrateByDrizzle } from 'drizzle-orm/postgres-js/migrator'
import { expect, test, vi } from 'vitest'
import { rollback } from '../../../scripts/commands/rollback.ts'
import { serverUrl } from '../../support/database.ts'
import { journalFiles, withFolder } from '../folders.ts'
import { runHere } from '../journal-command.ts'
import { withTarget, type Target } from '../target.ts'

vi.setConfig({ testTimeout: 60_000 })

const ALL = {
  '0000_users': 'create table users (id int primary key, mail text);',
  '0001_names': 'alter table users rename column mail to email; create index users_email on users (email);',
  '0002_bio': `alter table users add column bio text; update users set email = lower(email);`,
}

interface Scene extends Target {
  dir: string
  rollback(...argv: string[]): ReturnType<typeof runHere>
  columns(): Promise<string>
  rows(): Promise<number>
}

const withScene = (use: (scene: Scene) => Promise<void>) =>
  withFolder(journalFiles(ALL), (dir) =>
    withTarget(17, ALL, async (target) => {
      const { url, sql } = target
      const where = [
        '--database-url',
        url,
        '--migrations',
        dir,
        '--shadow-url',
        await serverUrl(17),
        '--platform',
        'none',
      ]
      const argv = [...where, '--yes', '--skip', 'backup=a database of a test']
      await sql`insert into users values (1, 'ada@example.com', 'long')`
      await use({
        ...target,
        dir,
        rollback: (...own) => runHere(rollback, [...argv, ...own]),
        columns: async () =>
          (
            await sql`select string_agg(column_name, ' ' order by ordinal_position) as all from information_schema.columns where table_name = 'users'`
          )[0]?.all,
        rows: async () => (await sql`select from drizzle.__drizzle_migrations`).length,
      })
    }),
  )

test('undoes the last migration only where the loss is accepted; Drizzle runs it again', () =>
  withScene(async ({ rollback, columns, rows, sql, dir }) => {
    const refused = await rollback('--format', 'json')
    expect(refused.code).toBe(2)
    expect(JSON.parse(refused.stdout)).toMatchObject({
      command: 'rollback',
      outcome: 'refused',
      losses: { destructive: [expect.stringMatching(/bio/)], undone: [expect.stringMatching(/update users/)] },
      refusal: { mend: expect.stringMatching(/--accept-data-loss/) },
    })
    expect(refused.stderr).toMatch(
      /^pass +rehearsal: \d+ steps? on a copy of the live catalog[^]*^lost +.*bio[^]*^note +not undone: rows that 0002_bio\.sql:1: update users/m,
    )
    expect(refused.stderr).toMatch(
      /not rolled back: with 0002_bio goes data that only a backup brings back\n→ .*--accept-data-loss/,
    )
    const dry = await rollback('--dry-run')
    expect(dry).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^begin;[^]*delete from "drizzle"[^]*^commit;\n-- nothing was done/m),
    })
    expect([await columns(), await rows()]).toEqual(['id email bio', 3])
    const done = await rollback('--accept-data-loss')
    expect(done).toMatchObject({ code: 0, stderr: '' })
    expect(done.stdout).toMatch(/^UNDONE +rollback of 0002_bio, 1 statement in .*\nverified +clean/m)
    expect([await columns(), await rows()]).toEqual(['id email', 2])
    await migrateByDrizzle(drizzle(sql), { migrationsFolder: dir })
    expect([await columns(), await rows()]).toEqual(['id email bio', 3])
  }))

test('several: names go back with their values', () =>
  withScene(async ({ rollback, sql, columns, rows }) => {
    const done = await rollback('--to', '0000_users', '--accept-data-loss', '--format', 'json')
    expect(done).toMatchObject({ code: 0, stderr: expect.stringMatching(/^UNDONE/m) })
    expect(JSON.parse(done.stdout)).toMatchObject({
      outcome: 'done',
      run: { ended: 'applied' },
      verified: 'clean',
      next: [],
    })
    expect([await columns(), await rows()]).toEqual(['id mail', 1])
    expect(await sql`select mail from users`).toEqual([{ mail: 'ada@example.com' }])
  }))

test('a step that fails leaves all as it was, the rows of the journal, too', () =>
  withScene(async ({ rollback, sql, columns, rows }) => {
    await sql.unsafe(`create function no() returns trigger language plpgsql as 'begin raise exception ''not today''; end';
      create trigger no before delete on drizzle.__drizzle_migrations for each row execute function no()`)
    const failed = await rollback('--accept-data-loss')
    expect(failed.code).toBe(2)
    expect(failed.stdout).toMatch(
      /^FAILED +at the journal row of rollback of 0002_bio\n +P0001: not today[^]*^state +nothing of this run is in/m,
    )
    expect([await columns(), await rows()]).toEqual(['id email bio', 3])
  }))

test('refuses where it would not do what is meant', () =>
  withScene(async ({ rollback, sql, rows }) => {
    const refused = async (why: RegExp, ...argv: string[]) =>
      expect(await rollback(...argv)).toMatchObject({ code: 2, stderr: expect.stringMatching(why) })
    await refused(/--steps 4 is not a number from 1 to 3/, '--steps', '4')
    await refused(/is the newest already/, '--to', '0002_bio')
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('stray', ${Date.UTC(2025, 1, 1)})`
    await refused(/0002_bio would be skipped for ever/)
    expect(await rows()).toBe(4)
  }))
