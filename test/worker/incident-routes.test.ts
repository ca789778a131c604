import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { settingsOf, type Bindings } from '../../functions/env.ts'
import { LINK_LIFETIME, signedLinks } from '../../functions/incidents/links.ts'
import { performRun } from '../../functions/run/perform.ts'
import { listIncidents } from '../../functions/store/incidents.ts'
import { listOutbox } from '../../functions/store/outbox.ts'
import { ask, bindings, finding, freshTarget, looked, migrate, post, request, runWith, TOKEN } from './support.ts'

beforeAll(migrate)

const ORIGIN = 'https://plumbline.test'
const SECRET = 'a secret of more than twenty-four characters'
const HTML = { headers: { Accept: 'text/html' } }

/** A target with one open incident. */
async function opened() {
  const target = freshTarget()
  const on = bindings([target], { PLUMBLINE_LINK_SECRET: SECRET, CHANNELS: { primary: {} } })
  const [configured] = settingsOf(on).targets
  if (!configured) throw new Error('no target')
  const seen = looked([finding('a'), finding('b', 'medium')])
  const at = Date.now()
  await performRun({ env: on, target: configured, now: () => at, look: async () => seen }, request(target, at))
  return { target, on, id: `${target}-1`, links: (now = Date.now()) => linksOf(`${target}-1`, now) }
}

async function linksOf(id: string, now: number) {
  const links = await signedLinks(SECRET, ORIGIN, id, now)
  const path = (link: string) => link.slice(ORIGIN.length)
  return {
    page: path(links.page),
    acknowledge: path(links.acknowledge),
    snooze: path(links.snooze),
    resolve: path(links.resolve),
  }
}

/** As a browser sends a form, without a token. */
const send = (on: Bindings, path: string, body = '') =>
  ask(on, path, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body })

const stage = async (target: string) => {
  const [record] = await listIncidents(env.DB, target, 'all', 1)
  return record?.incident
}

describe('reading', () => {
  test('lists, shows and explains', async () => {
    const { target, on, id } = await opened()
    const list = await (await ask(on, `/${target}/incidents?format=json`)).json()
    expect(list).toMatchObject({
      incidents: [{ id, target, stage: 'open', severity: 'high', acknowledged: null, told: [{}, {}] }],
    })
    expect(await (await ask(on, '/incidents?format=json')).json()).toMatchObject({
      incidents: expect.arrayContaining([expect.objectContaining({ id })]),
    })
    const text = await (await ask(on, `/incidents/${id}?format=text`)).text()
    expect(text).toContain('Index a is missing; 0003_links made it, and 1 more')
    expect(text).toContain('create index a on public.links (user_id);')
    expect(text).toContain(`${ORIGIN}/incidents/${id}/acknowledge -d by="$USER"`)
    const page = await ask(on, `/incidents/${id}`, HTML)
    expect(page.headers.get('Content-Type')).toContain('text/html')
    expect(await page.text()).toContain('<h1>Index a is missing')
  })

  test('a target without incidents says so', async () => {
    const target = freshTarget()
    expect(await (await ask(bindings([target]), `/${target}/incidents?format=text`)).text()).toBe('No incident.\n')
  })

  test.each([
    ['/incidents/nothing-1', 404, '/problems/unknown-incident'],
    ['/incidents?state=maybe', 400, '/problems/wrong-parameter'],
    ['/nobody/incidents', 404, '/problems/unknown-target'],
    ['/incidents?format=sarif', 400, '/problems/unknown-format'],
  ])('%s is a problem', async (path, status, type) => {
    const response = await ask(bindings([]), path)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ type, mend: expect.any(String) })
  })
})

describe('acting with the token', () => {
  test('acknowledges once, by form, JSON or nothing', async () => {
    const { target, on, id } = await opened()
    const first = await post(on, `/incidents/${id}/acknowledge`, 'by=ann')
    expect(await first.json()).toMatchObject({ acknowledged: { by: 'ann' } })
    expect(await (await post(on, `/incidents/${id}/acknowledge`, '{"by":"bob"}')).json()).toMatchObject({
      acknowledged: { by: 'ann' },
    })
    expect((await post(on, `/incidents/${id}/acknowledge`)).status).toBe(200)
    const reasons = (await listOutbox(env.DB, 'all', 100))
      .filter((row) => row.target === target)
      .map(({ notification: { about } }) => (about.kind === 'incident' ? about.reason : ''))
    expect(reasons).toEqual(['acknowledged', 'opened'])
  })

  test('snoozes, comments, resolves; and then it is over', async () => {
    const { on, id, target } = await opened()
    expect(await (await post(on, `/incidents/${id}/snooze`, 'by=ann&for=2h')).json()).toMatchObject({
      snoozedUntil: expect.stringMatching(/Z$/),
    })
    const commented = await post(on, `/incidents/${id}/comments`, '{"by":"ann","text":"the import <b>did</b> it"}')
    expect(commented.status).toBe(201)
    expect(await commented.json()).toMatchObject({
      timeline: expect.arrayContaining([expect.objectContaining({ said: 'comment by ann: the import <b>did</b> it' })]),
    })
    expect(await (await ask(on, `/incidents/${id}`, HTML)).text()).toContain('the import &lt;b&gt;did&lt;/b&gt; it')
    expect(await (await post(on, `/incidents/${id}/resolve`)).json()).toMatchObject({ stage: 'resolved' })
    expect((await post(on, `/incidents/${id}/resolve`)).status).toBe(200)
    expect(await (await post(on, `/incidents/${id}/acknowledge`)).json()).toMatchObject({
      type: '/problems/incident-over',
      status: 409,
    })
    expect(await (await post(on, `/incidents/${id}/comments`, 'text=late')).json()).toMatchObject({ stage: 'resolved' })
    await runWith(target, Date.now() + 1000, looked([finding('a')]))
    expect((await listIncidents(env.DB, target, 'all', 9)).map((one) => one.id)).toEqual([`${target}-2`, id])
  })

  test.each([
    ['snooze', 'for=8d', /At for: "8d" is more than 7 days/],
    ['snooze', 'for=soon', /At for: "soon" is no length/],
    ['snooze', '{"until":5}', /Unrecognized key: "until"/],
    ['comments', '', /At text/],
    ['comments', 'text=%1b[31m', /At text: must not hold control characters/],
    ['acknowledge', `by=${'a'.repeat(201)}`, /At by: must not have more than 200/],
    ['resolve', '{', /JSON/],
  ])('%s with body %# is refused, and changes nothing', async (action, body, detail) => {
    const { on, id, target } = await opened()
    const response = await post(on, `/incidents/${id}/${action}`, body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      detail: expect.stringMatching(detail),
      mend: expect.stringContaining('send '),
    })
    expect(await stage(target)).toMatchObject({ stage: 'open', snoozedUntil: null, acknowledged: null })
  })

  test('without the token nothing is done', async () => {
    const { on, id, target } = await opened()
    expect((await send(on, `/incidents/${id}/resolve`)).status).toBe(401)
    expect((await send(on, `/incidents/${id}/comments`, 'text=x')).status).toBe(401)
    expect(await stage(target)).toMatchObject({ stage: 'open' })
  })

  test('of what is not there', async () => {
    const response = await post(bindings([]), '/incidents/none-1/resolve')
    expect(await response.json()).toMatchObject({ type: '/problems/unknown-incident', status: 404 })
  })
})

describe('a signed link', () => {
  test('asks first, and does it when its page is sent', async () => {
    const { on, target, links } = await opened()
    const { acknowledge, snooze, resolve } = await links()
    for (const link of [acknowledge, snooze, resolve]) {
      const page = await ask(on, link, HTML)
      expect(page.status).toBe(200)
      expect(await page.text()).toContain('<form method="post">')
      expect(page.headers.get('Content-Security-Policy')).toContain("form-action 'self'")
    }
    expect(await stage(target)).toMatchObject({ acknowledged: null, snoozedUntil: null, stage: 'open' })
    expect((await send(on, acknowledge, 'by=ann')).status).toBe(200)
    expect((await send(on, snooze, 'by=&for=4h')).status).toBe(200)
    expect(await stage(target)).toMatchObject({
      acknowledged: { by: 'ann' },
      snoozedUntil: expect.any(Number),
      stage: 'open',
    })
    expect((await send(on, resolve)).status).toBe(200)
    expect(await stage(target)).toMatchObject({ stage: 'resolved' })
  })

  test('lets its holder read that one incident where reading needs a token', async () => {
    const { on, id, links } = await opened()
    const closed = { ...on, PLUMBLINE_READ_TOKEN: 'read-token' }
    const { page, acknowledge } = await links()
    expect((await ask(closed, `/incidents/${id}`)).status).toBe(401)
    expect((await ask(closed, page)).status).toBe(200)
    expect((await ask(closed, acknowledge)).status).toBe(200)
    expect((await ask(closed, page.replace(`/${id}?`, '?'))).status).toBe(401)
    expect((await ask(closed, page.replace(id, `${id}1`))).status).toBe(401)
  })

  test('does one thing to one incident', async () => {
    const { on, target, links } = await opened()
    const other = await opened()
    const { page, acknowledge } = await links()
    const forged = [
      acknowledge.replace('/acknowledge?', '/resolve?'),
      acknowledge.replace(target, other.target),
      acknowledge.replace(/until=\d+/, (until) => `${until}0`),
      acknowledge.replace(/signature=(.)/, (_, first) => `signature=${first === 'A' ? 'B' : 'A'}`),
      acknowledge.replace(/signature=.*/, 'signature=x'),
      acknowledge.replace(/until=\d+&/, ''),
      page.replace('?', '/acknowledge?'),
      acknowledge.replace('/acknowledge?', '/comments?'),
    ]
    for (const link of forged) expect([link, (await send(on, link, 'by=eve&text=x')).status]).toEqual([link, 401])
    for (const { target: name } of [{ target }, other])
      expect(await stage(name)).toMatchObject({ stage: 'open', acknowledged: null })
  })

  test('is good for a week, and no longer than its secret', async () => {
    const { on, links } = await opened()
    const { acknowledge } = await links(Date.now() - LINK_LIFETIME - 1000)
    expect(await (await send(on, acknowledge)).json()).toMatchObject({
      type: '/problems/wrong-link',
      detail: expect.stringContaining('no longer good'),
    })
    const fresh = await links()
    const rotated = { ...on, PLUMBLINE_LINK_SECRET: `another secret of the right length,${SECRET}` }
    expect((await send(rotated, fresh.acknowledge)).status).toBe(200)
    const changed = { ...on, PLUMBLINE_LINK_SECRET: 'another secret of the right length' }
    expect((await send(changed, fresh.resolve)).status).toBe(401)
    const without = { ...on, PLUMBLINE_LINK_SECRET: undefined }
    expect(await (await send(without, fresh.resolve)).json()).toMatchObject({
      detail: 'PLUMBLINE_LINK_SECRET is not set.',
      mend: expect.stringContaining('wrangler secret put'),
    })
  })

  test('without a signature the page says what is needed', async () => {
    const { on, id } = await opened()
    const response = await ask(on, `/incidents/${id}/resolve`)
    expect(await response.json()).toMatchObject({ type: '/problems/wrong-link', mend: expect.stringContaining('curl') })
  })
})

const put = (on: Bindings, id: string, body: unknown) =>
  ask(on, `/incidents/${id}/document`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${TOKEN}`, Accept: 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const markdown = async (on: Bindings, id: string) => (await ask(on, `/incidents/${id}?format=md`)).text()

describe('the document', () => {
  test('is filled in from what is known', async () => {
    const { on, id, target } = await opened()
    const text = await markdown(on, id)
    expect(text.match(/^## .*/gm)).toEqual([
      '## Problem',
      '## Timeline',
      '## Root cause',
      '## Resolution',
      '## Prevention',
      '## Lessons learned',
    ])
    expect(text).toContain('- Migration: `0003_links`')
    expect(text).toContain('```sql\ncreate index a on public.links (user_id);\n```')
    expect(text).toContain(`<${ORIGIN}/${target}/findings/drift%3Aindex%3Apublic.a>`)
    expect(text).toMatch(/\| \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \| Opened as high with 2 findings \|/)
    const response = await ask(on, `/incidents/${id}`, { headers: { Accept: 'text/markdown' } })
    expect(response.headers.get('Content-Type')).toBe('text/markdown; charset=utf-8')
  })

  test('holds what people write, and takes it back', async () => {
    const { on, id } = await opened()
    const lessons = '- look *first*\n- `drop index` is quick'
    expect(await (await put(on, id, { by: 'ann', lessons, problem: 'Slow.' })).json()).toMatchObject({
      document: { lessons, problem: 'Slow.' },
      timeline: expect.arrayContaining([
        expect.objectContaining({ said: 'the document’s problem and lessons written by ann' }),
      ]),
    })
    expect(await markdown(on, id)).toContain(`## Lessons learned\n\n${lessons}`)
    await put(on, id, { by: 'ann', problem: null, prevention: 'A check.' })
    const text = await markdown(on, id)
    expect(text).toContain('## Prevention\n\nA check.')
    expect(text).toContain('- **high**: Index a is missing')
    expect(text).toContain(lessons)
  })

  test.each([
    ['{"by":"ann"}', /give one of problem/],
    ['{"by":"ann","cause":"x"}', /Unrecognized key: "cause"/],
    ['{"lessons":"x"}', /At by/],
    [JSON.stringify({ by: 'ann', lessons: 'x'.repeat(20_001) }), /At lessons: must not have more than 20000/],
    ['no JSON', /JSON/],
  ])('the body %# is refused', async (body, detail) => {
    const { on, id } = await opened()
    const response = await put(on, id, body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ detail: expect.stringMatching(detail), mend: expect.any(String) })
    expect(await (await ask(on, `/incidents/${id}?format=json`)).json()).toMatchObject({ document: {} })
  })

  test('of what is not there', async () => {
    expect((await put(bindings([]), 'none-1', { by: 'ann', lessons: 'x' })).status).toBe(404)
  })
})
