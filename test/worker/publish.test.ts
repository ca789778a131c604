import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { newestBlueprint } from '../../functions/store/blueprints.ts'
import { ask, bindings, blueprint, freshTarget, migrate, post } from './support.ts'

beforeAll(migrate)

const published = async (target: string) =>
  (await ask(bindings([target]), `/${target}/blueprints?format=json`)).json<{ tag: string; newest: boolean }[]>()

test('a new blueprint is 201, the same again 200, and the newest publication is what runs compare with', async () => {
  const target = freshTarget()
  const on = bindings([target])
  const first = await blueprint('v1')
  const second = await blueprint('v1', { platform: 'supabase' })
  const publish = async (value: unknown) => (await post(on, `/${target}/blueprints`, JSON.stringify(value))).status

  expect(await publish(first)).toBe(201)
  expect(await publish(first)).toBe(200)
  expect(await publish(second)).toBe(201)
  expect(await newestBlueprint(env, target)).toMatchObject({ index: { hash: second.hash, tag: 'v1' } })
  expect(await publish(first)).toBe(200)
  expect(await newestBlueprint(env, target)).toMatchObject({ index: { hash: first.hash } })
  expect((await published(target)).map(({ newest }) => newest)).toEqual([true, false, false])
})

test('its parts can be read back', async () => {
  const target = freshTarget()
  const value = await blueprint('v2')
  await post(bindings([target]), `/${target}/blueprints`, JSON.stringify(value))
  const newest = await newestBlueprint(env, target)
  const [group] = newest?.index.groups ?? []
  const [shard] = (await newest?.parts.shards(group?.ref ?? ''))?.shards ?? []
  expect(await newest?.parts.facts(shard?.ref ?? '')).toEqual(value.content.groups[0]?.shards[0]?.facts)
})

test.each([
  ['is gone from the store', (hash: string) => env.KV.delete(hash), /is not in the store; publish the blueprint again/],
  [
    'was kept by an older version',
    (name: string) => env.KV.put(name, '{"format":1}'),
    /was written by another version; publish the blueprint again/,
  ],
] as const)('a run whose blueprint %s is unknown, with the command that publishes it', async (_what, spoil, reason) => {
  const target = freshTarget()
  const value = await blueprint('v3', { platform: 'supabase' })
  await post(bindings([target]), `/${target}/blueprints`, JSON.stringify(value))
  const name = `blueprint/index/${value.hash}`
  const kept = (await env.KV.get(name)) ?? ''
  await spoil(name)
  const run = await (await post(bindings([target]), `/${target}/runs`)).json()
  await env.KV.put(name, kept)
  expect(run).toMatchObject({
    status: 'unknown',
    unknowns: [{ reason: expect.stringMatching(reason), mend: expect.stringContaining(`publish`) }],
  })
})

const bad: [what: string, body: () => Promise<string>, status: number, name: string, detail: RegExp][] = [
  ['no JSON', async () => '{"hash":', 400, 'malformed-json', /JSON/],
  ['an empty body', async () => '', 400, 'malformed-json', /JSON/],
  ['something else', async () => '{"a":1}', 422, 'invalid-blueprint', /^At hash/],
  [
    'another hash',
    async () => JSON.stringify({ ...(await blueprint('x')), hash: 'a'.repeat(64) }),
    422,
    'wrong-hash',
    /its content has/,
  ],
  [
    'another format',
    async () => JSON.stringify(await blueprint('x')).replace(/"format":\d+/, '"format":99'),
    422,
    'other-format',
    /format 99, catalog \d+; this Worker reads format \d+, catalog \d+/,
  ],
  [
    'another catalog',
    async () => JSON.stringify(await blueprint('x', { catalog: 99 })),
    422,
    'other-format',
    /catalog 99/,
  ],
  ['a damaged shape', async () => JSON.stringify(await blueprint('')), 422, 'invalid-blueprint', /^At tag/],
  ['10 MB', async () => `"${'x'.repeat(10_000_000)}"`, 413, 'too-large', /8 MiB/],
]

test.each(bad)('%s is refused and nothing is stored', async (_what, body, status, name, detail) => {
  const target = freshTarget()
  const before = (await env.KV.list()).keys.length
  const response = await post(bindings([target]), `/${target}/blueprints`, await body())
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ type: `/problems/${name}`, detail: expect.stringMatching(detail) })
  expect(await published(target)).toEqual([])
  expect((await env.KV.list()).keys).toHaveLength(before)
})

test('where KV fails, nothing is published, and the next try publishes all of it', async () => {
  const target = freshTarget()
  const value = JSON.stringify(await blueprint('v3', { platform: 'supabase', layout: 'folders' }))
  const failing = { ...bindings([target]), KV: { put: () => Promise.reject(new Error('KV is away')) } as never }
  expect((await post(failing, `/${target}/blueprints`, value)).status).toBe(500)
  expect(await published(target)).toEqual([])
  expect((await post(bindings([target]), `/${target}/blueprints`, value)).status).toBe(201)
  expect(await newestBlueprint(env, target)).toMatchObject({ index: { tag: 'v3' } })
})
