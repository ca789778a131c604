import { beforeAll, describe, expect, test } from 'vitest'
import type { Durable } from '../../functions/deploy/durable.ts'
import { realWorld } from '../../functions/backup/world.ts'
import { backupBy } from '../../functions/deploy/steps/backup.ts'
import { order } from '../../functions/deploy/steps/order.ts'
import type { DeployStep, StepContext } from '../../functions/deploy/step.ts'
import { settingsOf, type Bindings } from '../../functions/env.ts'
import { deployWith } from '../support/deploy.ts'
import { behind, logical } from './behind.ts'
import { ask, bindings, blueprint, freshTarget, looked, migrate, post, runWith } from './support.ts'

beforeAll(migrate)

const deploy = (target: string) =>
  deployWith({ target, id: 'abc1234-1', sha: 'abc1234', ref: 'main', environment: 'production' })

/** Cloudflare's Workflows as a table of results; `names` are what was carried out, and what was waited for. */
function table() {
  const [kept, names] = [new Map<string, string>(), [] as string[]]
  const durable: Durable = {
    async once(name, shape, work) {
      const json = kept.get(name) ?? JSON.stringify(await work())
      if (!kept.has(name)) names.push(name)
      kept.set(name, json)
      return shape.parse(JSON.parse(json))
    },
    sleep: async (name) => void names.push(name),
  }
  return { durable, names }
}

function contextOf(on: Bindings, name: string, durable: Durable): StepContext {
  const target = settingsOf(on).targets.find((one) => one.name === name)
  if (!target) throw new Error(`${name} is no target`)
  return { env: on, target, deploy: deploy(name), durable, now: Date.now }
}

const does = async (step: DeployStep, on: Bindings, name: string, { durable, names } = table()) => {
  const context = contextOf(on, name, durable)
  const leftOut = step.leftOut(context)
  return { leftOut, outcome: leftOut === null ? await step.run(context) : null, names }
}

const backup = backupBy(realWorld)

describe('a backup before a deploy', () => {
  test('is made once, however often the step is cut off', async () => {
    const { on, target, state } = await behind()
    const first = await does(backup, on, target)
    expect(first.outcome).toMatchObject({
      verdict: 'go',
      said: expect.stringMatching(/^restore-point pl-\S+ of .*may lose/),
    })
    const again = await does(backup, on, target)
    expect(again.outcome).toEqual(first.outcome)
    expect((await state()).made).toHaveLength(1)
  })

  test('stops the deploy where no rung holds, with what each lacks', async () => {
    const { on, target } = await behind({ restorePoints: false, pitr: null, backups: [] }, { enough: ['logical'] })
    const { outcome } = await does(backup, on, target)
    expect(outcome).toMatchObject({
      verdict: 'stop',
      reasons: [
        { step: 'backup', said: expect.stringMatching(/^logical: (?!.*→)/), mend: expect.stringMatching(/\w/) },
      ],
    })
  })

  test('says when a restore was proven last, or that none ever was', async () => {
    const { on, target, note } = await behind()
    const { outcome } = await does(backup, on, target)
    expect(outcome?.said).toMatch(/; no restore was ever proven$/)
    const proof = { at: '2026-01-20T12:00:00.000Z', durationMs: 5, ok: true, compared: {} }
    await note(logical(target, { id: 'drilled', verified: proof }))
    await note(logical(target, { id: 'failed', verified: { ...proof, at: '2026-01-21T12:00:00.000Z', ok: false } }))
    expect((await does(backup, on, target)).outcome?.said).toMatch(/; last proven restore: 2026-01-20T12:00:00\.000Z$/)

    const shown = async (path: string) => (await ask(on, path, { headers: { 'User-Agent': 'curl/8' } })).text()
    expect(await shown(`/${target}`)).toMatch(/last proven restore: \d+ d ago/)
    expect(await shown('/')).toMatch(/RESTORE\n.* \d+ d ago\n/)
    expect(await shown(`/${target}?format=html`)).toMatch(/last proven restore: /)
    expect(JSON.parse(await shown(`/${target}?format=json`))).toMatchObject({ provenAt: proof.at })
    expect(JSON.parse(await shown('/?format=json'))).toMatchObject({ targets: [{ provenAt: proof.at }] })
  })

  test('is unknown, and asked for again, while the platform does not answer', async () => {
    const { on, target, faults } = await behind({}, { enough: ['physical'] })
    await faults(Array.from({ length: 400 }, () => ({ status: 500 })))
    let clock = Date.now()
    const hurried = { ...realWorld, now: () => clock, sleep: async (ms: number) => void (clock += ms) }
    const { outcome, names } = await does(backupBy(hurried), on, target)
    expect(outcome).toMatchObject({ verdict: 'unknown', reasons: [{ what: 'unknown' }] })
    expect(names).toEqual(expect.arrayContaining(['backup: climb 1', 'backup: pause 1', 'backup: climb 5']))
  })

  test('is left out where no way to backups is configured, and says which setting is missing', async () => {
    const target = freshTarget()
    expect((await does(backup, bindings([target]), target)).leftOut).toContain(`[vars.TARGETS.${target}.backup]`)
  })
})

const inOrder = () => {
  const [staging, production] = [freshTarget(), freshTarget()]
  const TARGETS = { [staging]: { url_secret: 'SOME_URL' }, [production]: { url_secret: 'SOME_URL', after: staging } }
  return { staging, production, on: bindings([], { TARGETS }) }
}

describe('the order of targets', () => {
  const applied = { index: 1, tag: 'x', of: 2, applied: 2 }

  test('lets through what the target before was found true to, with everything applied', async () => {
    const { staging, production, on } = inOrder()
    const published = await blueprint('v7')
    await post(on, `/${production}/blueprints`, JSON.stringify(published))
    const verdict = async () => (await does(order, on, production)).outcome
    expect(await verdict()).toMatchObject({
      verdict: 'stop',
      reasons: [
        {
          said: expect.stringMatching(new RegExp(`^${staging} comes before .* applied$`)),
          mend: expect.stringContaining(`/${staging}/runs`),
        },
      ],
    })
    await runWith(staging, 1000, { ...looked([]), position: { ...applied, applied: 1 }, blueprint: published })
    expect(await verdict()).toMatchObject({ verdict: 'stop' })
    await runWith(staging, 2000, { ...looked([]), position: applied, blueprint: published })
    expect(await verdict()).toMatchObject({ verdict: 'go', said: expect.stringContaining('tick-2000') })
    await runWith(staging, 3000, {
      ...looked([], []),
      status: 'fail',
      position: applied,
      blueprint: { ...published, hash: 'f'.repeat(64) },
    })
    expect(await verdict()).toMatchObject({ verdict: 'go' })
  })

  test('is unknown without a blueprint, and left out without a target before', async () => {
    const { staging, production, on } = inOrder()
    expect((await does(order, on, production)).outcome).toMatchObject({ verdict: 'unknown' })
    expect((await does(order, on, staging)).leftOut).toBe('no target comes before this one')
  })
})
