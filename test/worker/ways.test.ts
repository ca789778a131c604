import { beforeAll, expect, test } from 'vitest'
import { settingsOf } from '../../functions/env.ts'
import { ask, bindings, migrate, post } from './support.ts'

const REF = 'abcdefghijklmnopqrst'
const TOKEN = 'sbp_t0ken'
const FUNCTION = `https://${REF}.supabase.co/functions/v1/plumbline-catalog`
const api = { transport: 'management-api', project_ref: REF, token_secret: 'TOKEN' }
const edge = { transport: 'edge-function', function_url: FUNCTION, key_secret: 'KEY', function_secret: 'SHARED' }
const secrets = { TOKEN, KEY: 'sb_publishable_k', SHARED: 'sh4red' }
const on = (config: object, settings: Record<string, unknown> = secrets) =>
  bindings([], { TARGETS: { t: config }, ...settings })

const way = (config: object) => settingsOf(on(config)).targets.map((target) => 'way' in target && target.way)

beforeAll(migrate)

test('each way in has its settings', () => {
  expect(way(api)).toEqual([
    { transport: 'management-api', api: 'https://api.supabase.com', projectRef: REF, token: TOKEN },
  ])
  expect(way(edge)).toEqual([{ transport: 'edge-function', url: FUNCTION, key: 'sb_publishable_k', secret: 'sh4red' }])
  expect(way({ url_secret: 'SOME_URL' })).toMatchObject([{ transport: 'postgres' }])
  expect(way({ transport: 'postgres', url_secret: 'SOME_URL' })).toMatchObject([{ transport: 'postgres' }])
})

test.each([
  [{ transport: 'ftp' }, /TARGETS\.t: transport: must be one of postgres, management-api, edge-function/],
  [{ ...api, project_ref: 'shop' }, /project_ref: the project’s reference is 20 lower-case letters/],
  [{ ...api, project_ref: undefined }, /project_ref: the project’s reference is 20 lower-case letters/],
  [{ ...api, token_secret: undefined }, /token_secret: give the name of the secret that holds a personal access token/],
  [{ ...api, token_secret: 'NONE' }, /TARGETS\.t\.token_secret names NONE, which is not set/],
  [{ ...api, token_secret: 'TWO_LINES' }, /TWO_LINES holds spaces, line breaks/],
  [{ ...api, url_secret: 'SOME_URL' }, /Unrecognized key: "url_secret"/],
  [{ ...api, api_url: 'http://example.com' }, /api_url: must be an https/],
  [{ ...edge, function_url: 'https://example.com/x' }, /function_url: write it as https/],
  [{ ...edge, function_url: 'http://example.com/functions/v1/x' }, /function_url: must be an https/],
  [{ ...edge, key_secret: 'NONE' }, /TARGETS\.t\.key_secret names NONE, which is not set/],
  [{ ...edge, function_secret: undefined }, /function_secret: give the name of the secret/],
])('settings %j make the target unknown', async (config, reason) => {
  const env = on(config, { ...secrets, TWO_LINES: `${TOKEN}\nx` })
  const body = await (await ask(env, '/t?format=json')).text()
  expect(body).not.toContain(TOKEN)
  expect(JSON.parse(body)).toMatchObject({
    status: 'unknown',
    unknowns: [{ key: 'connectivity:settings', reason: expect.stringMatching(reason) }],
  })
})

test.each([
  ['management-api', { ...api, api_url: 'http://127.0.0.1:9' }],
  ['edge-function', { ...edge, function_url: 'http://127.0.0.1:9/functions/v1/plumbline-catalog' }],
])('%s: nobody there is unknown, and no secret is told', async (_, config) => {
  const body = await (await post(on(config), '/t/runs')).text()
  expect(body).not.toMatch(/sbp_|sh4red|sb_publishable/)
  const { status, unknowns } = JSON.parse(body)
  expect(status).toBe('unknown')
  expect(unknowns[0]).toMatchObject({
    check: 'connectivity',
    reason: expect.stringContaining('could not be asked'),
  })
})
