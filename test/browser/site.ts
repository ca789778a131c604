import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTestHarness } from 'wrangler'
import { HEALTH_IDS } from '../../functions/model/health.ts'
import { buildBlueprint } from '../../scripts/blueprint/build.ts'
import { readMigrations } from '../../scripts/blueprint/folder.ts'
import { readCatalog } from '../../scripts/catalog.ts'
import { DEMO_MIGRATIONS } from '../../scripts/demo.ts'
import { startServer } from '../../scripts/postgres/server.ts'
import { startSlack, type SlackDouble } from '../support/slack.ts'
import { loseTarget, makeTargets, mendIndex, type TargetUrls } from './targets.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const TOKEN = 'browser'
const HOOK_TOKEN = 'a-token-of-the-browser'
/** What links in messages are signed with. */
export const LINK_SECRET = 'a-secret-that-links-are-signed-with'

/** What was deployed to `demo`, told before its migrations ran. */
export const COMMIT = '0123456789abcdef0123456789abcdef01234567'

export interface Site {
  origin: string
  /** The database of each target, as its owner reaches it. */
  urls: TargetUrls
  /** Where the people of `clean` are told. */
  slack: SlackDouble
  /** Looks at a target. */
  run(target: string): Promise<void>
  /** Makes the index anew that the demo has lost, and runs. */
  mendIndex(): Promise<void>
  /** Accepts a finding for eight days. */
  accept(target: string, key: string): Promise<void>
  close(): Promise<void>
}

/** A session's worth of cleaning up, in the reverse order of what was started. */
class Started {
  readonly #ends: (() => Promise<unknown>)[] = []
  add<T>(thing: T, end: (thing: T) => Promise<unknown>): T {
    this.#ends.unshift(() => end(thing))
    return thing
  }
  async end(): Promise<void> {
    for (const end of this.#ends.splice(0)) await end()
  }
}

async function startPostgres(started: Started): Promise<string> {
  const dir = started.add(await mkdtemp(join(tmpdir(), 'plumbline-browser-')), (path) =>
    rm(path, { recursive: true, force: true }),
  )
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']
  return started.add(await startServer({ dir, settings }), (server) => server.stop()).url
}

const secret = (name: string) => `${name.toUpperCase()}_URL`

/** The Worker as it is deployed, in workerd, with its D1 and KV, watching these connection strings by target. */
async function startWorker(started: Started, urls: TargetUrls, slack: SlackDouble): Promise<string> {
  // Otherwise the local runtime asks the network for the data centre it pretends to be in.
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = 'false'
  const front = await startFront(started)
  const targets = Object.keys(urls).map((name) => {
    // Most pages are about drift; one target is looked at in its health, too.
    const thresholds = name === 'messy' ? {} : Object.fromEntries(HEALTH_IDS.map((id) => [id, 'off']))
    const incidents = { chain: [[name === 'messy' ? 'night' : 'team']] }
    return [name, { environment: 'staging', url_secret: secret(name), thresholds, incidents }]
  })
  const secrets = Object.entries(urls).map(([name, url]) => [secret(name), url])
  const TARGETS = { ...Object.fromEntries(targets), unset: { url_secret: 'NOT_SET_URL' } }
  const worker = {
    configPath: 'wrangler.toml',
    vars: {
      PLUMBLINE_URL: front.url,
      TARGETS,
      CHANNELS: channelsOf(slack),
      PUBLIC_STATUS: { clean: 'Website', demo: 'Shop <1>' },
    },
    secrets: {
      ...Object.fromEntries(secrets),
      PLUMBLINE_TOKEN: TOKEN,
      HOOK_SECRET_BEARER: HOOK_TOKEN,
      PLUMBLINE_LINK_SECRET: LINK_SECRET,
      SLACK_BOT_TOKEN: 'xoxb-of-the-browser',
    },
  }
  const harness = started.add(createTestHarness({ root: ROOT, workers: [worker] }), (running) => running.close())
  const { url } = await harness.listen()
  front.leadTo(url.origin)
  await harness.getWorker().applyD1Migrations('DB')
  return url.origin
}

/** An address that is known before the Worker’s is, and leads there: what links in messages begin with. */
async function startFront(started: Started): Promise<{ url: string; leadTo(origin: string): void }> {
  let to = ''
  const server = createServer((request, response) => response.writeHead(307, { Location: `${to}${request.url}` }).end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  started.add(server, async (running) => void running.close().closeAllConnections())
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return { url: `http://127.0.0.1:${port}`, leadTo: (origin) => void (to = origin) }
}

/** A channel that takes messages once its bot is invited, and one whose secret nobody has set. */
const channelsOf = (slack: SlackDouble) => ({
  team: { type: 'slack', channel: 'C0123456789', token_secret: 'SLACK_BOT_TOKEN', api_url: slack.url },
  night: { type: 'discord', url_secret: 'NOT_SET' },
})

async function post(address: string, body?: string, token = TOKEN): Promise<void> {
  const headers = { Authorization: `Bearer ${token}` }
  const response = await fetch(address, { method: 'POST', headers, ...(body === undefined ? {} : { body }) })
  if (!response.ok) throw new Error(`POST ${address} answered ${response.status}: ${await response.text()}`)
}

const demoBlueprint = async () =>
  buildBlueprint({
    folder: await readMigrations(DEMO_MIGRATIONS),
    tag: '3f2a91c',
    platform: 'supabase',
    journal: { schema: 'drizzle', table: '__drizzle_migrations' },
    catalog: readCatalog(),
  })

/**
 * The Worker with one target of every sort, each after a run: `demo`, `clean`, `messy`, `bare` (no blueprint), `gone` (was
 * as `demo`, and can be reached no more), `unset` (its secret is not set); and `new`, which no run has seen yet. `demo`, `clean`
 * and `gone` are pinned. Nobody
 * could be told of what was found.
 */
export async function openSite(): Promise<Site> {
  const started = new Started()
  try {
    const server = await startPostgres(started)
    const [urls, blueprint] = await Promise.all([makeTargets(server), demoBlueprint()])
    const slack = started.add(await startSlack(), (double) => double.close())
    const origin = await startWorker(started, urls, slack)
    const run = (target: string) => post(`${origin}/${target}/runs`)
    for (const target of ['demo', 'clean', 'messy', 'gone']) {
      await post(`${origin}/${target}/blueprints`, JSON.stringify(blueprint))
    }
    const decision = { who: 'ana@example.com', reason: 'looked through with <bea>' }
    for (const target of ['demo', 'clean', 'gone']) await post(`${origin}/${target}/pins`, JSON.stringify(decision))
    for (const target of ['demo', 'clean', 'messy', 'bare', 'gone', 'unset']) await run(target)
    const event = { sha: COMMIT, phase: 'before', url: 'https://shop.example', migrationsChanged: ['drizzle/<b>.sql'] }
    await post(`${origin}/hooks/bearer/demo`, JSON.stringify(event), HOOK_TOKEN)
    const gate = await fetch(`${origin}/demo/gate?sha=${COMMIT}&wait=60`)
    if (gate.status !== 409) throw new Error(`the gate answered ${gate.status}: ${await gate.text()}`)
    await loseTarget(server)
    await run('gone')
    const accept = (target: string, key: string) =>
      post(
        `${origin}/${target}/findings/${encodeURIComponent(key)}/accept`,
        JSON.stringify({ ...decision, expires: '8d' }),
      )
    const mend = () => mendIndex(urls.demo).then(() => run('demo'))
    return { origin, urls, slack, run, close: () => started.end(), mendIndex: mend, accept }
  } catch (error) {
    await started.end()
    throw error
  }
}
