import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { migrationsAt, ARCHIVE_BOUNDS } from '../../functions/deploy/repository/migrations.ts'
import { performPhase } from '../../functions/deploy/perform.ts'
import { preflight } from '../../functions/deploy/steps/preflight.ts'
import { settingsOf } from '../../functions/env.ts'
import { sha256 } from '../../functions/model/parts.ts'
import { archiveDouble, archiveOf, gzip, type Archived } from '../support/github.ts'
import { SECRETS, signed } from '../support/hooks.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { ask, bindings, blueprint, freshTarget, looked, migrate, post } from './support.ts'

const SHA = 'fedcba9876543210fedcba9876543210fedcba98'
const FIRST = 'create table links (id int primary key, workspace_id int);'
const NINTH =
  'alter table links add column note text;\n--> statement-breakpoint\nalter table links add column workspace_id int;'
const access = { api: 'https://api.github.com', token: 'ghp_secret' }
const commit = { repository: 'acme/shop', sha: SHA }

const journal = (...tags: string[]) =>
  JSON.stringify({ entries: tags.map((tag, idx) => ({ idx, when: (idx + 1) * 1000, tag, version: '7' })) })

/** The folder of the incident: its ninth migration adds a column that is there. */
const folder = (at = 'drizzle/', ninth = NINTH): Record<string, Archived> => ({
  'README.md': '# Shop',
  [`${at}0000_first.sql`]: FIRST,
  [`${at}0009_workspaces.sql`]: ninth,
  [`${at}meta/_journal.json`]: journal('0000_first', '0009_workspaces'),
  [`${at}meta/0009_snapshot.json`]: '{}',
})

let database: TestDatabase

beforeAll(async () => {
  await migrate()
  database = await freshDatabase()
  await database.run(
    `${FIRST} create schema drizzle;
    create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
    insert into drizzle.__drizzle_migrations (hash, created_at) values ('${await sha256(FIRST)}', 1000)`,
  )
}, 60_000)
afterAll(() => database.drop())
afterEach(() => void vi.restoreAllMocks())

interface Scene {
  event?: object
  deploys?: object
  settings?: Record<string, unknown>
  /** How often a piece is tried. */
  tries?: number
  target?: string
}

/** Tells the Worker of a deploy of the commit and does what is done before it; GitHub is `answer`. */
async function before(github: ReturnType<typeof archiveDouble>, scene: Scene = {}) {
  const { event = {}, deploys = {}, settings = {}, tries = 2, target = freshTarget() } = scene
  const env = {
    ...bindings([], {
      TARGETS: { [target]: { url_secret: 'SOME_URL', deploys } },
      SOME_URL: database.url,
      HOOK_SECRET_STANDARD: SECRETS.standard,
      GITHUB_TOKEN: access.token,
      ...settings,
    }),
    DEPLOYS: { create: async () => {} } as never,
  }
  const body = JSON.stringify({ sha: SHA, phase: 'before', repository: 'acme/shop', ...event })
  const headers = await signed('standard', body, { at: Date.now(), id: crypto.randomUUID() })
  expect((await ask(env, `/hooks/standard/${target}`, { method: 'POST', headers, body })).status).toBe(202)
  const [configured] = settingsOf(env).targets
  if (!configured) throw new Error('no target')
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) =>
    init?.method === 'POST'
      ? new Response('{}', { status: 201 })
      : github.answer(String(input), { headers: new Headers(init?.headers) }),
  )
  const durable = {
    async once<T>(_: string, shape: { parse(value: unknown): T }, work: () => Promise<T>): Promise<T> {
      for (let left = tries; ; left -= 1) {
        try {
          return shape.parse(JSON.parse(JSON.stringify(await work())))
        } catch (error) {
          if (left <= 1) throw error
        }
      }
    },
    sleep: async () => {},
  }
  const context = { env, target: configured, durable, now: Date.now, before: [preflight], look: async () => looked([]) }
  const result = await performPhase(context, { target, deploy: `${'sha' in event ? 'r1' : SHA}-1`, phase: 'before' })
  expect(JSON.stringify(result)).not.toContain(access.token)
  expect(JSON.stringify(result)).not.toContain('token=once')
  const record = result.steps.find(({ step }) => step === 'preflight')
  return { env, target, result, record, asked: github.asked.filter(({ url }) => /tarball|codeload/.test(url.href)) }
}

const archived = async (files: Record<string, Archived>) => archiveDouble(await archiveOf(SHA, files))

describe('before a deploy from GitHub', () => {
  test('what will fail stops it, with the statement, its line and the command that shows more', async () => {
    const { env, target, result, record, asked } = await before(await archived(folder()))
    const said =
      '0009_workspaces will fail: 42701 column "workspace_id" of relation "links" already exists (0009_workspaces.sql:3)'
    const mend = `tar c drizzle | curl --data-binary @- -H "Authorization: Bearer $PLUMBLINE_TOKEN" $URL/${target}/preflight`
    expect(result).toMatchObject({ verdict: 'stop', reasons: [{ what: 'step', step: 'preflight', said, mend }] })
    expect(record).toMatchObject({
      outcome: 'done',
      said: expect.stringMatching(/^acme\/shop at fedcba987654: 1 of 2 migrations are pending; 1 statement will fail/),
    })
    expect(asked.map(({ url, authorization }) => [url.host, authorization])).toEqual([
      ['api.github.com', 'Bearer ghp_secret'],
      ['codeload.github.com', null],
    ])
    const gate = await ask(env, `/${target}/gate?sha=${SHA}`, { headers: { 'User-Agent': 'curl/8' } })
    expect(gate.status).toBe(409)
    const text = (await gate.text()).replaceAll(/\s+/g, ' ')
    expect(text).toContain(`preflight: ${said}`)
    expect(text).toContain(`curl --data-binary @- -H`)
  })

  test.each<[string, Record<string, Archived>, Scene, RegExp]>([
    [
      'nothing stands in the way',
      folder('drizzle/', 'alter table links add column note text;'),
      {},
      /: 1 of 2 migrations are pending(?:; lint: .*)?$/,
    ],
    [
      'lint is said, and stops nothing',
      folder('drizzle/', 'create index note_idx on links (workspace_id);'),
      {},
      /: 1 of 2 migrations are pending; lint: .*\b\d+ (?:high|medium|low)/,
    ],
    [
      'what nobody can foretell is said, and stops nothing',
      folder('drizzle/', 'do $$ begin end $$;'),
      {},
      /nobody can say of 1 statement/,
    ],
    [
      'in another folder that the target names, whose path PAX alone can hold, beside a link',
      { ...folder(`${'deep/'.repeat(60)}drizzle/`, 'select 1;'), 'docs/latest.sql': { link: 'old.sql' } },
      { deploys: { migrations: ['deep/'] } },
      /: 1 of 2 migrations are pending/,
    ],
  ])('go: %s', async (_, files, scene, said) => {
    const { result, record } = await before(await archived(files), scene)
    expect([result.verdict, record]).toMatchObject(['go', { outcome: 'done', said: expect.stringMatching(said) }])
  })

  test.each<[string, Record<string, Archived>, Scene, RegExp]>([
    [
      'in another folder',
      folder('packages/db/drizzle/'),
      {},
      /no migrations folder of Drizzle’s below drizzle\/, supabase\/migrations\//,
    ],
    ['no migrations', { 'README.md': '#' }, {}, /no migrations folder/],
    ['Supabase’s own', { 'supabase/migrations/20250101000000_a.sql': NINTH }, {}, /no migrations folder of Drizzle’s/],
    ['no repository', {}, { event: { repository: null } }, /standard names no repository at GitHub/],
    ['a short commit', {}, { event: { sha: null, release: 'r1' } }, /full name is not known/],
    ['no token', {}, { settings: { GITHUB_TOKEN: '' } }, /GITHUB_TOKEN is not set/],
  ])('left out: %s', async (_, files, scene, said) => {
    const { result, record } = await before(await archived(files), scene)
    expect([result.verdict, record]).toMatchObject(['go', { outcome: 'left-out', said: expect.stringMatching(said) }])
  })

  test('already applied, by the journal: nothing is pending', async () => {
    const files = folder()
    files['drizzle/meta/_journal.json'] = journal('0000_first')
    const { result, record } = await before(await archived(files))
    expect([result.verdict, record?.said]).toEqual(['go', 'acme/shop at fedcba987654: 0 of 1 migrations are pending'])
  })

  test('where none came along it is left out only if the commit’s own blueprint is applied', async () => {
    const none = { event: { migrationsChanged: [] } }
    const github = await archived(folder())
    const asks = await before(github, none)
    expect([asks.result.verdict, asks.asked.length]).toEqual(['stop', 2])
    const applied = { tag: '0000_first', file: '0000_first.sql', when: 1000, hash: await sha256(FIRST) }
    const numbers = { spellings: {}, statements: 1, adds: 0, changes: 0, removes: 0 }
    for (const [tag, outcome] of [
      ['another', 'done'],
      [SHA, 'left-out'],
    ] as const) {
      const target = freshTarget()
      const env = bindings([target], { SOME_URL: database.url })
      const published = await blueprint(tag, { migrations: [{ ...applied, ...numbers }] })
      expect((await post(env, `/${target}/blueprints`, JSON.stringify(published))).status).toBe(201)
      expect((await before(await archived(folder()), { ...none, target })).record).toMatchObject({ outcome })
      vi.restoreAllMocks()
    }
  })

  test('a target that cannot be read is unknown, with the reason', async () => {
    const settings = { SOME_URL: 'postgresql://nobody:pw@127.0.0.1:9/none' }
    const { result } = await before(await archived(folder()), { settings })
    expect(result).toMatchObject({
      verdict: 'unknown',
      reasons: [{ what: 'unknown', subject: 'the target', reason: expect.any(String), mend: expect.any(String) }],
    })
  })
})

const status =
  (code: number, headers: Record<string, string> = {}) =>
  () =>
    new Response('{}', { status: code, headers })
const body = (bytes: BodyInit) => () => new Response(bytes)
const zeros = (mib: number) => new Uint8Array(mib * 1024 * 1024)

describe('what GitHub may answer', () => {
  test.each<[string, () => Response | Promise<Response>]>([
    ['429', status(429, { 'Retry-After': '1' })],
    ['403 of the rate limit', status(403, { 'x-ratelimit-remaining': '0' })],
    ['502', status(502)],
    ['a reset', () => Promise.reject(new TypeError('network connection lost'))],
    ['half an archive', async () => new Response((await archiveOf(SHA, folder())).slice(0, 300))],
    ['nothing', body('')],
    [
      'an archive with a wrong checksum',
      async () =>
        new Response((await archiveOf(SHA, folder())).map((byte, i, all) => (i === all.length - 6 ? byte ^ 1 : byte))),
    ],
    ['half a tar', async () => new Response(await gzip(zeros(1).fill(65, 0, 300)))],
  ])('%s is asked again; where it lasts it is unknown', async (_, fault) => {
    const once = archiveDouble(await archiveOf(SHA, { 'README.md': '#' }), [fault])
    expect((await before(once)).record?.said).toMatch(/no migrations folder/)
    const { result, record } = await before(archiveDouble(new Uint8Array(), [fault, fault, fault]))
    expect(record).toMatchObject({
      outcome: 'done',
      said: expect.stringMatching(/^the migrations of acme\/shop could not be looked at: /),
    })
    expect(result).toMatchObject({
      verdict: 'unknown',
      reasons: [{ what: 'unknown', mend: expect.stringContaining('curl --data-binary') }],
    })
  })

  test.each<[string, (() => Response | Promise<Response>)[], RegExp, RegExp]>([
    [
      '401',
      [status(401)],
      /answered 401 to GET \/repos\/acme\/shop\/tarball\/fedcba.*refused/,
      /wrangler secret put GITHUB_TOKEN/,
    ],
    [
      '403',
      [status(403, { 'x-accepted-github-permissions': 'contents=read' })],
      /403.*asks for contents=read/,
      /Contents: read/,
    ],
    ['404', [status(404)], /404.*no such commit, or the token may not see/, /Contents: read.* for acme\/shop/],
    ['410', [status(410)], /answered 410/, /GITHUB_API_URL/],
    [
      '404 where it leads to',
      [status(302, { Location: 'https://codeload.github.com/x?token=once' }), status(404)],
      /404 to the archive at codeload/,
      /Contents: read/,
    ],
    [
      'a way without encryption',
      [status(302, { Location: 'http://codeload.github.com/x?token=once' })],
      /nowhere that can be followed/,
      /GITHUB_API_URL/,
    ],
    [
      'a circle',
      Array.from({ length: 9 }, () => status(302, { Location: 'https://api.github.com/x' })),
      /nowhere/,
      /GITHUB_API_URL/,
    ],
    ['a page instead of an archive', [body('<!doctype html>')], /not gzip/, /tar c drizzle/],
  ])('%s is unknown at once, with the mend', async (_, faults, reason, mend) => {
    const { result } = await before(archiveDouble(new Uint8Array(), faults), { tries: 1 })
    expect(result).toMatchObject({
      verdict: 'unknown',
      reasons: [{ what: 'unknown', reason: expect.stringMatching(reason), mend: expect.stringMatching(mend) }],
    })
  })

  test('a repository of another name is followed with the token, as far as the API goes', async () => {
    const github = archiveDouble(await archiveOf(SHA, { 'README.md': '#' }), [
      status(301, { Location: `https://api.github.com/repositories/1/tarball/${SHA}` }),
      status(302, { Location: `https://codeload.github.com/acme/store/legacy.tar.gz/${SHA}?token=once` }),
    ])
    const { record, asked } = await before(github)
    expect([record?.outcome, asked.map(({ authorization }) => authorization !== null)]).toEqual([
      'left-out',
      [true, true, false],
    ])
  })

  test.each<[string, Record<string, Archived>, RegExp]>([
    [
      'a migration that is a link',
      { ...folder(), 'drizzle/0009_workspaces.sql': { link: '../x.sql' } },
      /"drizzle\/0009_workspaces\.sql" in it is a link/,
    ],
    ['a folder that is a link', { ...folder('db/'), drizzle: { link: 'db' } }, /"drizzle" in it is a link/],
    ['a path that leads out', { ...folder(), 'drizzle/../../x.sql': '' }, /leads out of it/],
    ['two folders', { ...folder('drizzle/a/'), ...folder('drizzle/b/') }, /several migrations folders/],
    ['a journal that is none', { ...folder(), 'drizzle/meta/_journal.json': '{' }, /not a Drizzle journal/],
    ['17 MiB in one migration', { ...folder(), 'drizzle/0010_bomb.sql': zeros(17) }, /more than 16 MiB of migrations/],
  ])('%s is unknown', async (_, files, reason) => {
    const { result } = await before(await archived(files), { tries: 1 })
    expect(result).toMatchObject({
      verdict: 'unknown',
      reasons: [{ what: 'unknown', reason: expect.stringMatching(reason), mend: expect.any(String) }],
    })
  })
})

const from = async (archive: Uint8Array<ArrayBuffer>, bounds: object) => {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(archive))
  return migrationsAt(access, commit, ['drizzle/'], { ...ARCHIVE_BOUNDS, ...bounds })
}

describe('how much is read', () => {
  test.each<[string, object, RegExp]>([
    ['packed', { packed: 100 }, /more than 0\.0\d* MiB as it comes/],
    ['unpacked', { unpacked: 1024 * 1024 }, /more than 1 MiB unpacked/],
    ['entries', { entries: 4 }, /more than 4 entries/],
    ['files', { files: 2 }, /more than 2 migrations/],
  ])('%s: the limit is said', async (_, bounds, reason) => {
    const archive = await archiveOf(SHA, { ...folder(), 'zeros.bin': zeros(2) })
    expect(await from(archive, bounds)).toMatchObject({
      reason: expect.stringMatching(reason),
      mend: expect.any(String),
    })
  })

  test('a bomb is not inflated beyond its limit, however fast it comes', async () => {
    const bomb = await archiveOf(SHA, { ...folder(), 'zeros.bin': zeros(96) })
    const read = { bytes: 0 }
    const body = new ReadableStream({
      pull(controller) {
        if (read.bytes >= bomb.length) return controller.close()
        controller.enqueue(bomb.slice(read.bytes, (read.bytes += 4096)))
      },
    })
    vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(body))
    const refused = await migrationsAt(access, commit, ['drizzle/'], { ...ARCHIVE_BOUNDS, unpacked: 8 * 1024 * 1024 })
    expect(refused).toMatchObject({ reason: expect.stringMatching(/more than 8 MiB unpacked/) })
    // What was taken of it is what makes 8 MiB, and the next pieces: not the whole.
    expect(read.bytes).toBeLessThan(bomb.length / 3)
  })
})
