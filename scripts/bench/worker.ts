import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { unstable_startWorker as startInWorkerd } from 'wrangler'
import { z } from 'zod'
import type { Blueprint } from '../../functions/model/blueprint.ts'
import { HEALTH_IDS } from '../../functions/model/health.ts'
import type { SentFolder } from '../../functions/model/sent-folder.ts'
import { RunStatus } from '../../functions/model/run.ts'

/** What the bench wants to know of a run's answer. */
const Answer = z.object({ status: RunStatus, findings: z.array(z.unknown()), unknowns: z.array(z.unknown()) })
export type Answer = z.infer<typeof Answer>

export interface RunningWorker {
  /** Where its isolate can be profiled. */
  inspector: URL
  /** Publishes the blueprint, and pins what no migration declares. */
  publish(blueprint: Blueprint): Promise<void>
  /** POST /demo/runs: drift alone, or with every check of the target's health. */
  check(health?: 'with health'): Promise<Answer>
  /** POST /demo/preflight, with lint or without; the answer's JSON. */
  preflight(folder: SentFolder, lint: '0' | '1'): Promise<unknown>
  close(): Promise<void>
}

const TOKEN = 'bench'
const CONFIG = fileURLToPath(new URL('../../wrangler.toml', import.meta.url))
const WRANGLER = fileURLToPath(new URL('../../node_modules/wrangler/bin/wrangler.js', import.meta.url))

/** One database as two targets: demo, whose health is left alone, and well, whose health is looked at, too. */
const TARGETS = {
  demo: { url_secret: 'DEMO_DATABASE_URL', thresholds: Object.fromEntries(HEALTH_IDS.map((id) => [id, 'off'])) },
  well: { url_secret: 'DEMO_DATABASE_URL' },
}

const secret = (value: string) => ({ type: 'secret_text', value }) as const

/** What workerd was started with, and where it listens. */
export interface Opened {
  address: URL
  inspector: URL
  close(): Promise<void>
}

/** Settings of the Worker beside those of wrangler.toml. */
type Settings = Record<string, { type: 'secret_text'; value: string } | { type: 'json'; value: JsonValue }>
type JsonValue = string | { [name: string]: JsonValue }

/**
 * Builds the Worker as it is deployed and runs it in workerd on what a folder holds of D1 and KV.
 * Wrangler's harness for tests would be shorter, but has no inspector.
 * @param entrypoint another Worker with the same bindings
 */
export async function openWorker(storage: string, settings: Settings, entrypoint?: string): Promise<Opened> {
  // Otherwise the local runtime asks the network for the data centre it pretends to be in.
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = 'false'
  const local = { hostname: '127.0.0.1', port: 0 }
  const worker = await startInWorkerd({
    config: CONFIG,
    ...(entrypoint !== undefined && { entrypoint }),
    bindings: { PLUMBLINE_TOKEN: secret(TOKEN), ...settings },
    dev: { server: local, inspector: local, persist: storage, logLevel: 'none', watch: false },
  })
  await worker.ready
  const [address, inspector] = await Promise.all([worker.url, worker.inspectorUrl])
  if (!inspector) throw new Error('workerd opened no inspector')
  return { address, inspector, close: () => worker.dispose() }
}

/** A folder with a D1 of the newest schema, for a Worker to be run on. */
export async function freshStorage(): Promise<string> {
  const storage = await mkdtemp(join(tmpdir(), 'plumbline-bench-'))
  await migrate(storage)
  return storage
}

/** Runs the Worker, watching the database of `url` as the target `demo`. */
export async function startWorker(url: string): Promise<RunningWorker> {
  const storage = await freshStorage()
  const { address, inspector, close } = await openWorker(storage, {
    DEMO_DATABASE_URL: secret(url),
    TARGETS: { type: 'json', value: TARGETS },
  })
  const post = (path: string, body?: string) => send(new URL(path, address), body)
  return {
    inspector,
    publish: async (blueprint) => {
      for (const target of Object.keys(TARGETS)) {
        await post(`/${target}/blueprints`, JSON.stringify(blueprint))
        await post(`/${target}/pins`, JSON.stringify({ who: 'the bench', reason: 'what a target in use has' }))
      }
    },
    check: async (health) => Answer.parse(await (await post(health ? '/well/runs' : '/demo/runs')).json()),
    preflight: async (folder, lint) => (await post(`/demo/preflight?lint=${lint}`, JSON.stringify(folder))).json(),
    async close() {
      await close()
      await rm(storage, { recursive: true, force: true })
    },
  }
}

/** Runs wrangler on the local D1 and KV of a folder. */
export const wrangler = (storage: string, ...command: string[]): Promise<unknown> =>
  promisify(execFile)(
    process.execPath,
    [WRANGLER, ...command, '--local', '--config', CONFIG, '--persist-to', storage],
    {
      env: { ...process.env, CI: 'true' },
      maxBuffer: 64_000_000,
    },
  )

/** Brings the local D1 to the newest schema, as a deploy does. */
const migrate = (storage: string) => wrangler(storage, 'd1', 'migrations', 'apply', 'plumbline')

async function send(url: URL, body?: string): Promise<Response> {
  const headers = { Authorization: `Bearer ${TOKEN}`, Accept: 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, ...(body === undefined ? {} : { body }) })
  if (!response.ok)
    throw new Error(`POST ${url.pathname} answered ${response.status}: ${(await response.text()).slice(0, 2000)}`)
  return response
}
