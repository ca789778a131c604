import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { LintReport } from '../../functions/model/lint.ts'
import { runScript } from '../support/command.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { writeMigrations } from '../support/migrations.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

const APPLIED = {
  '0000_links': `create table links (id bigint primary key, url text, owner int);
alter table links enable row level security;`,
}
const ALL = { ...APPLIED, '0001_urls': 'alter table links alter column url set not null;' }

let dir: string
let folder: string
let database: TestDatabase
const plumbline = (...args: string[]) => runScript('plumbline.ts', args)
const lint = (...args: string[]) => plumbline('lint', '--migrations', folder, ...args)

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'plumbline-preflight-'))
  database = await freshDatabase(17)
  const sql = postgres(database.url, { max: 1, onnotice: () => {} })
  await migrate(drizzle(sql), { migrationsFolder: await writeMigrations(join(dir, 'applied'), APPLIED) })
  await sql.unsafe(
    `insert into links select n, case when n > 3 then 'x' end, n from generate_series(1, 100) n; analyze links`,
  )
  await sql.end()
  folder = await writeMigrations(join(dir, 'drizzle'), ALL)
})
afterAll(async () => {
  await database.drop()
  await rm(dir, { recursive: true, force: true })
})

describe('lint', () => {
  test('judges what is pending, weighed by what the target holds', async () => {
    const ended = await plumbline(
      'lint',
      '--migrations',
      folder,
      '--pending',
      '--database-url',
      database.url,
      '--format',
      'json',
      '--fail-on',
      'medium',
    )
    const report = LintReport.parse(JSON.parse(ended.stdout))
    expect(report.migrations).toBe(1)
    expect(report.findings.find(({ rule }) => rule === 'set-not-null')).toMatchObject({
      severity: 'info',
      file: '0001_urls.sql',
      weight: expect.stringMatching(/^about 100 rows, 8 kB/),
    })
    expect(ended.code).toBe(0)
  })

  test('alone, in every format', async () => {
    const [text, github, sarif] = await Promise.all([lint(), lint('--format', 'github'), lint('--format', 'sarif')])
    expect(text.stdout).toMatch(
      /^medium {4}SET NOT NULL of url reads all rows of links[^]* · set-not-null\n[^]*1 medium, 1 low, 1 info$/m,
    )
    expect(github.stdout).toMatch(/^::warning file=.*0001_urls.sql,line=1,col=1,title=set-not-null%3A /m)
    expect(JSON.parse(sarif.stdout).runs[0]).toMatchObject({
      invocations: [{ executionSuccessful: true }],
      results: expect.arrayContaining([expect.objectContaining({ ruleId: 'set-not-null' })]),
    })
    expect([text.code, github.code, sarif.code]).toEqual([1, 1, 1])
  })

  test('a DO block is unknown: exit code 3; bad as asked: 2', async () => {
    const opaque = await writeMigrations(join(dir, 'opaque'), { '0000_do': 'do $$ begin end $$;' })
    expect(await plumbline('lint', '--migrations', opaque)).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/^unknown .*DO block/),
    })
    expect((await plumbline('lint', '--migrations', folder, '--fail-on', 'medium')).code).toBe(2)
  })

  test('a tag that there is not is one message', async () => {
    const ended = await plumbline('lint', '--migrations', folder, '--from', '0009')
    expect(ended).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/there is no migration 0009; the last one is 0001_urls\n→ /),
    })
  })
})

describe('probe', () => {
  test('counts the rows that would fail, with their keys and the SQL that mends them', async () => {
    const ended = await plumbline('probe', '--migrations', folder, '--database-url', database.url)
    expect(ended).toMatchObject({ code: 2, stderr: '' })
    expect(ended.stdout).toMatch(/^fails {5}3 rows of public.links whose url is null: the statement fails \(23502\)\n/)
    expect(ended.stdout).toContain('for example id 1; id 2; id 3')
    expect(ended.stdout).toContain('update public.links set url = … where url is null;')
  })

  test('a target that is not there is exit code 3', async () => {
    const ended = await plumbline(
      'probe',
      '--migrations',
      folder,
      '--database-url',
      'postgres://me:secret@127.0.0.1:1/x',
    )
    expect(ended).toMatchObject({ code: 3, stderr: expect.stringMatching(/could not be looked at/) })
    expect(ended.stderr).not.toContain('secret')
  })
})

describe('docs', () => {
  test('new writes a header that check refuses until it is whole', async () => {
    const own = await writeMigrations(join(dir, 'docs'), ALL)
    const file = join(own, '0001_urls.sql')
    const docs = (...args: string[]) => plumbline('docs', ...args, '--migrations', own)
    expect((await docs('check')).code).toBe(0)
    expect((await docs('check', '--require', '--from', '0001_urls')).code).toBe(1)
    expect(await docs('new', '--tag', '0001_urls')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('another one'),
    })
    const written = await readFile(file, 'utf8')
    expect(written).toContain('-- Dependencies: 0000_links (links)\n')
    expect((await docs('check', '--fail-on', 'medium')).code).toBe(2)
    await writeFile(file, written.replaceAll('TODO', 'as said in the ticket'))
    expect((await docs('check')).code).toBe(0)
    expect(await docs('new', '--tag', '0001_urls')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has a header'),
    })
  })
})

test.each(['lint', 'probe', 'docs check', 'docs new'])('%s --help has options and examples', async (words) => {
  const ended = await plumbline(...words.split(' '), '--help')
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect(ended.stdout).toMatch(/OPTIONS[^]*EXAMPLES\n\n {2}npm run -s plumbline -- /)
})
