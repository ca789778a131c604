import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { UserError } from '../errors.ts'
import type { Stage } from './stage.ts'
import type { LocalWorker } from './worker-config.ts'
import { startWrangler, type Wrangler } from './wrangler.ts'

const HOST = '127.0.0.1'
const DATABASE = 'plumbline'

/** How long a Worker may take to answer for the first time, ms. */
const PATIENCE = 60_000

/** Where a Worker on a port of this machine answers. */
export const originOf = (port: number): string => `http://${HOST}:${port}`

/** @throws UserError where somebody listens on the port already, or we may not */
export async function ensureFree(port: number): Promise<void> {
  const probe = createServer()
  try {
    await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(port, HOST, resolve))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    const why = code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on (${String(code)})`
    throw new UserError(
      `port ${port} ${why}`,
      `stop what listens there, or take another: npm start -- --port ${port + 1}`,
    )
  }
  await new Promise((resolve) => probe.close(resolve))
}

/** Brings the local D1 of a Worker to its newest schema. */
export async function migrateStore(worker: LocalWorker, stage: Stage): Promise<void> {
  const args = ['d1', 'migrations', 'apply', DATABASE, '--local', ...common(worker)]
  const wrangler = startWrangler(args)
  await stage.add(Promise.resolve(wrangler), (started) => started.stop())
  const code = await wrangler.ended
  if (code !== 0) throw new Error(`the Worker's D1 migrations failed (exit code ${String(code)}):\n${wrangler.log()}`)
}

/** Starts a Worker and waits until it answers. @throws with what wrangler wrote, where it ends or never answers */
export async function startWorker(worker: LocalWorker, port: number, stage: Stage): Promise<Wrangler> {
  const args = ['dev', ...common(worker), '--ip', HOST, '--port', String(port), '--inspector-port', '0']
  const wrangler = startWrangler([...args, '--show-interactive-dev-session=false'])
  await stage.add(Promise.resolve(wrangler), (started) => started.stop())
  const ended = wrangler.ended.then(() => 'ended' as const)
  for (const until = Date.now() + PATIENCE; Date.now() < until;) {
    if (await answers(port)) return wrangler
    if ((await Promise.race([ended, sleep(100)])) === 'ended') break
  }
  throw new Error(`the Worker did not start; wrangler wrote:\n${wrangler.log()}`)
}

const common = ({ config, state }: LocalWorker) => ['--config', config, '--persist-to', state]

const answers = (port: number): Promise<boolean> =>
  fetch(`${originOf(port)}/healthz`, { signal: AbortSignal.timeout(10_000) }).then(
    (response) => response.body?.cancel().then(() => true) ?? true,
    () => false,
  )
