import { join, relative } from 'node:path'
import { SCHEDULE } from '../../functions/run/schedule.ts'
import { count } from '../../functions/views/words/text.ts'
import type { VerdictJson } from '../../functions/views/performance/json.ts'
import { pinNow, publishBlueprint, type WorkerAccess } from '../client.ts'
import { judgePerformanceNow } from '../client/performance.ts'
import { countersKept, fireCron, keepTime, reportAfter } from './clock.ts'
import type { StartOptions } from './options.ts'
import { KEPT } from './paths.ts'
import type { Progress } from './progress.ts'
import { demoScene, ownScene } from './scene.ts'
import { show } from './show.ts'
import type { Stage } from './stage.ts'
import { ensureFree, migrateStore, originOf, startWorker } from './worker.ts'
import { forgetSecrets, writeWorkerConfig } from './worker-config.ts'
import type { Wrangler } from './wrangler.ts'

/** How long after its run people are told at the latest, ms; without, the report is shown alone. */
const TOLD_WITHIN = 5000

/**
 * From nothing to the printed report: target, blueprint and Worker at the same time, then publish, cron, report.
 * @returns the running Worker, whose crons are fired from now on unless it is to be done once
 */
export async function play(options: StartOptions, stage: Stage, progress: Progress): Promise<Wrangler> {
  await ensureFree(options.port)
  const scene = options.own === null ? await demoScene(stage, progress) : await ownScene(options.own, progress)
  const { name } = scene.target
  const vars = { ...scene.target.vars, PLUMBLINE_URL: originOf(options.port) }
  const local = await stage.add(writeWorkerConfig({ ...scene.target, vars }), forgetSecrets)
  const worker = { url: originOf(options.port), token: local.token }

  const [wrangler, blueprint] = await Promise.all([
    progress.step(
      'starting the Worker',
      async () => {
        await migrateStore(local, stage)
        return startWorker(local, options.port, stage)
      },
      () => `the Worker answers at ${worker.url}`,
    ),
    scene.blueprint(),
    scene.prepare(),
  ])
  await progress.step(
    'publishing the blueprint',
    () => publishBlueprint(worker, name, blueprint),
    () => 'blueprint published',
  )
  if (scene.drift !== null) {
    await pinDemo(worker, name, progress)
    await tick(worker, name, progress)
    await countersKept(worker, name)
    await scene.drift()
  }
  const report = await tick(worker, name, progress)
  const slower = scene.drift === null ? null : await judge(worker, name, progress)
  const told = (await scene.channel?.told(TOLD_WITHIN)) ?? []
  progress.stop()
  show(report, worker.url, {
    tokenFile: fromHere(local.tokenFile),
    migrations: fromHere(scene.migrations) || '.',
    backups: scene.target.config.backup !== undefined,
    told,
    slower,
    demo: scene.isDemo ? { url: scene.target.url, copies: fromHere(join(KEPT, 'backups')) } : null,
  })
  if (!options.once) await stage.add(Promise.resolve(keepTime(worker, complain)), async (stop) => stop())
  return wrangler
}

const fromHere = (path: string) => relative(process.cwd(), path)

/** Fires the cron trigger and waits for what its run says. */
const tick = (worker: WorkerAccess, name: string, progress: Progress) =>
  progress.step(
    'waiting for the run',
    async () => {
      const fired = Date.now()
      await fireCron(worker, SCHEDULE.tick)
      return reportAfter(worker, name, fired)
    },
    ({ status }) => `cron fired (${SCHEDULE.tick}), run ended: ${status}`,
  )

/** Asks whether the target is slower than at the tick before. */
const judge = (worker: WorkerAccess, name: string, progress: Progress): Promise<VerdictJson> =>
  progress.step(
    'comparing the counters',
    () => judgePerformanceNow(worker, name),
    ({ verdict }) => `counters compared with those of the first run: ${verdict}`,
  )

/** What the demo's people have approved before somebody changed it. */
const pinDemo = (worker: WorkerAccess, name: string, progress: Progress) =>
  progress.step(
    'pinning what no migration declares',
    () => pinNow(worker, name, { who: 'ana@demo.example', reason: 'as the first deploy left it' }),
    ({ facts }) => `pinned: ${count(facts, 'fact')} that no migration declares`,
  )

const complain = (error: unknown) =>
  void process.stderr.write(`plumbline: ${error instanceof Error ? error.message : String(error)}\n`)
