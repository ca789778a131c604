import { readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as migrateByDrizzle } from 'drizzle-orm/postgres-js/migrator'
import { describe, expect, test, vi } from 'vitest'
import { migrate } from '../../../scripts/commands/migrate.ts'
import { connect } from '../../../scripts/migrate/connection.ts'
import { LOCK_CLASS, lockKey, takeLock } from '../../../scripts/migrate/lock.ts'
import { throughProxy } from '../../support/cutting-proxy.ts'
import { serverUrl } from '../../support/database.ts'
import { FIRST_WHEN, JOURNAL, journalFiles, withFolder } from '../folders.ts'
import { runHere } from '../journal-command.ts'
import { withTarget, type Target } from '../target.ts'
import { run } from './plumbline.ts'

vi.setConfig({ testTimeout: 60_000 })

const FIRST = { '0000_users': 'create table users (id int primary key, email text not null);' }
const PENDING = {
  '0001_posts':
    'create table posts (id int primary key);\n--> statement-breakpoint\nalter table posts enable row level security;',
  '0002_bio': "-- a comment\nselect 'x';--> statement-breakpoint\nalter table users\n  add column bio text;",
}
const LOCAL = ['--skip', 'backup=a database of a test']

interface Scene extends Omit<Target, 'migrate'> {
  dir: string
  migrate(...argv: string[]): ReturnType<typeof runHere>
  columns(): Promise<number>
  rows(): Promise<number>
}

const withScene = (use: (scene: Scene) => Promise<void>, pending: Record<string, string> = PENDING) =>
  withFolder(journalFiles({ ...FIRST, ...pending }), (dir) =>
    withTarget(17, FIRST, async (target) => {
      const shadow = await serverUrl(17)
      const where = ['--database-url', target.url, '--migrations', dir, '--shadow-url', shadow, '--platform', 'none']
      const one = async (query: string) => Number((await target.sql.unsafe(query))[0]?.count)
      await use({
        ...target,
        dir,
        migrate: (...argv) => runHere(migrate, [...where, ...argv]),
        columns: () => one(`select count(*) from information_schema.columns where table_schema = 'public'`),
        rows: () => one('select count(*) from drizzle.__drizzle_migrations'),
      })
    }),
  )

test('passes every gate, applies, and leaves Drizzle nothing to do; up to a tag first', () =>
  withScene(async ({ migrate, sql, dir, columns, rows }) => {
    const first = await migrate('--yes', '--to', '0001_posts', ...LOCAL)
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toMatch(
      /^pass +connectivity: PostgreSQL 1\d[^]*^pass +drift: nothing found\npass +journal: 1 applied, 2 will run\nskipped +backup:[^]*goes on all the same: a database of a test\npass +rehearsal: 2 statements in[^]*^(?:pass|warn) +lint: [^]*^APPLIED +1 migration, 2 statements in .*\nverified +clean/m,
    )
    expect([await columns(), await rows()]).toEqual([3, 2])
    const second = await migrate('--yes', '--verbose', ...LOCAL)
    expect(second.stdout).toMatch(
      /^[\d.]+ ms +0002_bio\.sql:2 SELECT 1\n +select 'x'\n[\d.]+ ms +0002_bio\.sql:3 ALTER TABLE\n/m,
    )
    await migrateByDrizzle(drizzle(sql), { migrationsFolder: dir })
    expect([await columns(), await rows()]).toEqual([4, 3])
    const still = await migrate('--yes', '--format', 'json')
    expect(still).toMatchObject({ code: 0, stderr: expect.stringMatching(/Nothing is pending/) })
    expect(JSON.parse(still.stdout)).toMatchObject({
      command: 'migrate',
      outcome: 'nothing',
      migrations: [],
      run: null,
    })
    expect(await migrate('--to', '0001_posts')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/is not pending/),
    })
  }))

test('--dry-run goes through the gate and prints a script that does the same; nothing is done', () =>
  withScene(async ({ migrate, sql, dir, columns, rows }) => {
    const dry = await migrate('--dry-run', ...LOCAL)
    expect(dry).toMatchObject({ code: 0, stderr: '' })
    expect([await columns(), await rows()]).toEqual([2, 1])
    await sql.unsafe(dry.stdout.slice(dry.stdout.indexOf('-- 2 migrations, 4 statements'))).simple()
    await migrateByDrizzle(drizzle(sql), { migrationsFolder: dir })
    expect([await columns(), await rows()]).toEqual([4, 3])
  }))

describe('does not apply', () => {
  test('without a backup, or where nobody can be asked', () =>
    withScene(async ({ migrate, columns }) => {
      const closed = await migrate('--yes')
      expect(closed.code).toBe(3)
      expect(closed.stdout).toMatch(
        /^unknown +backup: no backup is known; of a database that only you use, say so\n +--skip 'backup=a local database'/m,
      )
      expect(closed.stderr).toMatch(/^Not applied, and nothing was changed: backup does not pass\./)
      const unasked = await migrate('--skip', 'backup=x;rehearsal=x', '--format', 'json')
      expect(JSON.parse(unasked.stdout)).toMatchObject({
        outcome: 'refused',
        exitCode: 2,
        gates: [
          { gate: 'connectivity', outcome: 'pass' },
          { gate: 'drift' },
          { gate: 'journal' },
          { gate: 'backup', outcome: 'unknown', skipped: 'x' },
          { gate: 'rehearsal' },
          { gate: 'lint' },
        ],
        run: null,
        refusal: { said: 'not applied: nobody can be asked here', mend: 'look at --dry-run, then give --yes' },
      })
      expect(unasked).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/nobody can be asked here\n→ look at --dry-run, then give --yes/),
      })
      expect(await columns()).toBe(2)
    }))

  test('what drifted, what will fail, what no transaction takes, and what lint calls high', () =>
    withScene(
      async ({ migrate, sql, rows }) => {
        await sql`alter table users add column bio int`
        const closed = await migrate('--yes', ...LOCAL)
        expect(closed.code).toBe(2)
        expect(closed.stdout).toMatch(
          /^stop +drift: 1 finding\n +high: Column users\.bio is already there; 0001_bio will try to make\s+it and fail \(42701\)/m,
        )
        expect(closed.stdout).toMatch(/^stop +rehearsal:[^]*0001_bio\.sql:1, statement 1: 42701: column "bio"/m)
        expect(closed.stdout).toMatch(/^stop +lint:[^]*concurrently-in-transaction/m)
        expect(closed.stdout).toContain('rls-missing')
        expect(closed.stderr).toMatch(/drift, rehearsal, lint do not pass/)
        expect(await rows()).toBe(1)
      },
      {
        '0001_bio':
          'alter table users add column bio text; create table open (id int primary key); create index concurrently i on users (email);',
      },
    ))

  test('a run that fails all the same is rolled back, with the statement, a caret and what put it there', () =>
    withScene(
      async ({ migrate, sql, rows, columns }) => {
        await sql`alter table users add column bio int`
        const failed = await migrate('--yes', '--format', 'json', '--skip', 'backup=x;drift=x;rehearsal=x;lint=x')
        expect(failed.code).toBe(2)
        expect(JSON.parse(failed.stdout)).toMatchObject({
          outcome: 'failed',
          run: {
            ran: [{ migration: '0001_bio', statement: 1, answers: [{ command: 'CREATE TABLE' }] }],
            stop: { sqlstate: '42701', place: { file: '0001_bio.sql', line: 3, column: 14 } },
            state: { state: 'nothing', missing: ['0001_bio'] },
          },
          next: [expect.stringMatching(/plumbline -- recover/)],
        })
        expect(failed.stderr).toMatch(
          /^FAILED +0001_bio\.sql:3:14, statement 2\n +42701: column "bio" of relation "users" already exists\n +add column bio text;\n +\^\n +drift put it there/m,
        )
        expect(failed.stderr).toMatch(
          /^state +nothing of this run is in: PostgreSQL rolled back 1 statement that had\s+run\n +the journal holds 1 row, as before; not in: 0001_bio\nnext +npm run -s plumbline -- recover/m,
        )
        expect([await rows(), await columns()]).toEqual([1, 3])
      },
      { '0001_bio': 'create table b ();--> statement-breakpoint\nalter table users\n  add column bio text;' },
    ))
})

describe('the lock', () => {
  test('is held by one migrate at a time, who is named, and goes with its connection', () =>
    withScene(async ({ migrate, url, sql }) => {
      const other = await connect(url, 'plumbline migrate')
      await takeLock(other, { journal: JOURNAL, wait: 1, onWait: () => {} })
      const [held] =
        await sql`select classid::int as class, objid::int8 as key from pg_locks where locktype = 'advisory'`
      expect(held).toEqual({ class: LOCK_CLASS, key: String(lockKey(JOURNAL) >>> 0) })
      const waiting = await migrate('--yes', '--wait', '50')
      expect(waiting.code).toBe(2)
      expect(waiting.stderr).toMatch(
        new RegExp(
          `^waiting for another migrate: pid ${other.pid} \\(plumbline migrate, role postgres, [^]*did not end in 50 ms[^]*pg_cancel_backend\\(${other.pid}\\)`,
        ),
      )
      await other.close()
      const next = await connect(url, 'plumbline migrate')
      await takeLock(next, { journal: JOURNAL, wait: 5_000, onWait: () => {} })
      await next.close()
    }))
})

describe('a transaction pooler is refused', () => {
  test.each([
    ['postgresql://u:secret@db.example.com:6543/x', /Supavisor’s transaction pooler/],
    ['postgresql://u:secret@db.example.com:6432/x', /PgBouncer/],
    ['postgresql://u:secret@db.example.com/x?pgbouncer=true', /PgBouncer/],
  ])('%s', async (url, why) => {
    const { code, stderr, stdout } = await runHere(migrate, ['--database-url', url])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(why)
    expect(stderr).toMatch(/→ give the direct connection/)
    expect(stderr).not.toContain('secret')
  })

  test('whatever its port, by the process id that it makes up', () =>
    withTarget(17, FIRST, ({ url }) =>
      throughProxy(url, { otherPid: true }, async (pooled) => {
        const { code, stderr } = await runHere(migrate, ['--database-url', pooled])
        expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(/a pooler answers here/) })
      }),
    ))
})

test.each([
  [['--skip', 'backup'], /backup has no reason/],
  [['--skip', 'weather=fine'], /there is no gate weather/],
  [['--skip', 'connectivity=x'], /connectivity cannot be skipped/],
  [['--lock-retries', 'x'], /is not a number from 0 to 100/],
  [['--wait', 'x'], /--wait x is not a number of milliseconds/],
  [['--via', 'http://127.0.0.1:1'], /--via and --target belong together/],
  [['--via', 'http://127.0.0.1:1', '--target', 't', '--backup-to', 'x'], /two ways to the same/],
])('%j is refused before anything is asked', async (argv, why) => {
  const { code, stderr } = await runHere(migrate, ['--database-url', 'postgresql://127.0.0.1:1/x', ...argv])
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(why) })
})

describe('a backup before', () => {
  test('our own, to a place where there is none yet; without one nothing is applied', () =>
    withScene(async ({ migrate, dir, rows }) => {
      const place = join(dir, '..', `${crypto.randomUUID()}-copy`)
      try {
        const made = await migrate('--dry-run', '--backup-to', place, '--format', 'json')
        expect(made.stderr).toMatch(/^pass +backup: our own backup of \S+ in\s+\S+-copy$/m)
        expect(JSON.parse(made.stdout)).toMatchObject({
          outcome: 'planned',
          migrations: [
            { tag: '0001_posts', statements: 2 },
            { tag: '0002_bio', statements: 2 },
          ],
          sql: expect.stringMatching(/^begin;[^]*^commit;$/m),
        })
        const again = await migrate('--yes', '--backup-to', place)
        expect({ code: again.code, rows: await rows() }).toEqual({ code: 2, rows: 1 })
      } finally {
        await rm(place, { recursive: true, force: true })
      }
    }))

  const climb = { target: 'shop', at: '2026-01-31T12:00:00.000Z' }
  const holds = {
    ...climb,
    verdict: 'go',
    rung: 'physical',
    guarantee: { rpoMs: 5000, says: 'all', without: [], restore: 'in the dashboard' },
    evidence: { id: '7', covers: '2026-01-31T11:00:00.000Z', seenAt: '2026-01-31T12:00:00.000Z', detail: {} },
    tried: [],
  }
  const miss = { rung: 'physical', state: 'absent', reason: 'there is none', mend: 'make one', retryable: false }
  const none = { ...climb, verdict: 'refuse', rung: null, guarantee: null, evidence: null, tried: [miss] }

  test.each([
    ['holds', holds, 200, 0, /^pass +backup: physical 7 of 2026-01-31T11:00:00\.000Z; may lose the last 5 s/m],
    ['is not there', none, 409, 2, /^stop +backup: there is no backup that is enough: there is none\n +make one/m],
  ])('the ladder of a Worker, where it %s', (_, answer, status, code, said) =>
    withScene(async ({ migrate }) => {
      const server = createServer((_request, response) => {
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer))
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      vi.stubEnv('PLUMBLINE_TOKEN', 'token')
      try {
        const done = await migrate('--dry-run', '--target', 'shop', '--via', `http://127.0.0.1:${port}`)
        expect({ ...done, stdout: '' }).toMatchObject({ code })
        expect(done.stdout).toMatch(said)
      } finally {
        vi.unstubAllEnvs()
        server.close()
      }
    }),
  )
})

test('a target that does not answer is unknown', async () => {
  const { code, stderr } = await runHere(migrate, ['--database-url', 'postgresql://u:secret@127.0.0.1:1/x'])
  expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringMatching(/could not be reached: .*refused/) })
  expect(stderr).not.toContain('secret')
})

test('a stamp at or before the newest would be skipped once --to leaves it behind: refused', () =>
  withScene(async ({ url, dir, rows }) => {
    const file = join(dir, 'meta/_journal.json')
    const journal = await readFile(file, 'utf8')
    await writeFile(file, journal.replace(String(FIRST_WHEN + 60_000), String(FIRST_WHEN + 120_000)))
    await expect(run(url, dir, { to: '0001_posts' })).rejects.toThrow(/0002_bio would be skipped for ever/)
    await expect(run(url, dir, { to: '0009_no' })).rejects.toThrow(/the folder has no migration 0009_no/)
    expect(await rows()).toBe(1)
  }))

test('--help has options and examples', async () => {
  const { code, stdout } = await runHere(migrate, ['--help'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/--dry-run[^]*--format=<text\|json>[^]*EXAMPLES\n\n {2}npm run -s plumbline -- migrate /)
})
