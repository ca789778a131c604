import { TargetConfig } from '../../functions/model/target.ts'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { settingsOf } from '../../functions/env.ts'
import { realWorld } from '../../functions/backup/world.ts'
import { backUp } from '../../functions/run/backup.ts'
import { performRun } from '../../functions/run/perform.ts'
import { BackupsJson, ClimbJson } from '../../functions/views/backups.ts'
import { behind, logical } from './behind.ts'
import { ask, bindings, freshTarget, looked, migrate, request, TOKEN } from './support.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const daily = (now: number, ages: number[]) =>
  ages.map((age, i) => ({
    id: 100 - i,
    insertedAt: now - age,
    endsAt: now - age,
    status: 'COMPLETED',
    physical: true,
  }))

const climbIn = async (response: Response) => ClimbJson.parse(await response.json())

beforeAll(migrate)

describe('POST /:target/backups', () => {
  test('makes a restore point once, waits for it, and gives the same answer again', async () => {
    const { backUp, state } = await behind({ pointTakes: 500 })
    const first = await backUp('"deploy-1"', { reason: 'release' })
    expect(first.status).toBe(200)
    const climb = await climbIn(first)
    expect(climb).toMatchObject({
      verdict: 'go',
      rung: 'restore-point',
      tried: [],
      evidence: { detail: { status: 'AVAILABLE' } },
    })
    expect(climb.evidence?.id).toMatch(/^pl-[0-9a-z]{17}$/)
    expect((await state()).made).toEqual([climb.evidence?.id])
    const again = await backUp('deploy-1', { reason: 'release' })
    expect(again.headers.get('Idempotency-Replayed')).toBe('true')
    expect(await climbIn(again)).toEqual(climb)
    expect((await state()).made).toHaveLength(1)
  })

  test.each<[string, string | null, object | undefined, number, string]>([
    ['no key', null, undefined, 400, 'missing-key'],
    ['a key of nothing', '""', undefined, 400, 'missing-key'],
    ['a key that is too long', 'x'.repeat(201), undefined, 400, 'missing-key'],
    ['another body', 'k', { reason: 'another' }, 422, 'key-reused'],
    ['a wait of a day', 'l', { wait: 86_400 }, 400, 'wrong-body'],
    ['a word that nobody knows', 'l', { wiat: 3 }, 400, 'wrong-body'],
  ])('%s is a problem', async (_, key, body, status, problem) => {
    const { backUp, state } = await behind()
    await backUp('k')
    const response = await backUp(key, body)
    expect([response.status, await response.json()]).toMatchObject([status, { type: `/problems/${problem}` }])
    expect((await state()).made).toHaveLength(1)
  })

  test('who comes while it is under way is told so', async () => {
    const { on, target, backUp: ask, faults, state } = await behind({ pointTakes: 0 })
    await faults([null, { slow: 500 }])
    const one = ask('k')
    while ((await state()).asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    const other = await ask('k')
    expect([other.status, await other.json()]).toMatchObject([409, { type: '/problems/request-held', retryable: true }])
    expect(Number(other.headers.get('Retry-After'))).toBeGreaterThan(0)
    expect((await one).status).toBe(200)
    expect((await state()).made).toHaveLength(1)
    expect(settingsOf(on).targets[0]?.name).toBe(target)
  })

  test.each<[string, unknown[]]>([
    ['a reset after it was done', [null, { reset: true, done: true }]],
    ['a reset before', [{ reset: true, done: false }]],
    ['half an answer', [null, { cut: true }]],
    ['500 after it was done', [null, { status: 500, done: true }]],
    ['429 with Retry-After', [{ status: 429, headers: { 'Retry-After': '0.3', 'X-RateLimit-Reset': '0' } }]],
    [
      '429 for what would make it',
      [null, { status: 429, headers: { 'Retry-After': '0.3', 'X-RateLimit-Reset': '0' } }],
    ],
  ])('%s: it is there, once', async (_, list) => {
    const { backUp, faults, state } = await behind()
    await faults(list)
    expect(await climbIn(await backUp('k'))).toMatchObject({ verdict: 'go', rung: 'restore-point' })
    expect((await state()).made).toHaveLength(1)
  })

  test.each<[string, unknown]>([
    ['a black hole', { blackhole: true, done: true }],
    ['a slow drip', { drip: 200 }],
  ])('%s: nobody knows in time, and the next request with the key finds it', async (_, fault) => {
    const { backUp, faults, state } = await behind({}, { enough: ['restore-point'] })
    await faults([null, fault])
    const late = await backUp('k', { wait: 1 })
    expect([late.status, late.headers.get('Retry-After')]).toEqual([503, '15'])
    expect(await climbIn(late)).toMatchObject({
      verdict: 'unknown',
      tried: [{ rung: 'restore-point', state: 'unknown', retryable: true }, { state: 'notEnough' }, {}, {}],
    })
    const found = await climbIn(await backUp('k', { wait: 1 }))
    expect(found).toMatchObject({ verdict: 'go', rung: 'restore-point' })
    expect((await state()).made).toHaveLength(1)
  })

  test('the plan lacks it, the token may not, and the API fails are three things', async () => {
    const enough = { enough: ['restore-point'] }
    const tried = async (project: object, faults: unknown[]) => {
      const target = await behind(project, enough)
      await target.faults(faults)
      const response = await target.backUp('k', { wait: 2 })
      const text = await response.text()
      expect(text).not.toContain(target.token)
      const climb = ClimbJson.parse(JSON.parse(text))
      return [response.status, climb.verdict, climb.tried[0]?.state, climb.tried[0]?.retryable]
    }
    expect(await tried({ restorePoints: 402 }, [])).toEqual([409, 'refuse', 'notOnPlan', false])
    expect(await tried({ restorePoints: 403 }, [])).toEqual([409, 'refuse', 'notOnPlan', false])
    expect(await tried({}, [{ status: 401, body: '{"message":"Unauthorized"}' }])).toEqual([
      409,
      'refuse',
      'failed',
      false,
    ])
    expect(await tried({}, [null, { status: 403, body: '{"message":"Missing scope: database:write"}' }])).toEqual([
      409,
      'refuse',
      'failed',
      false,
    ])
    expect(
      await tried(
        {},
        Array.from({ length: 9 }, () => ({ status: 500 })),
      ),
    ).toEqual([503, 'unknown', 'unknown', true])
    expect(await tried({ pointEnds: 'FAILED' }, [])).toEqual([409, 'refuse', 'failed', false])
  })

  test('below a restore point: PITR, a logical backup, a daily backup, nothing', async () => {
    const now = Date.now()
    const lacks = { restorePoints: 402 }
    const rung = async (project: object, note?: object) => {
      const target = await behind({ ...lacks, ...project })
      if (note) await target.note(logical(target.target, note))
      const climb = await climbIn(await target.backUp('k', { wait: 2 }))
      return [climb.verdict, climb.rung, climb.guarantee === null ? null : Math.round(climb.guarantee.rpoMs / 60_000)]
    }
    const backups = daily(now, [2 * HOUR])
    expect(await rung({ pitr: { earliest: now - DAY, lag: 60_000 }, backups })).toEqual(['go', 'pitr', 1])
    expect(await rung({ backups }, {})).toEqual(['go', 'logical', 60])
    expect(await rung({ backups })).toEqual(['go', 'physical', 120])
    expect(await rung({ backups: daily(now, [30 * HOUR]) })).toEqual(['refuse', null, null])
    const failed = { verified: { at: new Date().toISOString(), durationMs: 1, ok: false, compared: {} } }
    expect(await rung({}, failed)).toEqual(['refuse', null, null])
    expect(await rung({ pitr: { earliest: now - DAY, lag: 5 * HOUR } })).toEqual(['unknown', null, null])
  })

  test('a target without a way says how to configure one', async () => {
    const target = freshTarget()
    const climb = await backUp(
      {
        env: bindings([]),
        target: {
          name: target,
          config: TargetConfig.parse({ transport: 'postgres', url_secret: 'U' }),
          backups: null,
        },
        world: realWorld,
      },
      'k',
      { wait: 1 },
    )
    expect(climb).toMatchObject({
      state: 'done',
      climb: {
        verdict: 'refuse',
        tried: [
          { state: 'unknown', mend: expect.stringContaining(`[vars.TARGETS.${target}]`) },
          {},
          { state: 'absent' },
          {},
        ],
      },
    })
  })
})

describe('GET /:target/backups', () => {
  test('lists what there is, with its age and the days that are missing', async () => {
    const now = Date.now()
    const { list, note, target, state } = await behind({
      restorePoints: 402,
      backups: daily(now, [3 * HOUR, DAY + 3 * HOUR, 4 * DAY + 3 * HOUR]),
    })
    await note(
      logical(target, {
        takenAt: new Date(now - 26 * HOUR).toISOString(),
        verified: { at: new Date(now - 25 * HOUR).toISOString(), durationMs: 900, ok: true, compared: {} },
      }),
    )
    const view = BackupsJson.parse(JSON.parse(await list()))
    expect(view).toMatchObject({ stale: false, newest: { rung: 'physical', id: '100' }, pitr: { enabled: false } })
    expect(view.backups.map(({ rung, id }) => `${rung} ${id}`)).toEqual([
      'physical 100',
      'logical backup-1',
      'physical 99',
      'physical 98',
    ])
    expect(view.gaps).toHaveLength(2)
    expect(view.missing).toMatchObject([
      { rung: 'restore-point', state: 'notOnPlan' },
      { rung: 'pitr', state: 'notOnPlan' },
    ])
    expect(await list('text')).toMatch(/PASS .* newest: daily backup 100, 3 h ago; 24 h is\s+the limit/)
    expect(await list('html')).toContain('Days without a daily backup')
    // The platform is asked once a minute, whoever reads how often.
    expect((await state()).asked).toHaveLength(2)
  })

  test('what the API refuses is unknown', async () => {
    const { list, faults } = await behind()
    await faults([{ status: 401 }, { status: 401 }])
    expect(BackupsJson.parse(JSON.parse(await list()))).toMatchObject({
      stale: null,
      newest: null,
      missing: [{ state: 'unknown' }, { state: 'unknown' }, { state: 'unknown' }],
    })
  })
})

test('a token that is not set is said, and keeps nobody from looking at the target', async () => {
  const target = freshTarget()
  const backup = { project_ref: 'abcdefghijklmnopqrst', token_secret: 'NOT_SET', enough: ['pitr', 'logical'] }
  const on = bindings([], { TARGETS: { [target]: { url_secret: 'SOME_URL', backup } } })
  expect(settingsOf(on).targets).toMatchObject([
    { fault: null, backups: { reason: expect.stringContaining('NOT_SET') } },
  ])
  expect(BackupsJson.parse(await (await ask(on, `/${target}/backups?format=json`)).json())).toMatchObject({
    at: null,
    stale: null,
    missing: [
      {
        rung: 'pitr',
        state: 'unknown',
        reason: `TARGETS.${target}.backup.token_secret names NOT_SET, which is not set`,
      },
    ],
  })
})

describe('POST /:target/backups/logical', () => {
  test('a backup, its restore drill, and the same again', async () => {
    const { note, target } = await behind()
    const verified = { at: new Date().toISOString(), durationMs: 5, ok: true, compared: { tables: 3 } }
    const backup = logical(target)
    const long = { verified: { ...verified, compared: { unlike: 'x'.repeat(300_000) } } }
    expect((await note({ ...backup, ...long })).status).toBe(413)
    expect((await note(backup)).status).toBe(201)
    expect(await (await note(backup)).json()).toMatchObject({ state: 'repeated' })
    expect(await (await note({ ...backup, verified })).json()).toMatchObject({ state: 'changed' })
  })

  test.each<[string, object]>([
    ['another target', { target: 'another' }],
    ['a time that is none', { takenAt: 'yesterday' }],
    ['a time to come', { takenAt: '2999-01-01T00:00:00Z', finishedAt: '2999-01-01T00:00:01Z' }],
    ['an end before its beginning', { finishedAt: '2020-01-01T00:00:00Z' }],
    ['a place with a password', { where: 's3://key:secret@host/bucket' }],
    ['no digest', { manifestSha256: 'x' }],
    ['less than no rows', { rows: -1 }],
  ])('%s is refused, and nothing is stored', async (_, change) => {
    const { note, target, list } = await behind()
    const response = await note({ ...logical(target), ...change })
    expect([response.status, await response.json()]).toMatchObject([400, { type: '/problems/wrong-body' }])
    expect(BackupsJson.parse(JSON.parse(await list())).backups).toEqual([])
  })
})

/** The status, findings and unknowns of a run. */
const runBehind = async (project: object, policy: object, faults: unknown[] = []) => {
  const { on, target: name, faults: set } = await behind(project, policy)
  await set(faults)
  const [target] = settingsOf(on).targets
  if (!target) throw new Error('no target')
  const done = await performRun(
    { env: on, target, now: Date.now, look: async () => looked([]) },
    request(name, Date.now()),
  )
  if (done.state !== 'ended') throw new Error(done.state)
  const { findings, unknowns, status } = done.report
  return [status, findings.map(({ finding }) => finding.type), unknowns.map(({ key }) => key)]
}

describe('the check', () => {
  test('tells what is too old, what the plan lacks, and what it could not see', async () => {
    const now = Date.now()
    const enough = { enough: ['physical'] }
    expect(await runBehind({ backups: daily(now, [5 * HOUR]) }, enough)).toEqual(['pass', [], []])
    expect(await runBehind({ backups: daily(now, [25 * HOUR]) }, enough)).toEqual(['fail', ['backup.stale'], []])
    expect(await runBehind({ backups: daily(now, [25 * HOUR]) }, { ...enough, max_age_hours: 30 })).toEqual([
      'pass',
      [],
      [],
    ])
    expect(await runBehind({ backups: [] }, enough)).toEqual(['fail', ['backup.stale', 'backup.not-on-plan'], []])
    expect(
      await runBehind({ restorePoints: 402, backups: daily(now, [HOUR]) }, { enough: ['restore-point', 'physical'] }),
    ).toEqual(['pass', ['backup.not-on-plan'], []])
    expect(await runBehind({}, enough, [{ status: 401 }])).toEqual(['unknown', [], ['backup:physical']])
  })
})

describe('a workflow makes the logical backup', () => {
  const workflow = { repository: 'acme/shop', file: 'plumbline-backup.yml' }
  const policy = (more: object = {}) => ({ enough: ['logical'], workflow: { ...workflow, ...more } })

  test('once for a key: the run is told of while it lasts, then the backup holds', async () => {
    const { on, target, note } = await behind({}, policy())
    const bound = { ...on, GITHUB_TOKEN: 'ghp_secret' }
    const sent: { url: string; body: unknown }[] = []
    const run = { id: 7, status: 'in_progress', html_url: 'https://github.com/acme/shop/actions/runs/7' }
    const github = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      sent.push({ url: String(input), body: init?.body && JSON.parse(String(init.body)) })
      return Response.json(init?.method === 'POST' ? { workflow_run_id: 7 } : run)
    })
    const backUp = () =>
      ask(bound, `/${target}/backups`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${TOKEN}`, Accept: 'application/json', 'Idempotency-Key': 'k' },
        body: '{"wait":1}',
      })
    const first = await backUp()
    expect([first.status, await first.json()]).toMatchObject([
      503,
      { tried: [{}, {}, { state: 'unknown', retryable: true, reason: expect.stringContaining(run.html_url) }, {}] },
    ])
    expect((await backUp()).status).toBe(503)
    github.mockRestore()
    await note(logical(target))
    expect(await climbIn(await backUp())).toMatchObject({ verdict: 'go', rung: 'logical' })
    const [dispatch, ...others] = sent
    expect(dispatch).toMatchObject({
      url: 'https://api.github.com/repos/acme/shop/actions/workflows/plumbline-backup.yml/dispatches',
      body: { ref: 'main', inputs: { target, key: expect.stringMatching(/^pl-/), verify: 'true' } },
    })
    expect(others.filter(({ url }) => url.endsWith('/dispatches'))).toEqual([])
  })

  test('without GITHUB_TOKEN it says so', async () => {
    const climb = await climbIn(await (await behind({}, policy())).backUp('k', { wait: 1 }))
    expect(climb).toMatchObject({
      verdict: 'refuse',
      tried: [
        {},
        {},
        {
          state: 'absent',
          reason: expect.stringMatching(/cannot be dispatched: GITHUB_TOKEN is not set$/),
          mend: expect.stringContaining('“Actions: write” for acme/shop'),
        },
        {},
      ],
    })
  })

  test.each([
    [{ repository: 'shop' }, /owner\/name/],
    [{ file: '.github/workflows/x.yml' }, /file of \.github\/workflows/],
    [{ branch: 'main' }, /branch/],
  ])('settings that do not hold are a fault of the target: %j', async (more, reason) => {
    const { on } = await behind({}, policy(more))
    expect(settingsOf(on).targets[0]?.fault?.reason).toMatch(reason)
  })
})
