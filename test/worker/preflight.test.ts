import { packTar } from 'modern-tar'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import postgres from 'postgres'
import { Preflight } from '../../functions/model/preflight.ts'
import { ask, bindings, migrate, post, TOKEN } from './support.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address that starts a PostgreSQL on demand: test/support/servers.ts. */
    servers: string
  }
}

beforeAll(migrate)

const journal = JSON.stringify({ entries: [{ idx: 0, when: 1, tag: '0000_a', version: '7', breakpoints: true }] })
const file = (name: string, body: string) => ({ header: { name, size: body.length, type: 'file' as const }, body })
const tar = (sql: string) => packTar([file('drizzle/meta/_journal.json', journal), file('drizzle/0000_a.sql', sql)])
const send = (env: ReturnType<typeof bindings>, body: BodyInit, query = '', token = TOKEN) =>
  ask(env, `/t/preflight${query}`, {
    method: 'POST',
    body,
    headers: { Authorization: `Bearer ${token}`, 'User-Agent': 'curl/8' },
  })

const half = async () => (await tar('select 1;'.repeat(500))).slice(0, 2100)

describe('a body that is no migrations folder is refused with a mend', () => {
  const gone = packTar([file('drizzle/0000_a.sql', 'select 1')])
  const link = packTar([
    file('drizzle/meta/_journal.json', journal),
    { header: { name: 'drizzle/0000_a.sql', size: 0, type: 'symlink', linkname: '../a.sql' } },
  ])
  const out = packTar([file('../../meta/_journal.json', journal)])
  test.each<[string, () => Promise<BodyInit> | BodyInit, number, string, RegExp]>([
    ['nothing', () => '', 400, 'no-migrations', /empty/],
    ['gzip', () => new Uint8Array([0x1f, 0x8b, 8, 0]), 400, 'no-migrations', /compressed/],
    ['text', () => 'create table a ();'.repeat(100), 400, 'no-migrations', /neither JSON nor a tar|neither meta/],
    ['no journal', () => gone, 400, 'no-migrations', /neither meta\/_journal\.json/],
    ['a migration that is a link', () => link, 400, 'no-migrations', /"drizzle\/0000_a\.sql" in it is a link/],
    ['half a tar', half, 400, 'no-migrations', /truncated/],
    ['a path that leads out', () => out, 400, 'no-migrations', /leads out/],
    ['malformed JSON', () => '{"layout":', 400, 'malformed-json', /JSON/],
    ['JSON of another shape', () => '{"layout":"x"}', 400, 'no-migrations', /layout/],
    ['too much', () => new Uint8Array(17 * 1024 * 1024), 413, 'too-large', /16 MiB/],
  ])('%s', async (_, body, status, type, detail) => {
    const answer = await send(bindings(['t']), await body())
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({
      type: `/problems/${type}`,
      detail: expect.stringMatching(detail),
      mend: expect.stringContaining('tar c'),
    })
  })
})

test('needs the token of those who write', async () => {
  expect((await send(bindings(['t']), await tar('select 1'), '', 'other')).status).toBe(401)
})

test('a target that cannot be reached is a problem, and its password is not told', async () => {
  const answer = await send(bindings(['t']), await tar('select 1'))
  const text = await answer.text()
  expect(answer.status).toBe(502)
  expect(text).toContain('/problems/unreachable-target')
  expect(text).not.toContain('the-password-of-the-target')
})

async function exec(url: string, text: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, fetch_types: false })
  await sql.unsafe(text).simple()
  await sql.end()
}

describe('on a real PostgreSQL', () => {
  let env: ReturnType<typeof bindings>
  let url: string
  beforeAll(async () => {
    url = await (await fetch(`${inject('servers')}/17`)).text()
    env = bindings(['t'], { SOME_URL: url })
  }, 60_000)

  test.each([
    ['create table preflight_a (id int primary key);', 200, /^GO /],
    [
      'alter table\n  nowhere add a int;',
      409,
      /^42P01 +relation "nowhere" does not exist\n +0000_a\.sql:2:3 · statement 1/m,
    ],
    ['do $$ begin end $$;', 422, /^UNKNOWN /],
  ])('%j is answered with %d', async (sql, status, text) => {
    const answer = await send(env, await tar(sql))
    expect(await answer.text()).toMatch(text)
    expect(answer.status).toBe(status)
  })

  test('the same as JSON, SARIF and annotations', async () => {
    const folder = {
      layout: 'journal',
      migrations: [{ tag: '0000_a', file: '0000_a.sql', when: 1, text: 'drop table x' }],
    }
    const json = await post(env, '/t/preflight', JSON.stringify(folder))
    expect(await json.json()).toMatchObject({
      verdict: 'stop',
      predictions: [{ sqlstate: '42P01', line: 1, column: 1 }],
    })
    const sarif = await send(env, JSON.stringify(folder), '?format=sarif')
    expect(await sarif.json()).toMatchObject({
      version: '2.1.0',
      runs: [{ results: expect.arrayContaining([expect.objectContaining({ ruleId: 'preflight.fails' })]) }],
    })
    const github = await send(env, JSON.stringify(folder), '?format=github')
    expect(await github.text()).toMatch(/^::error file=0000_a\.sql,line=1,col=1/)
  })

  describe('lint and the rows', () => {
    beforeAll(() =>
      exec(
        url,
        `create table preflight_rows (id int primary key, url text, ok text not null);
insert into preflight_rows select n, case when n > 2 then 'x' end, 'x' from generate_series(1, 50) n; analyze preflight_rows`,
      ),
    )
    afterAll(() => exec(url, 'drop table preflight_rows'))

    const SQL = `alter table preflight_rows alter column url set not null;
alter table preflight_rows alter column ok set not null;
alter table preflight_rows add constraint few check (id < 1000);`
    const folder = JSON.stringify({
      layout: 'journal',
      migrations: [{ tag: '0000_a', file: '0000_a.sql', when: 1, text: SQL }],
    })
    const told = async (query: string) => {
      const answer = await post(env, `/t/preflight${query}`, folder)
      return { status: answer.status, told: Preflight.parse(await answer.json()) }
    }

    test('lint is weighed by what the tables hold; the rows are not asked unless that is wished', async () => {
      const { status, told: own } = await told('')
      expect(status).toBe(200)
      expect(own.predictions.map(({ verdict }) => verdict)).toEqual(['data', 'data'])
      expect(own.lint?.findings.find(({ rule }) => rule === 'set-not-null')).toMatchObject({
        severity: 'info',
        weight: expect.stringMatching(/^about 50 rows/),
      })
      expect([own.unweighed, own.probes]).toEqual([null, null])
      expect((await told('?lint=0')).told.lint).toBeNull()
    })

    test('?probe=1 settles what hangs on the rows: refused with keys, or fine', async () => {
      const { status, told: own } = await told('?probe=1')
      expect(status).toBe(409)
      expect(own.predictions).toMatchObject([
        {
          statement: 1,
          verdict: 'fails',
          sqlstate: '23502',
          message: 'the rows refuse it: 2 rows of public.preflight_rows whose url is null',
          detail: 'for example id 1; id 2',
        },
      ])
      expect(own.pending[0]?.verdicts).toEqual({ fails: 1, unknown: 0, data: 0, hidden: 0, ok: 2 })
      expect(own.probes?.map(({ state }) => state)).toEqual(['fails', 'holds'])
    })

    test('as text and Markdown', async () => {
      const text = await (await send(env, folder, '?probe=1')).text()
      expect(text).toMatch(
        /^23502 +the rows refuse it: 2 rows[^]*4 info\n4 of severity info are not shown: as JSON they are\n[^]*2 questions to the rows; nothing was changed/m,
      )
      const answer = await ask(env, '/t/preflight', {
        method: 'POST',
        body: folder,
        headers: { Authorization: `Bearer ${TOKEN}`, Accept: 'text/markdown' },
      })
      expect(answer.headers.get('Content-Type')).toBe('text/markdown; charset=utf-8')
      expect(await answer.text()).toMatch(/^### Plumbline preflight: pass\n[^]*^#### Locks$/m)
    })

    test('?role= says who migrates, and what that role may not do is foretold', async () => {
      const { status, told: own } = await told('?role=pg_monitor&lint=0')
      expect(status).toBe(409)
      expect(own.migrator).toEqual({ role: 'pg_monitor', by: 'asked' })
      expect(own.predictions[0]).toMatchObject({
        sqlstate: '42501',
        message: 'must be owner of table preflight_rows',
        mend: expect.arrayContaining([expect.stringContaining('to "pg_monitor";')]),
      })
      // Nobody has migrated yet: the journal has no owner.
      const { told: nobody } = await told('?lint=0')
      expect(nobody.migrator).toBeNull()
      expect(await (await send(env, folder, '?lint=0')).text()).toContain('who will migrate is not known')
    })

    test.each(['', 'no_such_role', 'x'.repeat(64), 'a%00b'])('role=%s is a problem', async (role) => {
      const answer = await post(env, `/t/preflight?role=${role}`, folder)
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({
        type: '/problems/wrong-parameter',
        mend: expect.stringContaining('?role=postgres'),
      })
    })

    test('a wish that is neither 0 nor 1 is a problem', async () => {
      const answer = await post(env, '/t/preflight?probe=yes', folder)
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({
        type: '/problems/wrong-parameter',
        mend: expect.stringContaining('?probe=1'),
      })
    })
  })

  test('is in the OpenAPI document', async () => {
    const document = await (await ask(env, '/openapi.json')).json<{ paths: Record<string, object> }>()
    expect(document.paths['/{target}/preflight']).toHaveProperty('post')
  })
})
