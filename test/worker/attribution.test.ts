import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import type { Finding } from '../../functions/model/finding.ts'
import { listFindings } from '../../functions/store/findings.ts'
import { makeDeploy } from '../../functions/store/deploys.ts'
import { deployWith } from '../support/deploy.ts'
import { ask, bindings, finding, freshTarget, looked, migrate, runWith, unknown } from './support.ts'

beforeAll(migrate)

const T = 1_800_000_000_000
const TICK = 300_000

const cause = { kind: 'removed', migration: '0003_links', whole: false } as const
const plain = finding('links_idx')
if (plain.type !== 'drift.missing') throw new Error('the sample is of another type')
const removed: Finding = { ...plain, cause }
const { key } = removed
const appearedIn = async (target: string, state: 'open' | 'all' = 'open') =>
  (await listFindings(env.DB, target, state)).map(({ finding: own }) => ('appeared' in own ? own.appeared : null))

test('drift says between which runs it came, in every view, and says the same from then on', async () => {
  const target = freshTarget()
  await runWith(target, T, looked([]))
  await runWith(target, T + TICK, looked([removed]))
  const appeared = { after: { run: `tick-${T}`, at: T }, by: { run: `tick-${T + TICK}`, at: T + TICK } }
  expect(await appearedIn(target)).toEqual([appeared])
  await runWith(target, T + 2 * TICK, looked([{ ...removed, severity: 'medium' }]))
  expect(await appearedIn(target)).toEqual([appeared])

  const on = bindings([target])
  expect(await (await ask(on, `/${target}?format=json`)).json()).toMatchObject({
    findings: [{ key, truth: 'catalog', detail: { appeared, cause } }],
  })
  const text = await (await ask(on, `/${target}/findings/${key}?format=text`)).text()
  expect(text.replaceAll(/\s+/g, ' ')).toContain(
    `between tick-${T} (2027-01-15 08:00:00 UTC) and tick-${T + TICK} (2027-01-15 08:05:00 UTC)`,
  )
  expect(text.replaceAll(/\s+/g, ' ')).toContain('made by 0003_links, and removed by hand since')
  expect(text).toContain('the live catalog')
  const page = await (await ask(on, `/${target}/findings/${key}?format=html`)).text()
  expect(page).toContain(`between tick-${T} (`)
  expect(page).toContain('removed by hand since')
})

test('drift says by whom, as it was known when it came, in every view and in analytics', async () => {
  const target = freshTarget()
  const then = Date.UTC(2025, 0, 17, 8)
  const who = { known: 'session', role: 'ana "x"', application: '=psql', at: then } as const
  const nobody = {
    known: 'nothing',
    reason: 'nobody may see it',
    mend: 'grant pg_read_all_stats to plumbline;',
  } as const
  const other = { ...removed, key: 'drift:index:public.other', fact: 'index:public.other' }
  await runWith(target, then, looked([]))
  await runWith(
    target,
    then + TICK,
    looked([
      { ...removed, who },
      { ...other, who: nobody },
    ]),
  )
  await runWith(target, then + 2 * TICK, looked([{ ...removed, severity: 'medium' }, other]))

  const on = bindings([target])
  const text = async (path: string) => (await (await ask(on, path)).text()).replaceAll(/\s+/g, ' ')
  expect(await (await ask(on, `/${target}/findings/${key}?format=json`)).json()).toMatchObject({ detail: { who } })
  expect(await text(`/${target}/findings/${key}?format=text`)).toContain(
    'by ana "x", in =psql: its session ran such a statement at 2025-01-17 08:00:00 UTC',
  )
  expect(await text(`/${target}/findings/${other.key}?format=html`)).toContain(
    'unknown: nobody may see it → grant pg_read_all_stats to plumbline;',
  )
  const range = 'from=2025-01-13&to=2025-01-17'
  const [ways, weeks] = [
    [
      { way: 'by hand', role: 'ana "x"', application: '=psql', drifts: 1 },
      { way: 'by hand', role: null, application: null, drifts: 1 },
    ],
    [
      {
        roles: [
          { role: 'ana "x"', drifts: 1 },
          { role: null, drifts: 1 },
        ],
      },
    ],
  ]
  const analytics = `/${target}/analytics?${range}`
  expect(await (await ask(on, `${analytics}&format=json`)).json()).toMatchObject({ targets: [{ ways, weeks }] })
  expect(await text(`${analytics}&format=text`)).toContain('Made: 1 by hand (ana "x", =psql), 1 by hand; of 1 the role')
  expect(await text(`${analytics}&format=csv`)).toContain(`${target},2025-01-13,2,0,,,0,0,,"1 ana ""x""; 1 unknown"`)
})

test('a run that could not see the catalog bounds nothing', async () => {
  const target = freshTarget()
  await runWith(target, T, looked([]))
  await runWith(target, T + TICK, looked([], [unknown('drift')]))
  await runWith(target, T + 2 * TICK, looked([], [unknown('connectivity')]))
  await runWith(target, T + 3 * TICK, looked([removed]))
  expect(await appearedIn(target)).toMatchObject([{ after: { at: T }, by: { at: T + 3 * TICK } }])
})

test('what the first run finds was there before; what comes back came again', async () => {
  const target = freshTarget()
  await runWith(target, T, looked([removed]))
  expect(await appearedIn(target)).toEqual([{ after: null, by: { run: `tick-${T}`, at: T } }])
  await runWith(target, T + TICK, looked([]))
  await runWith(target, T + 2 * TICK, looked([removed]))
  expect(await appearedIn(target)).toMatchObject([{ after: { at: T + TICK }, by: { at: T + 2 * TICK } }])
})

test('what came around a deploy names the newest one; a push is none', async () => {
  const target = freshTarget()
  const told = { begunAt: null, endedAt: null, result: null }
  const deploy = async (n: number, at: number, asked: boolean) => {
    const stored = deployWith({
      target,
      id: `abc1234-${n}`,
      sha: 'abc1234',
      ref: 'main',
      environment: 'production',
      state: 'succeeded',
      origin: 'https://plumbline.test',
      at,
      before: asked ? { askedAt: at, ...told } : null,
    })
    await makeDeploy(env.DB, stored, stored.id, n).run()
  }
  await deploy(1, T - 7_200_000, true)
  await runWith(target, T, looked([]))
  await deploy(2, T + 60_000, true)
  await deploy(3, T + 90_000, false)
  await runWith(target, T + TICK, looked([removed]))
  expect(await appearedIn(target)).toMatchObject([{ deploy: { id: 'abc1234-2', at: T + 60_000 } }])
  const text = await (await ask(bindings([target]), `/${target}/findings/${key}?format=text`)).text()
  expect(text.replaceAll(/\s+/g, ' ')).toContain('near deploy abc1234-2 (2027-01-15 08:01:00 UTC)')
})
