import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { writeMigrations } from '../support/migrations.ts'
import { fakeGithub, type FakeGithub } from './ci/github.ts'
import { readAction, runAction, type Ran } from './ci/workflow.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 })

const FIRST = { '0000_links': 'create table links (id bigint primary key, url text);' }
const SECOND = {
  '0001_urls': 'alter table links add column url text;\nalter table links alter column url type varchar(9);',
}

let temp: string
let repository: string
let base: string
let database: TestDatabase
let github: FakeGithub

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    cwd: repository,
    encoding: 'utf8',
  }).trim()

beforeAll(async () => {
  temp = await mkdtemp(join(tmpdir(), 'plumbline-action-'))
  repository = join(temp, 'repository')
  const folder = await writeMigrations(join(repository, 'db/drizzle'), FIRST)
  git('init', '--quiet')
  git('add', '.')
  git('commit', '--quiet', '--message', 'first')
  base = git('rev-parse', 'HEAD')
  database = await freshDatabase(17)
  const sql = postgres(database.url, { max: 1, onnotice: () => {} })
  await migrate(drizzle(sql), { migrationsFolder: folder })
  await sql.end()
  await writeMigrations(folder, { ...FIRST, ...SECOND })
  git('add', '.')
  git('commit', '--quiet', '--message', 'second')
  github = await fakeGithub()
})
afterAll(async () => {
  github?.close()
  await database?.drop()
  await rm(temp, { recursive: true, force: true })
})

const run = (inputs: Record<string, string>, event: Record<string, string> = {}): Promise<Ran> =>
  runAction({
    repository,
    temp,
    inputs: { migrations: 'db/drizzle', ...inputs },
    github: { 'event.pull_request.base.sha': base, 'event.pull_request.number': '7', token: 'token', ...event },
    env: { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: 'me/shop' },
  })

describe('the action, on a pull request whose migration will fail', () => {
  let ran: Ran
  beforeAll(async () => {
    // What others wrote, a page full, and one that looks like ours.
    const mark = '<!-- plumbline preflight of db/drizzle -->\nnot ours'
    for (const body of ['hello', 'there', mark])
      github.comments.push({ id: 90 + github.comments.length, body, user: { type: 'User' } })
    ran = await run({ via: database.url, rehearse: 'true' })
  })

  test('fails, after all was looked at', () => {
    expect(ran.code).toBe(2)
    expect(ran.steps).toEqual([
      'Find the migrations that changed',
      'Node',
      'Install Plumbline',
      'Preflight',
      'Lint',
      'Rehearse',
      'Summary',
      'Code scanning',
      'Comment',
      'Outcome',
    ])
    expect(ran.log).toContain('preflight 2, lint 1, rehearse 1\n')
    expect(ran.outputs).toMatchObject({ changed: 'db/drizzle/0001_urls.sql', preflight: '2' })
  })

  test('annotates the lines', () => {
    expect(ran.log).toMatch(
      /^::error file=db\/drizzle\/0001_urls\.sql,line=1,col=30,title=42701%3A column "url" of relation "links" already exists::/m,
    )
    expect(ran.log).toMatch(
      /^::(?:error|warning) file=db\/drizzle\/0001_urls\.sql,line=2,col=\d+,title=change-type%3A /m,
    )
    expect(ran.log).not.toContain(new URL(database.url).password || 'no password')
  })

  test('leaves a file of each command for code scanning', async () => {
    const files = await readdir(ran.outputs.report ?? '')
    expect(files.filter((name) => name.endsWith('.sarif')).toSorted()).toEqual([
      'lint.sarif',
      'preflight.sarif',
      'rehearse.sarif',
    ])
    const log = JSON.parse(await readFile(join(ran.outputs.report ?? '', 'preflight.sarif'), 'utf8'))
    expect(log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('db/drizzle/0001_urls.sql')
  })

  test('sums up in Markdown, and says the same in one comment, which it keeps up to date', async () => {
    expect(ran.summary).toMatch(
      /^### Plumbline preflight: stop\n[^]*^### Plumbline lint: [^]*^#### Locks\n[^]*^### Plumbline rehearse: stop\n/m,
    )
    expect(github.comments).toHaveLength(4)
    expect(github.comments[3]?.body).toBe(
      `<!-- plumbline preflight of db/drizzle -->\n${ran.summary.replaceAll(/\n(?=### Plumbline (?:lint|rehearse))/g, '\n\n')}`,
    )
    const again = await run({ via: '', lint: 'false', 'fail-on-unknown': 'false' })
    expect(again).toMatchObject({ code: 0, log: expect.stringContaining('comment updated') })
    expect(github.comments).toHaveLength(4)
    expect(github.requests.at(-1)).toBe('PATCH /repos/me/shop/issues/comments/4')
  })
})

test('without a way to the target it lints, and unknown is not clean', async () => {
  const ran = await run({ 'fail-on': 'never', 'upload-sarif': 'false', 'github-token': 'other' })
  expect(ran.code).toBe(3)
  expect(ran.log).toContain('::warning title=Plumbline::no preflight: via is neither')
  expect(ran.log).toMatch(/title=change-type%3A /)
  expect(ran.log).toMatch(/::warning title=Plumbline::the comment could not be written: .* answered 403; give the job/)
  expect(ran.log).toContain('preflight 3, lint 1, rehearse not run\n')
  expect(ran.steps).not.toContain('Code scanning')
})

test('where no migration changed, it does nothing', async () => {
  const ran = await run({ via: database.url }, { 'event.pull_request.base.sha': git('rev-parse', 'HEAD') })
  expect(ran).toMatchObject({ code: 0, steps: ['Find the migrations that changed'], summary: '' })
  expect(ran.log).toBe('no migration of db/drizzle changed\n')
})

test('without a commit to compare with, it says so', async () => {
  const ran = await run({}, { 'event.pull_request.base.sha': '' })
  expect(ran).toMatchObject({ code: 2, log: expect.stringContaining('no commit to compare with') })
})

test('docs/ci.md gives the action only inputs that it has', async () => {
  const text = await readFile(new URL('../../docs/ci.md', import.meta.url), 'utf8')
  const known = Object.keys((await readAction()).inputs)
  const workflows = [...text.matchAll(/```yaml\n([^]*?)```/g)].map(([, yaml = '']) => parse(yaml))
  expect(workflows.length).toBeGreaterThan(1)
  const steps = workflows.flatMap(({ jobs = {} }) =>
    Object.values<{ steps?: { uses?: string; with?: object }[] }>(jobs).flatMap((job) => job.steps ?? []),
  )
  const own = steps.filter(({ uses }) => uses?.includes('/actions/preflight@'))
  expect(own.length).toBeGreaterThan(0)
  for (const step of own) expect(known).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})))
  for (const name of known) expect(text).toContain(`\`${name}\``)
})
