import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as migrateByDrizzle } from 'drizzle-orm/postgres-js/migrator'
import { describe, expect, test, vi } from 'vitest'
import { recover } from '../../../scripts/commands/recover.ts'
import { verify } from '../../../scripts/commands/verify.ts'
import { connect } from '../../../scripts/migrate/connection.ts'
import { takeLock } from '../../../scripts/migrate/lock.ts'
import { serverUrl } from '../../support/database.ts'
import { FIRST_WHEN, JOURNAL, journalFiles, withFolder } from '../folders.ts'
import { runHere } from '../journal-command.ts'
import { withTarget, type Target } from '../target.ts'
import { run } from './plumbline.ts'

vi.setConfig({ testTimeout: 60_000 })

const APPLIED = {
  '0000_a': 'create table a (id int primary key, note text);',
  '0001_b': 'create table b (id int primary key, x int, y int, z int); create index b_x on b (x);',
}
const PENDING = {
  '0002_c': `create type mood as enum ('sad', 'glad');
create table c (id int primary key, m mood not null default 'sad');
alter table a add column c_id int references c;
create index b_z on b (z);`,
}

interface Scene extends Target {
  dir: string
  recover(...argv: string[]): ReturnType<typeof runHere>
  /** The names of the plan's steps, in order. */
  plan(): Promise<string[]>
  verify(): ReturnType<typeof runHere>
  migrateByDrizzle(): Promise<void>
}

const withScene = (use: (scene: Scene) => Promise<void>, applied: Record<string, string> = APPLIED) =>
  withFolder(journalFiles({ ...APPLIED, ...PENDING }), (dir) =>
    withTarget(17, applied, async (target) => {
      const shadow = ['--shadow-url', await serverUrl(17)]
      const where = ['--database-url', target.url, '--migrations', dir, '--platform', 'none']
      const own: Scene['recover'] = (...argv) => runHere(recover, [...where, ...shadow, ...argv])
      await use({
        ...target,
        dir,
        recover: own,
        plan: async () => namesIn((await own()).stdout),
        verify: () => runHere(verify, [...where, ...shadow]),
        migrateByDrizzle: () => migrateByDrizzle(drizzle(target.sql), { migrationsFolder: dir }),
      })
    }),
  )

const namesIn = (text: string) =>
  [
    ...text.matchAll(
      /^ +npm run -s plumbline -- (?:recover --step (\S+)|(journal repair --\S+(?: [\w,]+)?) --apply|(\w+))/gm,
    ),
  ]
    .map(([, step, repair, command]) => step ?? repair ?? command ?? '')
    // The restore point, which comes first in each.
    .filter((name) => name !== 'backup')

test('nothing is wrong: it says so, and asks for nothing', () =>
  withScene(async ({ recover, migrateByDrizzle }) => {
    await migrateByDrizzle()
    expect(await recover()).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^WELL[^]*nothing is to be recovered/),
    })
    const idle = await recover('--step', 'catalog', '--apply', '--format', 'json')
    expect(idle).toMatchObject({ code: 0, stderr: expect.stringMatching(/done already, or is not needed/) })
    expect(JSON.parse(idle.stdout)).toMatchObject({ command: 'recover', outcome: 'not needed', step: null })
    expect(await recover('--step', '9')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/the plan has no step 9\n→ it has: 1 verify/),
    })
  }))

test('half applied: what holds data is kept and comes back, what is empty goes, each step once', () =>
  withScene(async ({ recover, plan, sql, verify, migrateByDrizzle }) => {
    await sql.unsafe(`create type mood as enum ('sad', 'glad'); create table c (id int primary key, m mood not null default 'sad');
      alter table a add column c_id int; insert into a values (1, 'one', null), (2, 'two', 7); drop index b_x`)
    expect(await plan()).toEqual(['catalog', 'migrate', 'bring-back', 'verify'])
    expect(await recover('--step', 'bring-back', '--apply')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/nothing was put aside yet/),
    })
    expect(await recover('--step', '1', '--apply')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/a command of its own\n→ .*backup --to/),
    })
    const shown = await recover('--step', 'catalog')
    expect(shown).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^begin;[^]*pg_control_system[^]*^commit;\n-- nothing was done/m),
    })
    const planned = await recover('--step', 'catalog', '--format', 'json')
    expect(JSON.parse(planned.stdout)).toMatchObject({
      outcome: 'plan',
      exitCode: planned.code,
      steps: [{ name: 'catalog', command: expect.stringMatching(/--step catalog --apply/), lost: [], after: null }],
    })
    expect(await recover('--apply')).toMatchObject({ code: 0, stderr: '' })
    expect(await plan()).toEqual(['migrate', 'bring-back', 'verify'])
    await migrateByDrizzle()
    const refused = await recover('--step', 'bring-back', '--apply')
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/nothing of it stays: 23503/) })
    await sql`insert into c values (7)`
    expect(await recover('--step', 'bring-back', '--apply')).toMatchObject({ code: 0 })
    expect(await sql`select c_id from a order by id`).toEqual([{ c_id: null }, { c_id: 7 }])
    expect((await verify()).code).toBe(0)
  }))

test('a table with rows is put aside as a whole, and its rows come back into the one that the migration makes', () =>
  withScene(async ({ recover, sql, verify, migrateByDrizzle }) => {
    await sql.unsafe(`create table c (id int primary key, m text); insert into c values (1, 'glad')`)
    expect((await recover('--step', 'catalog', '--apply')).code).toBe(0)
    await migrateByDrizzle()
    expect(await recover('--step', 'bring-back', '--apply')).toMatchObject({ code: 0, stderr: '' })
    expect(await sql`select id, m::text as m from c`).toEqual([{ id: 1, m: 'glad' }])
    expect((await verify()).code).toBe(0)
  }))

describe('journal and catalog are whole migrations apart', () => {
  test('the journal is lost: its rows are written again', () =>
    withScene(async ({ plan, recover, sql, migrateByDrizzle }) => {
      await sql`drop table drizzle.__drizzle_migrations`
      expect(await plan()).toEqual(['journal repair --applied 0000_a,0001_b', 'migrate', 'verify'])
      const done = await recover('--step', 'journal', '--apply', '--format', 'json')
      expect(done).toMatchObject({ code: 0, stderr: expect.stringMatching(/Done, and read back/) })
      expect(JSON.parse(done.stdout)).toMatchObject({ outcome: 'done', step: { name: 'journal' } })
      await migrateByDrizzle()
    }))

  test('the catalog is ahead: what was pushed is recorded', () =>
    withScene(async ({ plan, recover, sql, migrateByDrizzle }) => {
      await sql.unsafe(PENDING['0002_c'])
      expect(await plan()).toEqual(['journal repair --applied 0002_c', 'migrate', 'verify'])
      expect((await recover('--apply')).code).toBe(0)
      await migrateByDrizzle()
    }))

  test('the journal is ahead: what is not in is forgotten, and migrate makes it', () =>
    withScene(async ({ plan, recover, sql, migrateByDrizzle, verify }) => {
      await migrateByDrizzle()
      await sql`drop table c cascade`
      await sql`alter table a drop column c_id`
      await sql`drop type mood`
      await sql`drop index b_z`
      expect(await plan()).toEqual(['journal repair --unapplied 0002_c', 'migrate', 'verify'])
      expect((await recover('--apply')).code).toBe(0)
      await migrateByDrizzle()
      expect((await verify()).code).toBe(0)
    }))
})

test('stamps, spare rows and strays of the journal', () =>
  withScene(async ({ plan, recover, sql, dir, migrateByDrizzle }) => {
    const file = join(dir, 'meta/_journal.json')
    await writeFile(file, (await readFile(file, 'utf8')).replace(String(FIRST_WHEN + 120_000), String(FIRST_WHEN - 1)))
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at) select hash, created_at from drizzle.__drizzle_migrations limit 1`
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('stray', ${FIRST_WHEN - 5})`
    const names = await plan()
    expect(names).toEqual([
      'journal repair --fix-when',
      'row:4:stray',
      expect.stringMatching(/^row:3:[0-9a-f]{12}$/),
      'migrate',
      'verify',
    ])
    for (const _ of names.slice(0, 3)) expect((await recover('--apply')).code).toBe(0)
    await migrateByDrizzle()
  }))

test('an index that CONCURRENTLY left invalid is built anew', () =>
  withScene(async ({ recover, sql, migrateByDrizzle, verify }) => {
    await migrateByDrizzle()
    await sql`drop index b_x`
    await sql`insert into b (id, x) values (1, 1), (2, 1)`
    await sql`create unique index concurrently b_x on b (x)`.catch(() => {})
    expect(await recover('--step', 'index:public.b_x', '--apply')).toMatchObject({ code: 0, stderr: '' })
    expect((await verify()).code).toBe(0)
  }))

test('while another migrates, the plan is to wait; afterwards it says which of the two it is', () =>
  withScene(async ({ plan, recover, url, dir }) => {
    const other = await connect(url, 'plumbline migrate')
    await takeLock(other, { journal: JOURNAL, wait: 1, onWait: () => {} })
    const waiting = await recover()
    expect(namesIn(waiting.stdout)).toEqual(['recover'])
    expect(waiting.stdout).toMatch(new RegExp(`Another migrate is at work[^]*pid\\s+${other.pid}`))
    expect(await recover('--apply', '--wait', '50')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/did not end in 50 ms/),
    })
    await other.close()
    await run(url, dir)
    expect(await plan()).toEqual([])
  }))
