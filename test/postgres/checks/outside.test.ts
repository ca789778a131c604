import { describe, expect, test } from 'vitest'
import type { HealthId } from '../../../functions/model/health.ts'
import { askOutside, judgeOutside } from '../../../functions/run/health/outside.ts'
import { NO_SAMPLES } from '../../../functions/model/health.ts'
import { wellProject, type ProjectState } from '../../../scripts/management-api/project.ts'
import { ILL, type Application } from '../../support/application.ts'
import { OUTSIDE_IDS, seeBeyond, withBeyond, type Beyond } from './outside.ts'

/** [what was told] and [why what was not seen] of one check, with the doubles changed. */
const about = (
  id: HealthId,
  { project = {}, instead = {} }: { project?: Partial<ProjectState>; instead?: Application['instead'] },
  options: Parameters<typeof seeBeyond>[1] & { fault?: Beyond['api']['faults'][number] } = {},
) =>
  withBeyond(async (beyond) => {
    beyond.platform.project = wellProject(project)
    beyond.application.instead = instead
    if (options.fault) beyond.api.faults = Array.from({ length: 9 }, () => options.fault ?? null)
    const { told = [], doubts = [] } = (await seeBeyond(beyond, options)).get(id) ?? {}
    return {
      told: told.map(({ subject, grade, title }) => `${grade} ${subject}: ${title}`),
      doubts: doubts.map(({ reason, mend }) => `${reason} → ${mend}`),
    }
  })

describe('what the platform says', () => {
  test.each([
    ['project-status', { status: 'UPGRADING' }, ['warn project: The project is UPGRADING']],
    ['project-status', { status: 'INACTIVE' }, ['critical project: The project is INACTIVE']],
    ['project-services', { services: { auth: { status: 'COMING_UP' } } }, ['warn auth: auth is coming up']],
    [
      'project-read-only',
      { readOnly: { enabled: false, override_enabled: true, override_active_until: '2026-01-01T00:00:00Z' } },
      ['warn project: Read-only mode is lifted for a while'],
    ],
    [
      'project-upgrade',
      {
        upgrade: {
          last: { target_version: 17, progress: '1_started', status: 0 },
          current: 'a',
          latest: 'a',
          inTheWay: [],
        },
      },
      ['new upgrade: An upgrade to PostgreSQL 17 is under way'],
    ],
    [
      'project-upgrade',
      { upgrade: { last: null, current: 'a', latest: 'b', inTheWay: [] } },
      ['new version: b is out; the project has a'],
    ],
  ] satisfies [HealthId, Partial<ProjectState>, string[]][])('%s of %j', async (id, project, told) => {
    expect(await about(id, { project })).toEqual({ told, doubts: [] })
  })

  test('what it says in words that are not known here is unknown', async () => {
    expect((await about('project-status', { project: { status: 'HIBERNATING' } })).doubts[0]).toContain('HIBERNATING')
    expect(
      (await about('project-services', { project: { services: { db: { status: 'SO_SO' } } } })).doubts[0],
    ).toContain('SO_SO')
    expect((await about('project-pooler', { project: { poolSize: null } })).doubts[0]).toContain('left to Supabase')
  })

  test.each([
    [
      402,
      'the project’s plan has no such thing (402: Feature requires a higher plan) → https://supabase.com/dashboard/org',
    ],
    [
      403,
      'may not ask that of this project (403: Forbidden action) → take one of a member of the project’s organisation with the permission infra_disk_config_read',
    ],
    [404, 'there is no such project, or it has no such thing (404: Resource has been removed) → compare project_ref'],
    [500, 'Supabase’s Management API failed (500: Internal server error) → the next run looks again'],
  ] as const)('%i is told apart, with what mends it', async (status, said) => {
    const { told, doubts } = await about('project-disk', { project: { refused: { '/config/disk/util': status } } })
    expect([told, doubts[0]]).toEqual([[], expect.stringContaining(said)])
  })

  test.each([
    [
      { status: 429, headers: { 'Retry-After': '30' } },
      /takes no more requests for this project now \(429\) → .* after 20/,
    ],
    [{ status: 401, body: '{"message":"Unauthorized"}' }, /access token was refused \(401: Unauthorized\)/],
    [{ status: 200, body: '<html>' }, /something else than JSON/],
    [{ status: 200, body: '{"status":7}' }, /another form than the one known here/],
    [{ reset: true, done: false }, /could not be asked/],
  ] as const)('what goes wrong on the way is unknown: %j', async (fault, said) => {
    const { told, doubts } = await about('project-status', {}, { fault })
    expect([told, doubts]).toEqual([[], [expect.stringMatching(said)]])
    expect(doubts.join()).not.toContain('sbp_')
  })
})

describe('what an application meets', () => {
  test.each([
    ['application-rest', { rest: ILL.schemaCache }, 'critical rest: PostgREST answers with 503'],
    ['application-rest', { rest: null }, 'critical rest: PostgREST does not answer'],
    ['application-auth', { auth: null }, 'critical auth: Auth does not answer'],
    ['application-storage', { storage: null }, 'critical storage: Storage does not answer'],
    ['application-functions', { functions: null }, 'critical functions: Edge Functions does not answer'],
  ] as const)('%s with %j', async (id, instead, told) => {
    expect(await about(id, { instead })).toEqual({ told: [told], doubts: [] })
  })

  test('functions that must start are sent OPTIONS; one that fails to boot is told by its name', async () => {
    await withBeyond(async (beyond) => {
      const functions = ['checkout', 'mail']
      expect((await seeBeyond(beyond, { functions })).get('application-functions')).toEqual({ told: [], doubts: [] })
      const sent = beyond.application.asked.filter((one) => one.includes('/functions/'))
      expect(new Set(sent)).toEqual(new Set(functions.map((name) => `OPTIONS /functions/v1/${name}`)))
      beyond.application.instead = { functions: ILL.boot }
      const { told } = (await seeBeyond(beyond, { functions })).get('application-functions') ?? {}
      expect(told?.map(({ subject, what }) => [subject, what])).toEqual(
        functions.map((name) => [name, expect.stringContaining('does not start')]),
      )
    })
  })

  test('a key that is refused is unknown, and never shown', async () => {
    const { told, doubts } = await about('application-rest', {}, { key: 'sb_publishable_wrong' })
    expect([told, doubts[0]]).toEqual([
      [],
      expect.stringContaining('the key was refused by PostgREST (401: Invalid API key)'),
    ])
    expect(doubts.join()).not.toContain('sb_publishable_wrong')
  })
})

describe('what is not configured', () => {
  const request = { ids: OUTSIDE_IDS, thresholds: {}, samples: NO_SAMPLES }
  test('is not asked', async () => {
    expect(await askOutside({ ...request, outside: { platform: null, application: null } })).toEqual(new Map())
    expect(await askOutside(request)).toEqual(new Map())
  })

  test('or wrongly, is unknown with the setting', async () => {
    const fault = {
      reason: 'TARGETS.shop.application.key_secret names SHOP_KEY, which is not set',
      mend: 'wrangler secret put SHOP_KEY',
    }
    const answers = await askOutside({ ...request, outside: { platform: null, application: fault } })
    const judged = judgeOutside(answers, { ...request, now: 0, server: null })
    expect([...judged].map(([id, { doubts }]) => [id, doubts[0]?.mend])).toEqual(
      OUTSIDE_IDS.filter((id) => id.startsWith('application')).map((id) => [id, fault.mend]),
    )
  })
})
