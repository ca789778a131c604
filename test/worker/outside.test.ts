import { beforeAll, describe, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { settingsOf } from '../../functions/env.ts'
import { performRun } from '../../functions/run/perform.ts'
import { wellProject } from '../../scripts/management-api/project.ts'
import { bindings, freshTarget, migrate, NOWHERE, request } from './support.ts'

beforeAll(migrate)

const KEY = 'sb_publishable_0123456789abcdefghijkl_012345678'
const TOKEN = 'sbp_0123456789abcdef0123456789abcdef01234567'
const REF = 'abcdefghijklmnopqrst'

const settings = (target: string, config: object) =>
  bindings([], { TARGETS: { [target]: { url_secret: 'SOME_URL', ...config } }, SOME_URL: NOWHERE, KEY, TOKEN })

const applicationOf = (config: object) => {
  const [target] = settingsOf(settings('t', config)).targets
  return target?.fault === null ? target.application : target?.fault
}

describe('the application’s settings', () => {
  test.each([
    [{ url: 'https://shop.example.com', key_secret: 'KEY' }, {}, 'https://shop.example.com'],
    [{ key_secret: 'KEY' }, { backup: { project_ref: REF, token_secret: 'TOKEN' } }, `https://${REF}.supabase.co`],
  ])('%j with %j is reached at %s', (application, more, url) => {
    expect(applicationOf({ ...more, application })).toEqual({ url, key: KEY, functions: [] })
  })

  test('come from the Edge Function transport, or from the Management API’s', () => {
    const edge = {
      transport: 'edge-function',
      function_url: `https://${REF}.supabase.co/functions/v1/f`,
      key_secret: 'KEY',
      function_secret: 'TOKEN',
    }
    const of = (config: object) => {
      const [target] = settingsOf(bindings([], { TARGETS: { t: config }, KEY, TOKEN })).targets
      return target?.fault === null ? target.application : target?.fault
    }
    expect(of({ ...edge, application: {} })).toMatchObject({ url: `https://${REF}.supabase.co`, key: KEY })
    const api = { transport: 'management-api', project_ref: REF, token_secret: 'TOKEN' }
    expect(of({ ...api, application: { key_secret: 'KEY' } })).toMatchObject({ url: `https://${REF}.supabase.co` })
    expect(of(api)).toBeNull()
  })

  test.each([
    [{}, 'TARGETS.t.application has no url'],
    [{ url: 'https://shop.example.com' }, 'TARGETS.t.application has no key_secret'],
    [
      { url: 'https://shop.example.com', key_secret: 'ABSENT' },
      'TARGETS.t.application.key_secret names ABSENT, which is not set',
    ],
    [{ url: 'http://shop.example.com', key_secret: 'KEY' }, 'must be an https:// address'],
    [{ url: 'https://shop.example.com/rest', key_secret: 'KEY' }, 'write it as https://<ref>.supabase.co'],
    [
      { url: 'https://shop.example.com', key_secret: 'KEY', functions: ['a/b'] },
      'must be the name of an Edge Function',
    ],
    [{ url: 'https://shop.example.com', key_secret: 'KEY', colour: 1 }, 'Unrecognized key: "colour"'],
  ])('%j: %s', (application, reason) => {
    expect(applicationOf({ application })).toMatchObject({
      reason: expect.stringContaining(reason),
      mend: expect.any(String),
    })
  })
})

/** A double of the Management API for a project that is paused; whoever else asks it has no key that it knows. */
async function pausedProject(): Promise<{ url: string; token: string; ref: string }> {
  const project = { project: wellProject({ status: 'INACTIVE' }) }
  const response = await fetch(inject('backups'), { method: 'POST', body: JSON.stringify({ project }) })
  return Double.parse(await response.json())
}
const Double = z.object({ url: z.string(), token: z.string(), ref: z.string() })

test(
  'of a database out of reach, the platform and the application still have their say',
  { timeout: 20_000 },
  async () => {
    const target = freshTarget()
    const { url, token, ref } = await pausedProject()
    const env = bindings([], {
      TARGETS: {
        [target]: {
          url_secret: 'SOME_URL',
          backup: { project_ref: ref, token_secret: 'TOKEN', api_url: url },
          application: { url, key_secret: 'KEY' },
        },
      },
      SOME_URL: NOWHERE,
      KEY,
      TOKEN: token,
    })
    const [found] = settingsOf(env).targets
    if (found === undefined) throw new Error('there is no target')
    const at = Date.now()
    const done = await performRun({ env, target: found, now: () => at }, request(target, at))
    if (done.state !== 'ended') throw new Error(done.state)
    const { status, findings, unknowns } = done.report
    expect(status).toBe('unknown')
    expect(findings.map(({ finding }) => finding.key)).toContain('health:project-status:project')
    const reasons = unknowns.filter(({ check }) => check === 'health').map(({ reason }) => reason)
    for (const name of ['Auth', 'PostgREST', 'Storage', 'Edge Functions'])
      expect(reasons).toContainEqual(expect.stringContaining(`the key was refused by ${name} (401`))
    expect(JSON.stringify(done.report)).not.toMatch(/sbp_0123|sb_publishable_0123/)
  },
)
