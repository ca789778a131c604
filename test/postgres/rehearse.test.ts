import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { runScript } from '../support/command.ts'
import { freshDatabase, serverUrl, type TestDatabase } from '../support/database.ts'
import { writeMigrations } from '../support/migrations.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

const PASSWORD = 'the-wrong-password'

const APPLIED = {
  '0000_users': 'create table users (id int primary key, email text not null, age int);',
  '0001_names':
    'alter table users rename column email to address;\n--> statement-breakpoint\ncreate index users_age on users (age);',
}
const PENDING = {
  '0002_posts': [
    'create table posts (id serial primary key, author int not null references users);',
    'alter table users alter column age type bigint;',
    'alter table users add column\n  bio text;',
  ].join('\n--> statement-breakpoint\n'),
}

let dir: string
let folder: string
let database: TestDatabase
let shadow: string

const plumbline = (...args: string[]) => runScript('plumbline.ts', args)

/** Runs a command on the target, with a scratch database on a real server: it starts sooner than PGlite. */
const on = (command: string, ...args: string[]) =>
  plumbline(command, '--database-url', database.url, '--migrations', folder, '--shadow-url', shadow, ...args)

async function sql(statement: string): Promise<unknown[]> {
  const session = postgres(database.url, { max: 1, onnotice: () => {} })
  try {
    return [...(await session.unsafe(statement))]
  } finally {
    await session.end()
  }
}

async function migrateWith(migrationsFolder: string): Promise<void> {
  const session = postgres(database.url, { max: 1, onnotice: () => {} })
  await migrate(drizzle(session), { migrationsFolder })
  await session.end()
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'plumbline-rehearse-'))
  folder = await writeMigrations(join(dir, 'drizzle'), { ...APPLIED, ...PENDING })
  ;[database, shadow] = await Promise.all([freshDatabase(17), serverUrl(17)])
  await migrateWith(await writeMigrations(join(dir, 'applied'), APPLIED))
  await sql(`insert into users values (1, 'ada@example.com', 36)`)
})
afterAll(async () => {
  await database.drop()
  await rm(dir, { recursive: true, force: true })
})

describe('rehearse', () => {
  test('says that it works, with the locks and the rewrites of each statement', async () => {
    const ended = await on('rehearse', '--format', 'json')
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    const { outcome, pending, statements, drift } = JSON.parse(ended.stdout)
    expect({ outcome, pending, drift }).toEqual({
      outcome: 'works',
      pending: ['0002_posts'],
      drift: { before: [], after: [] },
    })
    expect(statements).toMatchObject([
      { line: 1, locks: [{ relation: 'public.users', mode: 'ShareRowExclusiveLock' }], rewritten: [] },
      { line: 3, locks: expect.arrayContaining([{ relation: 'public.users', mode: 'AccessExclusiveLock' }]) },
      { line: 5, locks: [], rewritten: [] },
    ])
    expect(statements[1].rewritten).toEqual(expect.arrayContaining(['public.users', 'public.users_age']))
  })

  test('on a staging database, whose rows stay as they were', async () => {
    const ended = await plumbline('rehearse', '--on', database.url, '--migrations', folder, '--shadow-url', shadow)
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^WORKS[^]*all its rows; rolled back/) })
    expect(
      await sql(`select to_regclass('posts') is null as gone, bio from users left join (select null as bio) b on true`),
    ).toEqual([{ gone: true, bio: null }])
  })

  test('refuses a database that others use, and a statement that no transaction takes', async () => {
    const other = postgres(database.url, { max: 1, onnotice: () => {} })
    await other`select 1`
    const busy = await plumbline('rehearse', '--on', database.url, '--migrations', folder, '--shadow-url', shadow)
    await other.end()
    expect(busy).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/1 other session is connected[^]*--yes/),
    })
    const alone = await writeMigrations(join(dir, 'alone'), {
      ...APPLIED,
      '0002_index': `select nextval('users_id_seq');\n--> statement-breakpoint\ncreate index concurrently i on users (age);`,
    })
    const refused = await plumbline('rehearse', '--on', database.url, '--migrations', alone, '--shadow-url', shadow)
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /0002_index.sql:1: a sequence does not go back\n[^]*0002_index.sql:3 cannot be rehearsed in a transaction/,
      ),
    })
  })

  test('says what fails on the drifted catalog, as PostgreSQL says it', async () => {
    await sql('alter table users add column bio text')
    const collided = await on('rehearse', '--format', 'json')
    expect(collided.code).toBe(1)
    expect(JSON.parse(collided.stdout)).toMatchObject({
      outcome: 'fails',
      drift: { before: ['extra column:public.users.bio'] },
      statements: [{ error: null }, { error: null }, { line: 5, error: { sqlstate: '42701', line: 5 } }],
    })
    const wrong = await writeMigrations(join(dir, 'wrong'), {
      ...APPLIED,
      '0002_wrong': 'update users\n   set nope = 1;',
    })
    const placed = await plumbline(
      'rehearse',
      '--database-url',
      database.url,
      '--migrations',
      wrong,
      '--shadow-url',
      shadow,
    )
    expect(placed).toMatchObject({ code: 1, stdout: expect.stringMatching(/^FAILS/) })
    expect(placed.stdout).toMatch(
      /0002_wrong.sql:2, statement 1[^\n]*\n +42703: column "nope" of relation "users" does not exist\n +set nope = 1;\n +\^/,
    )
  })

  test('says what it leaves that the migrations do not say', async () => {
    const same = await writeMigrations(join(dir, 'same'), {
      ...APPLIED,
      '0002_bio': 'alter table users add column if not exists bio varchar(9);',
    })
    const ended = await plumbline(
      'rehearse',
      '--database-url',
      database.url,
      '--migrations',
      same,
      '--shadow-url',
      shadow,
    )
    expect(ended).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('changed column:public.users.bio: not as the migrations'),
    })
  })

  test('a catalog from a file; what cannot be copied is unknown: exit code 3', async () => {
    const file = join(dir, 'catalog.json')
    const { stdout } = await plumbline('introspect', '--database-url', database.url, '--format', 'json')
    const facts = JSON.parse(stdout)
    const policy = { key: 'policy:public.users.own', parent: 'table:public.users' }
    facts.push({ ...policy, value: 'as permissive for all to rehearsed_by_nobody using (true)' })
    await writeFile(
      file,
      JSON.stringify([...facts, { key: 'extension:nowhere', parent: null, value: 'schema public' }]),
    )
    const from = ['rehearse', '--catalog', file, '--migrations', folder, '--shadow-url', shadow, '--platform', 'none']
    const ended = await plumbline(...from, '--at', '0002_posts')
    expect(ended).toMatchObject({ code: 3, stdout: expect.stringContaining('extension:nowhere: not in the copy') })
    expect(ended.stdout).not.toContain('policy:public.users.own: not in')
    expect(await sql(`select from pg_roles where rolname = 'rehearsed_by_nobody'`)).toEqual([])
    expect(await plumbline(...from)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/does not say which migrations[^]*--at 0002_posts/),
    })
    expect(await plumbline(...from, '--at', '0009')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no migration 0009'),
    })
  })
})

describe('adopt', () => {
  test('with something pending prints, but writes nothing', async () => {
    const before = await readdir(folder)
    const ended = await on('adopt', '--write')
    expect(ended).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/0002_posts is pending[^]*skip it for ever/),
    })
    expect(await readdir(folder)).toEqual(before)
    expect(await on('adopt')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('alter table public.users add column bio text;'),
    })
  })

  test('writes a migration after which the target is clean', async () => {
    const own = join(dir, 'adopting')
    await cp(join(dir, 'applied'), own, { recursive: true })
    const args = ['--database-url', database.url, '--migrations', own, '--shadow-url', shadow]
    const ended = await plumbline('adopt', ...args, '--write', '--name', 'bio')
    expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining('written: ') })
    expect(await readFile(join(own, '0002_bio.sql'), 'utf8')).toContain('alter table public.users add column bio text;')
    await sql(/insert into .*;/.exec(ended.stderr)?.[0] ?? '')
    expect(await plumbline('verify', ...args)).toMatchObject({ code: 0 })
    await sql('delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)')
    expect(await plumbline('adopt', ...args, '--name', '../x')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is no name'),
    })
  })
})

describe('repair', () => {
  test('prints SQL after which the target is clean, for one finding or all; what is lost is said', async () => {
    await sql('drop index users_age')
    const one = await on('repair', '--finding', 'drift:index:public.users_age')
    expect(one).toMatchObject({ code: 0, stderr: '', stdout: expect.not.stringContaining('bio') })
    expect(await on('repair', '--finding', 'drift:x')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there are: drift:'),
    })
    const all = await on('repair')
    expect(all.stdout).toMatch(
      /-- destructive: the values of public.users.bio\nalter table public.users drop column bio;/,
    )
    expect(all.stdout).toContain('cannot be undone')
    await sql(all.stdout)
    expect(
      await plumbline(
        'verify',
        '--database-url',
        database.url,
        '--migrations',
        join(dir, 'applied'),
        '--shadow-url',
        shadow,
      ),
    ).toMatchObject({ code: 0 })
    expect(await sql('select address from users')).toEqual([{ address: 'ada@example.com' }])
    expect((await on('repair')).stdout).toContain('nothing to repair')
  })
})

describe('down', () => {
  test('undoes the last migrations: names go back with their values, and Drizzle runs them again', async () => {
    const applied = join(dir, 'applied')
    const ended = await plumbline(
      'down',
      '--last',
      '1',
      '--migrations',
      applied,
      '--shadow-url',
      shadow,
      '--platform',
      'none',
    )
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    await sql(ended.stdout)
    expect(await sql(`select email, to_regclass('users_age') as index from users`)).toEqual([
      { email: 'ada@example.com', index: null },
    ])
    await migrateWith(applied)
    expect(await sql(`select address, to_regclass('users_age')::text as index from users`)).toEqual([
      { address: 'ada@example.com', index: 'users_age' },
    ])
  })

  test('says what it cannot undo', async () => {
    const own = await writeMigrations(join(dir, 'lossy'), {
      ...APPLIED,
      '0002_lossy':
        'update users set age = 0;\n--> statement-breakpoint\nalter table users drop column age;\n--> statement-breakpoint\nalter table users drop column address;',
    })
    const ended = await plumbline(
      'down',
      '0002_lossy',
      '--migrations',
      own,
      '--shadow-url',
      shadow,
      '--platform',
      'none',
    )
    expect(ended.code).toBe(0)
    expect(ended.stdout).toContain(
      '-- Cannot be undone: column:public.users.age is made again, but what it held is gone.',
    )
    expect(ended.stdout).toContain('-- Not undone: rows that 0002_lossy.sql:1: update users set age = 0')
    expect(ended.stdout).toMatch(/rows that are there must bring what it asks for, or it fails: 23502/)
  })
})

describe('wrong usage', () => {
  const cases: [what: string, args: () => string[], code: number, message: RegExp][] = [
    ['no migration', () => ['down', '--migrations', folder], 2, /say which migrations: a tag, or --last/],
    [
      'an unknown one',
      () => ['down', '0009', '--migrations', folder],
      2,
      /there is no migration 0009; the last one is 0002_posts/,
    ],
    [
      'a number that is none',
      () => ['down', '--last', 'x', '--migrations', folder],
      2,
      /--last x is not a number from 1 to 3/,
    ],
    ['a word too many', () => ['down', 'a', 'b'], 2, /Unexpected argument 'b'/],
    ['catalog and database', () => ['repair', '--catalog', 'x', '--database-url', database.url], 2, /were both given/],
    ['no database', () => ['rehearse', '--migrations', folder], 2, /no database was given/],
    [
      'no folder',
      () => ['adopt', '--database-url', database.url, '--migrations', join(dir, 'none')],
      2,
      /there is no folder/,
    ],
    [
      'nobody there',
      () => ['repair', '--migrations', folder, '--database-url', `postgres://me:${PASSWORD}@127.0.0.1:1/x`],
      3,
      /refused/,
    ],
    [
      'nobody to rehearse on',
      () => ['rehearse', '--migrations', folder, '--on', `postgres://me:${PASSWORD}@127.0.0.1:1/x`],
      3,
      /refused/,
    ],
  ]
  test.concurrent.each(cases)('%s', async (_, args, code, message) => {
    const ended = await plumbline(...args())
    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(message) })
    expect(ended.stderr).not.toContain(PASSWORD)
    expect(ended.stderr).not.toMatch(/\n {4}at /)
  })
})
