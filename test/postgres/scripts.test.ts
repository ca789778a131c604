import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { runScript, type Ended } from '../support/command.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { writeMigrations } from '../support/migrations.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 })

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const FIRST = {
  '0000_links': 'create table links (id int primary key, url text);\nalter table links enable row level security;',
}
const SECOND = { '0001_urls': 'alter table links add column url text;' }

let dir: string
let database: TestDatabase
let scripts: Record<string, string>

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'plumbline-scripts-'))
  scripts = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))).scripts
  database = await freshDatabase(17)
  const sql = postgres(database.url, { max: 1, onnotice: () => {} })
  await migrate(drizzle(sql), { migrationsFolder: await writeMigrations(join(dir, 'applied'), FIRST) })
  await sql.unsafe(`insert into links values (1, 'a,"b"'), (2, null), (3, '')`)
  await sql.end()
  await writeMigrations(join(dir, 'drizzle'), { ...FIRST, ...SECOND })
})
afterAll(async () => {
  await database?.drop()
  await rm(dir, { recursive: true, force: true })
})

/** Runs the line of a script as npm does: in the checkout, called from the project's folder. */
async function npm(name: string, args: readonly string[] = [], from = dir): Promise<Ended> {
  const [node, file = '', ...rest] = (scripts[name] ?? '').split(' ')
  expect(node).toBe('node')
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    DATABASE_URL: database.url,
    PLUMBLINE_HOME: join(dir, 'kept'),
    INIT_CWD: from,
    npm_lifecycle_event: name,
  }
  return new Promise((resolve) =>
    execFile(process.execPath, [file, ...rest, ...args], { cwd: ROOT, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, stdout, stderr }),
    ),
  )
}

const GUIDE = [
  'introspect',
  'pull',
  'generate',
  'check',
  'up',
  'migrate',
  'migrate:test',
  'migrate:validate',
  'migrate:rollback',
  'verify:schema',
  'db:health-check',
  'db:backup',
  'db:ping',
  'db:query',
  'health-check',
  'start',
  'stop',
]

test('every name of the guide is a script, and docs/scripts.md says what it does', async () => {
  const page = await readFile(join(ROOT, 'docs/scripts.md'), 'utf8')
  for (const name of GUIDE) {
    expect(scripts[name]).toMatch(/^node scripts\/(?:plumbline|start|stop)\.ts/)
    expect(page).toContain(`\`${name}\``)
  }
})

// Of those that ask a database, the tests below run the job itself.
test.each(['pull', 'start', 'stop'])('npm run %s -- --help', async (name) => {
  const ended = await npm(name, ['--help'])
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect(ended.stdout).toMatch(/USAGE[^]*EXAMPLES/)
})

const query = (sql: string, ...args: string[]) => npm('db:query', [sql, ...args])

describe('db:query', () => {
  test('a table, CSV', async () => {
    const sql = 'select id, url from links order by id;'
    expect(await query(sql)).toEqual({ code: 0, stderr: '', stdout: 'id  url\n 1  a,"b"\n 2  null\n 3\n(3 rows)\n' })
    expect((await query(sql, '--format', 'csv')).stdout).toBe('id,url\r\n1,"a,""b"""\r\n2,\r\n3,""\r\n')
  })

  test('what writes is refused: by its text, and by the transaction', async () => {
    const sql = postgres(database.url, { max: 1, onnotice: () => {} })
    await sql.unsafe(`create function sneak() returns int language sql as 'insert into links values (9) returning id'`)
    await sql.end()
    expect((await query('select sneak()')).stderr).toMatch(/read-only transaction \(25006\)|read-only transaction/)
    const two = await query('select 1; drop table links')
    expect(two).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/it holds 2 statements[^]*\n→ /) })
  })
})

test('migrate:validate: journal, files, snapshots, preflight and lint in one table', async () => {
  const ended = await npm('migrate:validate')
  expect(ended.code).toBe(2)
  expect(ended.stdout).toMatch(
    /^PART {6,}RESULT +WHAT\njournal +pass [^]*\npreflight +fail +1 migration is pending; Drizzle will stop in 0001_urls\.sql, line 1[^]*\nlint +\w+ /,
  )
})

test('db:health-check: whether the database is well, and what is not', async () => {
  // Of the server’s own health other tests decide, too.
  expect(await npm('db:health-check', ['--only', 'no-primary-key,sequences'])).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(/^PASS [^]*Everything was looked at, and nothing was found/),
  })
  const sql = postgres(database.url, { max: 1, onnotice: () => {} })
  await sql.unsafe('create table keyless (id int)')
  const ended = await npm('db:health-check', ['--only', 'no-primary-key,sequences'])
  await sql.unsafe('drop table keyless')
  await sql.end()
  expect(ended).toMatchObject({
    code: 1,
    stderr: '',
    stdout: expect.stringMatching(/public\.keyless has no primary key/),
  })
  expect(await npm('db:health-check', ['--only', 'sequence'])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/there is no check sequence; there are: connections, long-queries, [^]*\n→ /),
  })
})

describe('what is drizzle-kit’s job', () => {
  test('is told where there is no configuration, and where there is no drizzle-kit', async () => {
    expect(await npm('generate')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/there is no drizzle\.config\.ts in .*\n→ .*--config/),
    })
    await writeFile(join(dir, 'drizzle.config.json'), '{}')
    expect(await npm('generate')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/drizzle-kit is not installed in .*\n→ npm install --save-dev drizzle-kit/),
    })
    await rm(join(dir, 'drizzle.config.json'))
  })

  test('is done by the project’s own, from a folder below it: generate, introspect', async () => {
    const project = join(dir, 'project')
    await mkdir(join(project, 'src'), { recursive: true })
    await symlink(join(ROOT, 'node_modules'), join(project, 'node_modules'))
    await cp(join(ROOT, 'package.json'), join(project, 'package.json'))
    await writeFile(
      join(project, 'schema.ts'),
      `import { integer, pgTable } from 'drizzle-orm/pg-core'\nexport const links = pgTable('links', { id: integer().primaryKey() })\n`,
    )
    const config = {
      dialect: 'postgresql',
      schema: './schema.ts',
      out: './drizzle',
      dbCredentials: { url: database.url },
    }
    await writeFile(join(project, 'drizzle.config.ts'), `export default ${JSON.stringify(config)}\n`)
    const below = join(project, 'src')
    expect(await npm('generate', ['--name', 'first'], below)).toMatchObject({ code: 0 })
    expect(await readdir(join(project, 'drizzle'))).toContain('0000_first.sql')
    expect(await npm('introspect', [], below)).toMatchObject({ code: 0 })
    expect(await readFile(join(project, 'drizzle/schema.ts'), 'utf8')).toContain('pgTable("links"')
  })
})

test('stop says so where nothing runs, and takes away the note of what was killed', async () => {
  const running = join(dir, 'kept/running')
  await mkdir(running, { recursive: true })
  // A process of another kind has the id now.
  await writeFile(join(running, String(process.pid)), '')
  expect(await npm('stop')).toMatchObject({ code: 1, stdout: 'no npm start is running\n' })
  expect(await readdir(running)).toEqual([])
})

test('health-check: what does not answer is 3', async () => {
  expect(await runScript('plumbline.ts', ['health', '--url', 'http://127.0.0.1:9'])).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/no Worker answers/),
  })
})
