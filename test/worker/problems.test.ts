import { beforeAll, expect, test } from 'vitest'
import { settingsOf } from '../../functions/env.ts'
import { ProblemDocument } from '../../functions/routes/support/problem.ts'
import { ask, bindings, freshTarget, migrate, PASSWORD, post } from './support.ts'

const target = freshTarget()
const on = bindings([target])
beforeAll(migrate)

test.each([
  ['GET', '/nobody', 404, 'unknown-target'],
  ['GET', '/nobody/runs', 404, 'unknown-target'],
  ['GET', '/nobody/findings', 404, 'unknown-target'],
  ['GET', '/nobody/findings/x', 404, 'unknown-target'],
  ['POST', '/nobody/runs', 404, 'unknown-target'],
  ['POST', '/nobody/blueprints', 404, 'unknown-target'],
  ['GET', `/${target}/findings/drift%3Atable%3Apublic.%22a.b%22`, 404, 'unknown-finding'],
  ['GET', `/${target}/runs/tick-1`, 404, 'unknown-run'],
  ['GET', '/nobody/pins', 404, 'unknown-target'],
  ['POST', '/nobody/pins', 404, 'unknown-target'],
  ['GET', `/${target}/pins/abc`, 404, 'unknown-pin'],
  ['GET', '/nobody/deploys', 404, 'unknown-target'],
  ['GET', `/${target}/deploys/abc-1`, 404, 'unknown-deploy'],
  ['GET', `/${target}/gate`, 404, 'unknown-deploy'],
  ['GET', '/nobody/gate', 404, 'unknown-target'],
  ['POST', `/hooks/gitlab/${target}`, 404, 'unknown-sender'],
  ['POST', `/hooks/github/${target}`, 503, 'hook-not-configured'],
  ['GET', `/hooks/github/${target}`, 405, 'wrong-method'],
  ['POST', `/${target}/deploys`, 405, 'wrong-method'],
  ['DELETE', `/${target}/pins`, 405, 'wrong-method'],
  ['GET', `/${target}/findings/x/accept`, 405, 'wrong-method'],
  ['DELETE', `/${target}/findings/x/accept`, 404, 'not-accepted'],
  ['GET', `/${target}/nothing/here`, 404, 'unknown-path'],
  ['POST', '/', 405, 'wrong-method'],
  ['DELETE', `/${target}`, 405, 'wrong-method'],
  ['PUT', `/${target}/blueprints`, 405, 'wrong-method'],
  ['POST', '/healthz', 405, 'wrong-method'],
  ['GET', `/${target}/runs?limit=0`, 400, 'wrong-parameter'],
  ['GET', `/${target}/findings?state=lost`, 400, 'wrong-parameter'],
])('%s %s is %d %s', async (method, path, status, name) => {
  const response = await ask(on, path, { method, headers: { Authorization: 'Bearer write-token' } })
  expect(response.status).toBe(status)
  expect(response.headers.get('Content-Type')).toBe('application/problem+json')
  const problem = ProblemDocument.parse(await response.json())
  expect(problem).toMatchObject({ type: `/problems/${name}`, status })
  expect(problem.mend).not.toBe('')
  const page = await ask(on, problem.type)
  expect(await page.json()).toMatchObject({ type: problem.type, status })
})

test('an unknown target lists those there are', async () => {
  expect(await (await ask(on, '/nobody')).json()).toMatchObject({
    detail: `There is no target nobody; there are: ${target}.`,
  })
})

test('a wrong method says which are right', async () => {
  const response = await ask(on, `/${target}`, { method: 'DELETE' })
  expect(response.headers.get('Allow')).toBe('GET, HEAD')
})

test('what nobody foresaw shows neither stack nor secret', async () => {
  const broken = { ...on, DB: undefined as never }
  const response = await post(broken, `/${target}/runs`)
  expect(response.status).toBe(500)
  const text = await response.text()
  expect(text).toContain('/problems/broken')
  expect(text).not.toMatch(/TypeError|prepare|\.ts:|\n +at /)
})

test.each([
  [
    { url_secret: 'ABSENT_URL' },
    'TARGETS.t.url_secret names ABSENT_URL, which is not set',
    'wrangler secret put ABSENT_URL',
  ],
  [{ url_secret: 'BAD_URL' }, 'BAD_URL is not a postgresql:// connection string', 'wrangler secret put BAD_URL'],
  [
    { hyperdrive: 'HD' },
    'TARGETS.t.hyperdrive names HD, which is not bound',
    'add [[hyperdrive]] with binding = "HD" to wrangler.toml',
  ],
  [{}, 'TARGETS.t: give exactly one of url_secret and hyperdrive', 'mend it in wrangler.toml'],
  [{ url_secret: 'SOME_URL', colour: 1 }, 'TARGETS.t: Unrecognized key: "colour"', 'mend it in wrangler.toml'],
])('settings %j make that target unknown, and only that', async (config, reason, mend) => {
  const settings = { TARGETS: { t: config, fine: { url_secret: 'SOME_URL' } }, BAD_URL: `mysql://u:${PASSWORD}@h/d` }
  const env = bindings([], settings)
  expect(settingsOf(env).targets[1]?.fault).toBeNull()
  const response = await ask(env, '/t?format=json')
  const body = await response.text()
  expect(body).not.toContain(PASSWORD)
  expect(JSON.parse(body)).toMatchObject({ status: 'unknown', unknowns: [{ reason, mend }] })
})

test.each(['Shop', 'healthz', 'hooks', 'a_b', ''])('a target cannot be called %j', (name) => {
  const [target] = settingsOf(bindings([], { TARGETS: { [name]: { url_secret: 'SOME_URL' } } })).targets
  expect(target?.fault?.mend).toBe('rename it in wrangler.toml')
})

test('targets may come as JSON text, and a text that is none is said', async () => {
  const text = bindings([], { TARGETS: '{"t":{"url_secret":"SOME_URL","environment":"staging"}}' })
  expect(settingsOf(text).targets).toMatchObject([{ name: 't', environment: 'staging', fault: null }])
  const response = await ask(bindings([], { TARGETS: '{' }), '/')
  expect(response.status).toBe(500)
  expect(await response.json()).toMatchObject({
    type: '/problems/wrong-settings',
    detail: 'TARGETS is not a table of targets',
  })
})
