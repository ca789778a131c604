import { deployWith } from '../../support/deploy.ts'
import { createRequire } from 'node:module'
import { z } from 'zod'
import { describe, expect, test } from 'vitest'
import { concerning } from '../../../functions/hooks/concerns.ts'
import { SILENT } from '../../../functions/hooks/message.ts'
import { JOIN, placeOf, subjectOf } from '../../../functions/hooks/place.ts'
import { readDelivery } from '../../../functions/hooks/read.ts'
import { SENDERS } from '../../../functions/hooks/senders.ts'
import { DeployEvent, instanceId, worstVerdict, type Deploy, type SenderName } from '../../../functions/model/deploy.ts'
import { DeploysConfig } from '../../../functions/model/deploys-config.ts'

const SHA = '0123456789abcdef0123456789abcdef01234567'

const read = (sender: SenderName, value: unknown, headers: Record<string, string> = {}) =>
  readDelivery(SENDERS[sender], { body: JSON.stringify(value), headers: new Headers(headers) }, value, 1)

/** What a delivery tells of a deploy. */
async function event(sender: SenderName, value: unknown, headers: Record<string, string> = {}) {
  const delivery = await read(sender, value, headers)
  return 'unreadable' in delivery ? delivery : delivery.what.kind === 'deploy' ? delivery.what.event : delivery.what
}

describe('GitHub’s own examples of its events', () => {
  const Examples = z.array(z.object({ name: z.string(), examples: z.array(z.looseObject({})) }))
  const all = Examples.parse(createRequire(import.meta.url)('@octokit/webhooks-examples'))
  const of = (name: string) => all.find((one) => one.name === name)?.examples ?? []

  test('of every event there is, each is read or acknowledged', async () => {
    for (const { name, examples } of all) {
      for (const example of examples) {
        const told = await read('github', example, { 'x-github-event': name, 'x-github-delivery': 'd' })
        expect([name, 'unreadable' in told && told.unreadable]).toEqual([name, false])
      }
    }
  })

  test.each([
    [
      'deployment',
      0,
      { phase: 'before', state: 'pending', environment: 'production', repository: 'Codertocat/Hello-World' },
    ],
    ['deployment_status', 0, { phase: 'after', state: 'succeeded', environment: 'production' }],
    ['deployment_status', 1, { phase: 'before', state: 'running', environment: 'github-pages' }],
    [
      'workflow_run',
      1,
      { phase: 'after', state: 'succeeded', workflow: expect.arrayContaining(['.github/workflows/test.yml']) },
    ],
    ['workflow_run', 3, { phase: 'before', state: 'running', environment: null }],
    ['push', 4, { phase: 'none', state: 'pushed', ref: 'master', migrationsChanged: expect.any(Array) }],
    ['push', 0, { kind: 'ignored', reason: 'refs/tags/simple-tag is no branch' }],
  ] as const)('%s %d', async (name, i, told) => {
    expect(await event('github', of(name)[i], { 'x-github-event': name })).toMatchObject(told)
  })
})

const render = (type: string, status?: string) => ({ type, data: { id: 'evj', serviceId: 'srv-1', status } })

const unlessReadable = (told: object | string) =>
  typeof told === 'string' || told instanceof RegExp ? { unreadable: expect.stringMatching(told) } : told

test('a push of many files is read, and at most 1,000 of its migrations are kept', async () => {
  const added = Array.from({ length: 5000 }, (_, i) => `${i % 2 ? 'drizzle' : 'src'}/${i}.sql`)
  const push = {
    ref: 'refs/heads/main',
    after: SHA,
    deleted: false,
    compare: 'https://github.com/a/b',
    commits: [{ added }],
    repository: { full_name: 'a/b' },
  }
  const told = await read('github', push, { 'x-github-event': 'push' })
  if ('unreadable' in told) throw new Error(told.unreadable)
  const what = concerning(told.what, concern())
  expect(what.kind === 'deploy' && what.event.migrationsChanged?.length).toBe(1000)
})

describe('what each sender’s events mean', () => {
  const vercel = (type: string, target: string | null = 'production', meta: object = { githubCommitSha: SHA }) => ({
    id: 'e',
    type,
    payload: { target, deployment: { id: 'dpl_1', url: 'shop.vercel.app', meta } },
  })
  test.each([
    [
      'vercel',
      vercel('deployment.created'),
      { phase: 'before', sha: SHA, release: 'vercel-dpl_1', url: 'https://shop.vercel.app' },
    ],
    ['vercel', vercel('deployment.succeeded'), { phase: 'after', state: 'succeeded', environment: 'production' }],
    ['vercel', vercel('deployment.error'), { phase: 'after', state: 'failed' }],
    ['vercel', vercel('deployment.canceled'), { phase: 'after', state: 'cancelled' }],
    ['vercel', vercel('deployment.created', null), { environment: 'preview' }],
    [
      'vercel',
      vercel('deployment.created', 'production', { gitlabCommitSha: SHA, githubOrg: 'a' }),
      { sha: SHA, repository: null },
    ],
    ['vercel', vercel('deployment.created', 'production', {}), { sha: null }],
    [
      'vercel',
      vercel('deployment.created', 'production', { githubCommitSha: 'no sha' }),
      'at sha: a commit’s hash: 7 to 64 of 0-9a-f',
    ],
    [
      'vercel',
      { id: 'e', type: 'deployment.created', payload: {} },
      'at payload.deployment: Invalid input: expected object, received undefined',
    ],
    [
      'netlify',
      { id: 'n', state: 'building', context: 'production', commit_ref: SHA },
      { phase: 'before', sha: SHA, release: 'netlify-n' },
    ],
    [
      'netlify',
      { id: 'n', state: 'ready', context: 'deploy-preview', commit_ref: null },
      { phase: 'after', sha: null, environment: 'deploy-preview' },
    ],
    ['netlify', { id: 'n', state: 'error' }, { phase: 'after', state: 'failed' }],
    ['render', render('deploy_started'), { phase: 'before', sha: null, release: 'render-srv-1' }],
    ['render', render('deploy_ended', 'succeeded'), { phase: 'after', state: 'succeeded' }],
    ['render', render('deploy_ended', 'canceled'), { phase: 'after', state: 'cancelled' }],
    ['render', render('deploy_ended'), 'at data.status: not one of succeeded, failed, canceled'],
    ['render', render('autoscaling_ended'), { kind: 'ignored' }],
    ['supabase', { id: '1', type: 'v1.project.restored', payload: { project_ref: 'a' } }, { kind: 'look' }],
    ['supabase', { id: '1', type: 'v2.project.status.changed', payload: { project_ref: 'a' } }, { kind: 'look' }],
    ['supabase', { id: '1', type: 'v1.project.deleted', payload: { project_ref: 'a' } }, { kind: 'ignored' }],
    ['supabase', { id: '1', type: 'v1.organization.created', payload: { project_ref: null } }, { kind: 'ignored' }],
    ['standard', { sha: SHA, phase: 'after' }, { phase: 'after', state: 'succeeded' }],
    [
      'bearer',
      { release: 'build 7', phase: 'before', state: 'pending' },
      { phase: 'before', state: 'pending', sha: null },
    ],
    ['bearer', { phase: 'before' }, 'at the top: give sha, or release where there is no commit'],
    ['bearer', { sha: SHA, phase: 'during' }, /^at phase: /],
    ['bearer', { sha: SHA, phase: 'before', enviroment: 'x' }, /Unrecognized key: "enviroment"/],
    ['bearer', { sha: 'HEAD', phase: 'before' }, 'at sha: a commit’s hash: 7 to 64 of 0-9a-f'],
    ['bearer', { sha: SHA, phase: 'before', url: 'javascript:alert(1)' }, /^at url: /],
    ['bearer', { sha: SHA, phase: 'before', repository: '../../x/y' }, /^at repository: /],
  ] as const)('%s %j', async (sender, value, told) => {
    expect(await event(sender, value)).toMatchObject(unlessReadable(told))
  })
})

const concern = (config: object = {}) => ({
  target: 'shop',
  environment: 'production',
  project: null,
  config: DeploysConfig.parse(config),
})

describe('which releases are a target’s', () => {
  const base: DeployEvent = { ...SILENT, sha: SHA, phase: 'before', state: 'running' }
  const kept = (event: Partial<DeployEvent>, config?: object) =>
    concerning({ kind: 'deploy', event: { ...base, ...event } }, concern(config))

  test.each<[Partial<DeployEvent>, object]>([
    [{ environment: 'Production' }, {}],
    [{ environment: 'live' }, { environments: ['live', 'canary'] }],
    [{ environment: 'production', ref: 'release/7' }, {}],
    [{ ref: 'main' }, {}],
    [{ ref: 'prod' }, { branches: ['prod'] }],
    [
      { workflow: ['Deploy', '.github/workflows/deploy.yml'], ref: 'main' },
      { workflows: ['.github/workflows/deploy.yml'] },
    ],
    [{ phase: 'none', migrationsChanged: ['db/1.sql', 'a.ts'] }, { migrations: ['db/'] }],
    [{}, {}],
  ])('%j with %j is', (event, config) => {
    expect(kept(event, config)).toMatchObject({ kind: 'deploy' })
  })

  test.each<[Partial<DeployEvent>, object, RegExp]>([
    [{ environment: 'preview' }, {}, /environment preview is not production/],
    [{ environment: 'production' }, { environments: ['live'] }, /is not live/],
    [{ ref: 'feature/x' }, {}, /branch feature\/x is not main or master/],
    [{ workflow: ['Test'], ref: 'main' }, {}, /workflow Test is not named/],
    [
      { phase: 'none', migrationsChanged: ['a.ts', 'old-drizzle/1.sql'] },
      {},
      /no file below drizzle\/ or supabase\/migrations\/ changed/,
    ],
  ])('%j with %j is not', (event, config, reason) => {
    expect(kept(event, config)).toMatchObject({ kind: 'ignored', reason: expect.stringMatching(reason) })
  })

  test('of Supabase’s projects its own, where the settings name it', () => {
    const look = { kind: 'look', reason: 'v1.project.restored', project: 'abc' } as const
    expect([null, 'abc'].map((project) => concerning(look, { ...concern(), project }).kind)).toEqual(['look', 'look'])
    expect(concerning(look, { ...concern(), project: 'xyz' })).toEqual({
      kind: 'ignored',
      reason: 'the project abc is not that of shop',
    })
  })

  test.each([{ environment: [] }, { branches: [] }, { workflows: [''] }])('a setting %j is refused', (config) => {
    expect(DeploysConfig.safeParse(config).success).toBe(false)
  })
})

describe('of which deploy an event is', () => {
  const asked = { askedAt: 0, begunAt: null, endedAt: null, result: null }
  const deploy = (more: Partial<Deploy>): Deploy =>
    deployWith({ target: 't', id: `${SHA}-1`, sha: SHA, release: 'github-1', before: asked, ...more })
  const event = (more: Partial<DeployEvent>): DeployEvent => ({
    ...SILENT,
    sha: SHA,
    phase: 'after',
    state: 'succeeded',
    ...more,
  })
  const ended = { before: asked, after: asked }

  test.each([
    ['nothing known: a new one', event({}), 'github', [], null],
    [
      'its own name',
      event({ release: 'github-1' }),
      'github',
      [deploy({ id: 'b-2', release: 'github-2' }), deploy(ended)],
      `${SHA}-1`,
    ],
    ['another name of the same sender', event({ release: 'github-2' }), 'github', [deploy({})], null],
    ['another sender, meanwhile', event({ release: 'vercel-1' }), 'vercel', [deploy(ended)], `${SHA}-1`],
    ['a push before', event({ release: 'github-2' }), 'github', [deploy({ before: null, release: null })], `${SHA}-1`],
    ['a push after', event({ phase: 'none' }), 'github', [deploy(ended)], `${SHA}-1`],
    [
      'without a name, while it is open',
      event({}),
      'bearer',
      [deploy({ sender: 'bearer', release: null })],
      `${SHA}-1`,
    ],
    [
      'without a name, when it has ended',
      event({}),
      'bearer',
      [deploy({ sender: 'bearer', release: null, ...ended })],
      null,
    ],
    [
      'without a commit, while it is open',
      event({ sha: null, release: 'render-s' }),
      'render',
      [deploy({ sha: null, sender: 'render', release: 'render-s' })],
      `${SHA}-1`,
    ],
    [
      'without a commit, when it has ended',
      event({ sha: null, release: 'render-s' }),
      'render',
      [deploy({ sha: null, sender: 'render', release: 'render-s', ...ended })],
      null,
    ],
  ] as const)('%s', (_, told, sender, known, id) => {
    expect(placeOf(told, sender, known, JOIN - 1)?.id ?? null).toBe(id)
  })

  const looked = { ...asked, endedAt: 1 }
  test.each([
    ['by the same', 'bearer', { sender: 'bearer', release: null }],
    ['by another', 'bearer', { sender: 'vercel', release: 'vercel-1' }],
    ['without a commit', 'render', { sender: 'render', sha: null }],
  ] as const)(
    'the beginning told of again, %s, after its verdict: a new one; before it, the same',
    (_, sender, more) => {
      const again = event({ phase: 'before', ...('sha' in more && { sha: null, release: 'render-s' }) })
      expect(placeOf(again, sender, [deploy({ ...more, before: looked })], 2)).toBeNull()
      expect(placeOf(again, sender, [deploy(more)], 2)?.id).toBe(`${SHA}-1`)
    },
  )

  test('another sender, an hour later: a new one', () => {
    expect(placeOf(event({ release: 'vercel-1' }), 'vercel', [deploy(ended)], JOIN)).toBeNull()
  })

  test('names fit Cloudflare’s rule for ids of Workflows, however long what they are made of is', () => {
    const target = `t${'x'.repeat(39)}`
    for (const told of [
      { sha: 'f'.repeat(64), release: null },
      { sha: null, release: `é/${'y'.repeat(500)}` },
    ]) {
      const id = instanceId({ target, deploy: `${subjectOf(told)}-99`, phase: 'before' })
      expect(id).toMatch(/^[\w-]{1,100}$/)
    }
  })

  test('of verdicts the gravest counts, and of none it is unknown', () => {
    expect(worstVerdict(['go', 'unknown', 'go'])).toBe('unknown')
    expect(worstVerdict(['unknown', 'stop', 'go'])).toBe('stop')
    expect([worstVerdict(['go']), worstVerdict([])]).toEqual(['go', 'unknown'])
  })
})
