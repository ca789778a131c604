import { beforeAll, expect, test } from 'vitest'
import { ask, bindings, freshTarget, migrate, post } from './support.ts'

const target = freshTarget()
const basic = (password: string) => ({ Authorization: `Basic ${btoa(`anyone:${password}`)}` })
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })
beforeAll(migrate)

test.each([
  ['old', 201],
  ['new', 201],
  ['neither', 401],
  ['not a token!', 401],
])('with two valid tokens, %s answers %d', async (token, status) => {
  const response = await post(bindings([target], { PLUMBLINE_TOKEN: 'new, old' }), `/${target}/runs`, undefined, token)
  expect(response.status).toBe(status)
})

test('a write without a token is a problem with a challenge', async () => {
  const response = await ask(bindings([target]), `/${target}/runs`, { method: 'POST' })
  expect(response.status).toBe(401)
  expect(response.headers.get('WWW-Authenticate')).toContain('Bearer')
  expect(await response.json()).toMatchObject({ type: '/problems/missing-token', retryable: false })
})

test('without PLUMBLINE_TOKEN the Worker is read-only and says how to change that', async () => {
  const on = bindings([target], { PLUMBLINE_TOKEN: undefined })
  const response = await post(on, `/${target}/runs`)
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({
    type: '/problems/writes-disabled',
    mend: expect.stringContaining('wrangler secret put PLUMBLINE_TOKEN'),
  })
  expect((await ask(on, `/${target}`)).status).toBe(200)
})

test.each([
  ['nothing', {}, 401],
  ['the read token', bearer('read'), 200],
  ['the write token', bearer('write-token'), 200],
  ['another token', bearer('other'), 401],
  ['the read token as password', basic('read'), 200],
  ['another password', basic('other'), 401],
  ['no credentials at all', { Authorization: 'Basic' }, 401],
])('where reading needs a token, %s answers as it should', async (_what, headers, status) => {
  const on = bindings([target], { PLUMBLINE_READ_TOKEN: 'read' })
  for (const path of [
    '/',
    `/${target}`,
    `/${target}/findings`,
    `/${target}/runs`,
    `/${target}/blueprints`,
    `/${target}/pins`,
  ])
    expect([path, (await ask(on, path, { headers })).status]).toEqual([path, status])
})

test('where reading needs a token, a browser is asked for a password, and the Worker’s own paths stay open', async () => {
  const on = bindings([target], { PLUMBLINE_READ_TOKEN: 'read' })
  expect((await ask(on, '/')).headers.get('WWW-Authenticate')).toContain('Basic')
  expect((await ask(on, '/healthz')).status).toBe(200)
  expect((await ask(on, '/openapi.json')).status).toBe(200)
  expect((await post(on, `/${target}/runs`, undefined, 'read')).status).toBe(401)
})
