import { migrate } from 'drizzle-orm/postgres-js/migrator'
import { drizzle } from 'drizzle-orm/postgres-js'
import { describe, expect, test } from 'vitest'
import { cancel } from '../../../scripts/migrate/connection.ts'
import { throughProxy, type Harm } from '../../support/cutting-proxy.ts'
import { journalFiles, withFolder } from '../folders.ts'
import { withTarget, type Target } from '../target.ts'
import { run } from './plumbline.ts'

const FIRST = { '0000_a': 'create table a (id int primary key);' }
const KILL = 'select pg_terminate_backend(pg_backend_pid());'
const split = (...statements: string[]) => statements.join('\n--> statement-breakpoint\n')

const tables = async ({ sql }: Target) =>
  (
    await sql<
      { name: string }[]
    >`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`
  )
    .map(({ name }) => name)
    .join(' ')
const rows = async ({ sql }: Target) => (await sql`select from drizzle.__drizzle_migrations`).length

/** A trigger that ends the session that writes the journal: when the row is written, or when all is committed. */
const murderous = (when: 'row' | 'commit') => `
  create function kill() returns trigger language plpgsql as 'begin perform pg_terminate_backend(pg_backend_pid()); return new; end';
  create constraint trigger kill after insert on drizzle.__drizzle_migrations
    ${when === 'commit' ? 'deferrable initially deferred' : ''} for each row execute function kill()`

const on = (pending: Record<string, string>, use: (target: Target, dir: string) => Promise<void>) =>
  withTarget(17, FIRST, (target) => withFolder(journalFiles({ ...FIRST, ...pending }), (dir) => use(target, dir)))

describe('the session is ended', () => {
  test.each([
    ['before the first statement', split(KILL, 'create table b ();', 'create table c ();'), 'statement'],
    ['between two statements', split('create table b ();', KILL, 'create table c ();'), 'statement'],
    ['by the last statement', split('create table b ();', 'create table c ();', KILL), 'statement'],
  ])('%s: nothing is in, and that is what is said', (_, text, at) =>
    on({ '0001_b': text }, async (target, dir) => {
      const { ended, state } = await run(target.url, dir)
      expect(ended).toMatchObject({ ended: 'lost', stop: { at } })
      expect(state).toMatchObject({ state: 'nothing', missing: ['0001_b'], unrecorded: [], reason: null })
      expect([await tables(target), await rows(target)]).toEqual(['a', 1])
    }),
  )

  test.each(['row', 'commit'] as const)('at the %s: nothing is in, and that is what is said', (at) =>
    on({ '0001_b': 'create table b ();' }, async (target, dir) => {
      await target.sql.unsafe(murderous(at))
      const { ended, state } = await run(target.url, dir)
      expect(ended).toMatchObject({ ended: 'lost', stop: { at } })
      expect(state).toMatchObject({ state: 'nothing', missing: ['0001_b'] })
      expect([await tables(target), await rows(target)]).toEqual(['a', 1])
    }),
  )

  test('after a COMMIT in a file: what stays is told statement by statement', () =>
    on(
      {
        '0001_b': split('create table b ();', 'commit;', 'create table c ();', KILL, 'create table d ();'),
        '0002_e': 'create table e ();',
      },
      async (target, dir) => {
        const { state } = await run(target.url, dir)
        expect(state).toMatchObject({ state: 'partly', recorded: [], missing: ['0001_b', '0002_e'] })
        expect(state.unrecorded.map(({ excerpt }) => excerpt)).toEqual([
          'create table b ()',
          'commit',
          'create table c ()',
        ])
        expect([await tables(target), await rows(target)]).toEqual(['a b c', 1])
      },
    ))
})

const cut = (when: 'before' | 'after'): Harm => ({ cut: { at: 'commit', when } })

describe('the connection breaks at COMMIT', () => {
  test('and PostgreSQL had committed: it is all in, and Drizzle has nothing left to do', () =>
    on({ '0001_b': 'create table b ();' }, async (target, dir) => {
      const { ended, state } = await throughProxy(target.url, cut('after'), (url) => run(url, dir))
      expect(ended).toMatchObject({ ended: 'lost', stop: { at: 'commit' } })
      expect(state).toMatchObject({ state: 'applied', recorded: ['0001_b'], missing: [] })
      await migrate(drizzle(target.sql), { migrationsFolder: dir })
      expect([await tables(target), await rows(target)]).toEqual(['a b', 2])
    }))

  test('and PostgreSQL never heard of it: nothing is in, and the next run applies it', () =>
    on({ '0001_b': 'create table b ();' }, async (target, dir) => {
      const { state } = await throughProxy(target.url, cut('before'), (url) => run(url, dir))
      expect(state).toMatchObject({ state: 'nothing', missing: ['0001_b'] })
      expect(await run(target.url, dir)).toMatchObject({ state: { state: 'applied' } })
      expect([await tables(target), await rows(target)]).toEqual(['a b', 2])
    }))
})

test('the connection breaks at a statement: its end is waited for before anything is said', () =>
  on({ '0001_b': split('create table b ();', 'select pg_sleep(0.4);') }, async (target, dir) => {
    const harm: Harm = { cut: { at: 'pg_sleep', when: 'after' } }
    const { state } = await throughProxy(target.url, harm, (url) => run(url, dir))
    expect(state).toMatchObject({ state: 'nothing', missing: ['0001_b'] })
    expect(await tables(target)).toBe('a')
  }))

test('somebody migrates between the look and the run: nothing of ours runs', () =>
  on({ '0001_b': 'create table b ();' }, async (target, dir) => {
    const { apply } = await import('../../../scripts/migrate/apply.ts')
    const { connect } = await import('../../../scripts/migrate/connection.ts')
    const planned = await withFolder(journalFiles({ ...FIRST, '0001_b': 'create table x ();' }), (other) =>
      run(target.url, other),
    )
    const connection = await connect(target.url, 'test')
    const options = { lockTimeout: 500, statementTimeout: 500, retries: 0, onRan: () => {}, onRetry: () => {} }
    expect(await apply(connection, planned.plan, options)).toMatchObject({
      ended: 'failed',
      stop: { at: 'moved' },
      ran: [],
    })
    await connection.close()
    expect([await tables(target), await rows(target), dir]).toEqual(['a x', 2, dir])
  }))

test('a lock that is not to be had is waited for again, with nothing held meanwhile', () =>
  on({ '0001_b': split('create table b ();', 'alter table a add column x int;') }, async (target, dir) => {
    await target.sql.unsafe('begin; lock table a in access share mode')
    const stuck = await run(target.url, dir, { lockTimeout: 100, retries: 0 })
    expect(stuck).toMatchObject({
      ended: { attempts: 1, stop: { sqlstate: '55P03', place: { line: 3, statement: 2 } } },
      state: { state: 'nothing' },
    })
    const onRetry = async () => void (await target.sql.unsafe('rollback'))
    const { ended, state } = await run(target.url, dir, { lockTimeout: 100, retries: 30, onRetry })
    expect(state.state).toBe('applied')
    expect(ended.attempts).toBeGreaterThan(1)
  }))

test('an interruption ends the statement that runs; all is rolled back', () =>
  on({ '0001_b': split('create table b ();', 'select pg_sleep(20);', 'create table c ();') }, async (target, dir) => {
    const control = new AbortController()
    const running = run(target.url, dir, { signal: control.signal })
    let pid: number | undefined
    while (pid === undefined)
      pid = (
        await target.sql`select pid from pg_stat_activity where query = 'select pg_sleep(20)' and state = 'active'`
      )[0]?.pid
    control.abort()
    await cancel(target.url, pid ?? 0)
    const { ended, state } = await running
    expect(ended).toMatchObject({ ended: 'failed', attempts: 1, stop: { sqlstate: '57014', place: { statement: 2 } } })
    expect(state).toMatchObject({ state: 'nothing', missing: ['0001_b'] })
  }))

test('0.x over neon-http: each statement alone, and what is in when one fails', () =>
  on(
    { '0001_b': split('create table b ();', 'create table a ();'), '0002_c': 'create table c ();' },
    async (target, dir) => {
      const { state, ended } = await run(target.url, dir, { flavour: '0.x-neon-http' })
      expect(ended.stop).toMatchObject({ sqlstate: '42P07', place: { file: '0001_b.sql', line: 3, statement: 2 } })
      expect(state).toMatchObject({ state: 'partly', recorded: [], missing: ['0001_b', '0002_c'] })
      expect([await tables(target), await rows(target)]).toEqual(['a b', 1])
    },
  ))
