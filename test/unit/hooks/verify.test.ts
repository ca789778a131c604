import { describe, expect, test } from 'vitest'
import { hookSecrets } from '../../../functions/env/hooks.ts'
import { SENDERS } from '../../../functions/hooks/senders.ts'
import { SenderName } from '../../../functions/model/deploy.ts'
import { jws, netlifyClaims, otherSecret, SECRETS, signed, type Signing } from '../../support/hooks.ts'

const T = 1_800_000_000_000
const BODY = '{"id":"evt_1","text":"größer – \u{1F4D0}"}'
const all = SenderName.options
const standards = ['render', 'supabase', 'standard'] as const

const verify = (name: SenderName, body: string, headers: Record<string, string>, secrets = [SECRETS[name]], now = T) =>
  SENDERS[name].verify({ body, headers: new Headers(headers) }, secrets, now)

/** A delivery of BODY with its true headers. */
const delivery = (name: SenderName, signing: Partial<Signing> = {}) => signed(name, BODY, { at: T, ...signing })

describe('examples of the senders’ own documents', () => {
  test('GitHub: validating webhook deliveries', async () => {
    const headers = { 'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17' }
    expect(await verify('github', 'Hello, World!', headers, ["It's a Secret to Everybody"])).toBeNull()
    expect(await verify('github', 'Hello, World?', headers, ["It's a Secret to Everybody"])).not.toBeNull()
  })

  test('Standard Webhooks: the vector of its libraries', async () => {
    const headers = {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    }
    expect(await verify('standard', '{"test": 2432232314}', headers, [SECRETS.render], 1_614_265_330_000)).toBeNull()
  })
})

describe.each(all)('%s', (name) => {
  test('what it signed is believed', async () => {
    expect(await verify(name, BODY, await delivery(name))).toBeNull()
  })

  test('with two secrets, old and new, either is believed, and none else', async () => {
    const [old, next] = [SECRETS[name], otherSecret(name)]
    expect(next).not.toBe(old)
    expect(await verify(name, BODY, await delivery(name), [next, old])).toBeNull()
    expect(await verify(name, BODY, await delivery(name, { secret: next }), [next, old])).toBeNull()
    expect(await verify(name, BODY, await delivery(name), [next])).not.toBeNull()
    expect(await verify(name, BODY, await delivery(name), [])).not.toBeNull()
  })

  test('without its headers nothing is believed, nor with another sender’s', async () => {
    expect(await verify(name, BODY, {})).not.toBeNull()
    const headersOf = new Map(await Promise.all(all.map(async (other) => [other, await delivery(other)] as const)))
    const family = (other: SenderName) => Object.keys(headersOf.get(other) ?? {}).join()
    const others = all.filter((other) => family(other) !== family(name))
    for (const other of others) expect(await verify(name, BODY, await delivery(other))).not.toBeNull()
  })

  test('a reason holds neither secret nor signature', async () => {
    const wrong = await verify(name, `${BODY} `, await delivery(name, { secret: otherSecret(name) }))
    const values = [SECRETS[name], ...Object.values(await delivery(name)).filter((value) => value.length > 20)]
    for (const value of values) expect(String(wrong)).not.toContain(value)
  })
})

const flip = (text: string, at: number) =>
  text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1)

/** A JWS with the secret of Netlify. */
const token = (alg: string, claims: object, hash?: string) => jws({ alg }, claims, SECRETS.netlify, hash)

describe('near misses', () => {
  test.each(all.filter((name) => name !== 'bearer'))('%s: one byte of the body', async (name) => {
    for (const at of [0, 7, BODY.length - 1])
      expect(await verify(name, flip(BODY, at), await delivery(name))).not.toBeNull()
    expect(await verify(name, `${BODY}\n`, await delivery(name))).not.toBeNull()
    expect(await verify(name, '', await delivery(name))).not.toBeNull()
  })

  test.each(standards)('%s: five minutes either way, and no longer', async (name) => {
    const sent = await delivery(name)
    const at = (ms: number) => verify(name, BODY, sent, undefined, T + ms)
    expect([await at(300_000), await at(-300_000)]).toEqual([null, null])
    expect([await at(301_000), await at(-301_000)]).toEqual([
      'webhook-timestamp is more than 5 minutes from now',
      'webhook-timestamp is more than 5 minutes from now',
    ])
  })

  test.each(standards)('%s: times and names that are read in two ways', async (name) => {
    const sent = await delivery(name)
    const stamp = sent['webhook-timestamp'] ?? ''
    for (const time of [`${stamp}.5`, `0${stamp}`, `+${stamp}`, `${stamp}x`, `${stamp}e0`, '', '-1'])
      expect(await verify(name, BODY, { ...sent, 'webhook-timestamp': time })).not.toBeNull()
    // `msg.<time>.<time>.<body>` can be cut in two ways: one of them is never believed.
    expect(await verify(name, BODY, await delivery(name, { id: `msg.${stamp}` }))).toMatch(/webhook-id has a dot/)
  })

  test.each(standards)('%s: several signatures, of which one is ours', async (name) => {
    const sent = await delivery(name)
    const v1 = sent['webhook-signature'] ?? ''
    const { 'webhook-signature': other } = await delivery(name, { id: 'other' })
    const given = (text: string) => verify(name, BODY, { ...sent, 'webhook-signature': text })
    expect(await given(`${other} v1a,xyz ${v1}`)).toBeNull()
    expect(await given(`${other} v2${v1.slice(2)}`)).not.toBeNull()
    expect(await given(v1.slice(3))).not.toBeNull()
  })

  test('GitHub and Vercel: hex that another reader would take', async () => {
    const [hub = ''] = Object.values(await delivery('github'))
    const hex = hub.slice(7)
    for (const text of [
      hex,
      `sha1=${hex}`,
      `sha256=${hex.toUpperCase()}`,
      `sha256=${hex} `.padEnd(80, '0'),
      `sha256=-${hex}`,
    ])
      expect(await verify('github', BODY, { 'x-hub-signature-256': text })).toMatch(/is missing|is not that/)
    const [signature = ''] = Object.values(await delivery('vercel'))
    for (const text of [signature.toUpperCase(), `${signature}00`, signature.slice(2)])
      expect(await verify('vercel', BODY, { 'x-vercel-signature': text })).not.toBeNull()
  })

  test('Netlify: another issuer, another algorithm, none, and bits that base64url does not need', async () => {
    const [ours = ''] = Object.values(await delivery('netlify'))
    const claims = await netlifyClaims(BODY)
    const given = (text: string) => verify('netlify', BODY, { 'x-webhook-signature': text })
    expect(await given(await token('HS256', claims))).toBeNull()
    expect(await given(await token('HS256', { ...claims, iss: 'other' }))).not.toBeNull()
    expect(await given(await token('HS256', { iss: 'netlify' }))).not.toBeNull()
    expect(await given(await token('HS256', { ...claims, sha256: claims.sha256.toUpperCase() }))).not.toBeNull()
    expect(await given(await token('HS512', claims, 'SHA-512'))).not.toBeNull()
    expect(await given(`${(await token('none', claims)).split('.').slice(0, 2).join('.')}.`)).not.toBeNull()
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const last = alphabet.indexOf(ours.at(-1) ?? '')
    expect(await given(ours.slice(0, -1) + alphabet[last + 1])).not.toBeNull()
    expect(await given(`${ours}=`)).not.toBeNull()
  })

  test('bearer: another scheme, more, less', async () => {
    for (const text of [
      SECRETS.bearer,
      `Basic ${SECRETS.bearer}`,
      `Bearer ${SECRETS.bearer}x`,
      'Bearer ',
      `Bearer  ${SECRETS.bearer}`,
    ])
      expect(await verify('bearer', BODY, { authorization: text })).not.toBeNull()
  })
})

describe('secrets', () => {
  const { github, render, bearer } = SENDERS
  test.each([
    [{ HOOK_SECRET_GITHUB: 'one' }, ['one']],
    [{ HOOK_SECRET_GITHUB: ' new , old ' }, ['new', 'old']],
    [{ HOOK_SECRET_GITHUB: '["with, comma","old"]' }, ['with, comma', 'old']],
    [{ HOOK_SECRET_GITHUB: 'all', HOOK_SECRET_GITHUB_MY_SHOP: 'own' }, ['own']],
  ])('%j', (env, secrets) => {
    expect(hookSecrets(env, github, 'my-shop')).toEqual(secrets)
  })

  test('Supabase’s v1,whsec_ is one secret', () => {
    const env = { HOOK_SECRET_SUPABASE: `${SECRETS.supabase},${SECRETS.render}` }
    expect(hookSecrets(env, SENDERS.supabase, 'a')).toEqual([SECRETS.supabase.slice(3), SECRETS.render])
  })

  test.each([
    [github, {}, /^neither HOOK_SECRET_GITHUB nor HOOK_SECRET_GITHUB_A is set/],
    [github, { HOOK_SECRET_GITHUB: ' ' }, /^neither/],
    [github, { HOOK_SECRET_GITHUB: '["a"' }, /^HOOK_SECRET_GITHUB is neither a secret/],
    [github, { HOOK_SECRET_GITHUB: '[1]' }, /^HOOK_SECRET_GITHUB is neither a secret/],
    [github, { HOOK_SECRET_GITHUB: ',' }, /^HOOK_SECRET_GITHUB is neither a secret/],
    [render, { HOOK_SECRET_RENDER: 'whsec_not base64' }, /^a secret in HOOK_SECRET_RENDER is not base64/],
    [render, { HOOK_SECRET_RENDER: 'whsec_c2hvcnQ=' }, /^a secret in HOOK_SECRET_RENDER is not base64 of 16/],
    [bearer, { HOOK_SECRET_BEARER_A: 'short' }, /^a secret in HOOK_SECRET_BEARER_A is not 16 or more/],
  ])('of %o: %j is said with what mends it', (sender, env, reason) => {
    const fault = hookSecrets(env, sender, 'a')
    expect(fault).toMatchObject({
      reason: expect.stringMatching(reason),
      mend: expect.stringContaining('wrangler secret put'),
    })
    expect(JSON.stringify(fault)).not.toContain('short')
  })
})
