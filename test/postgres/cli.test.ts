import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { runScript } from '../support/command.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { writeMigrations } from '../support/migrations.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

const PASSWORD = 'the-wrong-password'

let dir: string
let folder: string
let file: string
let database: TestDatabase

const plumbline = (...args: string[]) => runScript('plumbline.ts', args)
const verify = (...args: string[]) => plumbline('verify', '--database-url', database.url, ...args)

const keys = (json: string): string[] => JSON.parse(json).map(({ key }: { key: string }) => key)
const seen = (...args: string[]) => verify('--blueprint', file, ...args)

const show = async (...args: string[]) => (await plumbline('blueprint', 'show', '--blueprint', file, ...args)).stdout

async function sql(statement: string): Promise<void> {
  const session = postgres(database.url, { max: 1, onnotice: () => {} })
  await session.unsafe(statement)
  await session.end()
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'plumbline-cli-'))
  file = join(dir, 'blueprint.json')
  folder = await writeMigrations(join(dir, 'drizzle'), {
    '0000_users': 'create table users (id int primary key, email text not null);',
    '0001_emails': 'create unique index users_email on users (email);',
  })
  database = await freshDatabase(17)
  const session = postgres(database.url, { max: 1, onnotice: () => {} })
  await migrate(drizzle(session), { migrationsFolder: folder })
  await session.end()
})
afterAll(async () => {
  await database.drop()
  await rm(dir, { recursive: true, force: true })
})

describe('blueprint', () => {
  test('build writes it and says what is in it', async () => {
    const built = await plumbline('blueprint', 'build', '--migrations', folder, '--platform', 'none', '--out', file)
    expect(built).toMatchObject({ code: 0, stderr: '' })
    expect(built.stdout).toMatch(/^BUILT {5}2 migrations \(0000_users … 0001_emails\), 6 facts$/m)
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ tag: 'untagged', content: { platform: 'none' } })
  })

  test('show tells what each migration makes, the facts at a point and the history of one', async () => {
    expect(await show()).toMatch(/^0001_emails +2025-06-15T15:07 +1 +1 +· +·$/m)
    expect(keys(await show('--at', '0000_users', '--format', 'json'))).not.toContain('index:public.users_email')
    expect(keys(await show('--at', '0001_emails', '--format', 'json'))).toContain('index:public.users_email')
    expect(await show('--fact', 'column:public.users.email')).toBe(
      'column:public.users.email\n  0000_users\n    text not null\n',
    )
  })

  test('a fault is told with its place, and is exit code 1', async () => {
    const faulty = await writeMigrations(join(dir, 'faulty'), {
      '0000_users': 'create table users (id int);\n--> statement-breakpoint\nalter table people add x int;',
    })
    const checked = await plumbline('check', '--migrations', faulty, '--platform', 'none')
    expect(checked.code).toBe(1)
    expect(checked.stdout).toContain('0000_users.sql:3, statement 2, 42P01: relation "people" does not exist')
    expect(checked.stdout).toContain('unknown because of it: public.people')
    const annotated = await plumbline('check', '--migrations', faulty, '--platform', 'none', '--format', 'github')
    expect(annotated).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^::error file=.*0000_users.sql,line=3,/),
    })
  })
})

describe('verify', () => {
  test('is clean with exit code 0, from the folder and from the blueprint', async () => {
    for (const from of [
      ['--migrations', folder],
      ['--blueprint', file],
    ]) {
      expect(await verify(...from)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^PASS /), stderr: '' })
    }
  })

  test('finds what drifted, with the SQL that mends it: exit code 1 for warnings, 2 for worse', async () => {
    const index = 'CREATE UNIQUE INDEX users_email ON public.users USING btree (email)'
    await sql('drop index users_email')
    const warned = await seen()
    expect(warned).toMatchObject({ code: 1, stdout: expect.stringMatching(/^WARN /) })
    expect(warned.stdout).toContain(`${index};`)
    expect(warned.stdout).not.toContain('\u001B')

    await sql('alter table users drop column email')
    const failed = await seen('--format', 'json')
    expect(failed.code).toBe(2)
    expect(keys(JSON.stringify(JSON.parse(failed.stdout).findings))).toEqual([
      'drift:column:public.users.email',
      'drift:unpinned',
    ])
    const sarif = await seen('--format', 'sarif')
    expect(JSON.parse(sarif.stdout).runs[0].results).toHaveLength(2)
    expect((await seen('--format', 'github')).stdout).toMatch(/^::error title=/)

    expect(await seen('--only', 'journal')).toMatchObject({ code: 0 })
    await sql(`alter table users add column email text not null; ${index}`)
    expect(await seen()).toMatchObject({ code: 0 })
  })

  test('a target that refuses is unknown, exit code 3, and the password is nowhere', async () => {
    const refused = database.url.replace(/:[^:@]+@/, `:${PASSWORD}@`)
    for (const args of [
      ['--blueprint', file],
      ['--migrations', folder],
    ]) {
      const ended = await plumbline('verify', '--database-url', refused, ...args)
      expect(ended).toMatchObject({ code: 3, stdout: expect.stringMatching(/^UNKNOWN .*\n/) })
      expect(ended.stdout).toContain('28P01')
      expect(ended.stdout + ended.stderr).not.toContain(PASSWORD)
    }
  })
})

describe('the database itself', () => {
  test('db ping says who answered, and as whom', async () => {
    const ended = await plumbline('db', 'ping', '--database-url', database.url, '--format', 'json')
    expect(JSON.parse(ended.stdout)).toMatchObject({ role: 'postgres', supabase: false, version: /^17/ })
  })

  test('db ping of nobody is exit code 3', async () => {
    const ended = await plumbline('db', 'ping', '--database-url', `postgres://me:${PASSWORD}@127.0.0.1:1/x`)
    expect(ended).toMatchObject({ code: 3, stderr: expect.stringMatching(/^plumbline: .*refused\n→ /) })
  })

  test('introspect prints facts, and fingerprints', async () => {
    expect((await plumbline('introspect', '--database-url', database.url)).stdout).toContain(
      'column:public.users.email\n    text not null\n',
    )
    const groups = await plumbline('introspect', '--database-url', database.url, '--fingerprints')
    expect(groups.stdout).toMatch(/^index +public +1 +[0-9a-f]{32}$/m)
  })
})

describe('wrong usage is one message with its mend, and exit code 2', () => {
  const cases: [what: string, args: () => string[], message: RegExp][] = [
    ['no command', () => [], /^Keeps a Supabase/],
    ['an unknown command', () => ['verfy'], /there is no command verfy; there are: verify, check/],
    ['an unknown option', () => ['verify', '--databse-url', 'x'], /Unknown option '--databse-url'\n→ .* verify --help/],
    ['an option without its value', () => ['verify', '--database-url'], /argument missing/],
    ['a word too many', () => ['verify', 'now'], /Unexpected argument 'now'/],
    ['a format that is none', () => ['verify', '--format', 'xml'], /Expected one of: text, json, sarif, github/],
    ['no database', () => ['verify'], /no database was given\n→ --database-url/],
    ['a connection string that is none', () => ['verify', '--database-url', PASSWORD], /is not a connection string/],
    [
      'a time that is none',
      () => ['db', 'ping', '--database-url', database.url, '--lock-timeout', '1s'],
      /milliseconds/,
    ],
    ['no folder', () => ['check', '--migrations', join(dir, 'nowhere')], /there is no folder .*nowhere\n→ /],
    ['a folder without journal', () => ['check', '--migrations', dir], /holds neither meta\/_journal.json/],
    [
      'blueprint and folder',
      () => ['verify', '--database-url', database.url, '--blueprint', 'a', '--migrations', 'b'],
      /both given/,
    ],
    [
      'no folder of the Supabase CLI',
      () => ['check', '--migrations', folder, '--supabase-migrations', join(dir, 'nowhere')],
      /there is no folder .*nowhere\n→ --supabase-migrations/,
    ],
    [
      'a blueprint and a folder of the Supabase CLI',
      () => ['blueprint', 'show', '--blueprint', file, '--supabase-migrations', dir],
      /both given/,
    ],
    ['no blueprint', () => ['blueprint', 'show', '--blueprint', join(dir, 'none.json')], /cannot be read: ENOENT/],
    [
      'a damaged blueprint',
      () => ['blueprint', 'show', '--blueprint', join(dir, 'damaged.json')],
      /its hash is not that/,
    ],
    [
      'another format',
      () => ['blueprint', 'show', '--blueprint', join(dir, 'later.json')],
      /has format 99, catalog \d+/,
    ],
    [
      'no such migration',
      () => ['blueprint', 'show', '--blueprint', file, '--at', '0009'],
      /the last one is 0001_emails/,
    ],
    [
      'no such fact',
      () => ['blueprint', 'show', '--blueprint', file, '--fact', 'users.email'],
      /column:public.users.email/,
    ],
    ['no target', () => ['run'], /Missing required argument: --target/],
    ['a name that no target has', () => ['run', '--target', 'A'], /cannot be the name of a target/],
    ['no Worker’s address', () => ['status', '--url', 'there'], /not the address of a Worker/],
    ['no token file', () => ['run', '--target', 'demo', '--token-file', join(dir, 'none')], /the token cannot be read/],
  ]

  beforeAll(async () => {
    const blueprint = await readFile(file, 'utf8')
    await writeFile(join(dir, 'damaged.json'), blueprint.replace('text not null', 'text'))
    await writeFile(join(dir, 'later.json'), blueprint.replace(/"format":\d+/, '"format":99'))
  })

  test.each(cases)('%s', async (_what, args, message) => {
    const ended = await plumbline(...args())
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) })
    expect(ended.stderr).not.toMatch(/\n {4}at /)
    expect(ended.stderr).not.toContain(PASSWORD)
  })
})

test.each([
  ['hook send --target demo --sha HEAD --url http://127.0.0.1:1', 'HEAD is no commit’s hash'],
  ['hook send --target demo --sender github --secret-file /none', 'the secret cannot be read'],
  ['gate --target demo --wait soon', '--wait soon is not a number of seconds'],
])('%s is refused with what mends it', async (words, said) => {
  const ended = await plumbline(...words.split(' '))
  expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(said) })
})

test('a Worker that does not answer is unknown: exit code 3', async () => {
  const ended = await plumbline('status', '--url', 'http://127.0.0.1:1')
  expect(ended).toMatchObject({ code: 3, stderr: expect.stringMatching(/^plumbline: no Worker answers at .*\n→ /) })
})

test.each([
  'verify',
  'check',
  'rehearse',
  'down',
  'run',
  'status',
  'gate',
  'hook send',
  'introspect',
  'blueprint build',
])('%s --help has options and examples', async (words) => {
  const ended = await plumbline(...words.split(' '), '--help')
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect(ended.stdout).toMatch(/OPTIONS[^]*EXAMPLES\n\n {2}npm run -s plumbline -- /)
})
