import { applyD1Migrations, createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { CATALOG_VERSION } from '../../functions/collect/catalog.ts'
import { settingsOf, type Bindings, type Target } from '../../functions/env.ts'
import { BLUEPRINT_FORMAT, type Blueprint, type BlueprintContent } from '../../functions/model/blueprint.ts'
import type { Finding, Unknown } from '../../functions/model/finding.ts'
import { HEALTH_IDS } from '../../functions/model/health.ts'
import { hashContent } from '../../functions/model/parts.ts'
import type { Look, RunRequest } from '../../functions/model/run.ts'
import { performRun, type Performed } from '../../functions/run/perform.ts'
import worker from '../../functions/worker.ts'

export const TOKEN = 'write-token'
export const PASSWORD = 'the-password-of-the-target'

/** Nothing listens there. */
export const NOWHERE = `postgresql://monitor:${PASSWORD}@127.0.0.1:9/nowhere`

const migrations = import.meta.glob<string>('../../functions/store/migrations/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** Brings the test file's own D1 to the newest schema. */
export const migrate = (): Promise<void> =>
  applyD1Migrations(
    env.DB,
    Object.entries(migrations)
      .map(([name, sql]) => ({ name, queries: sql.split(';').filter((query) => query.trim() !== '') }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  )

/** Most tests are not about a target's health, of which theirs have little. */
export const NO_HEALTH = Object.fromEntries(HEALTH_IDS.map((id) => [id, 'off']))

/** The real bindings with settings of the test: targets by name, and tokens. */
export const bindings = (targets: readonly string[], settings: Record<string, unknown> = {}): Bindings => ({
  DB: env.DB,
  KV: env.KV,
  RUNS: env.RUNS,
  DEPLOYS: env.DEPLOYS,
  TARGETS: Object.fromEntries(targets.map((name) => [name, { url_secret: 'SOME_URL', thresholds: NO_HEALTH }])),
  SOME_URL: NOWHERE,
  PLUMBLINE_TOKEN: TOKEN,
  ...settings,
})

/** A request to the Worker itself, and its answer. */
export async function ask(on: Bindings, path: string, init: RequestInit<IncomingRequestCfProperties> = {}) {
  const context = createExecutionContext()
  const request = new Request<unknown, IncomingRequestCfProperties>(`https://plumbline.test${path}`, init)
  const response = await worker.fetch(request, on, context)
  await waitOnExecutionContext(context)
  return response
}

export const post = (on: Bindings, path: string, body?: string, token: string = TOKEN) =>
  ask(on, path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
    ...(body === undefined ? {} : { body }),
  })

const names = { next: 0 }

/** A target that no other test has. */
export const freshTarget = (): string => `target-${(names.next += 1)}`

export const finding = (name: string, severity: Finding['severity'] = 'high'): Finding => ({
  type: 'drift.missing',
  key: `drift:index:public.${name}`,
  severity,
  fact: `index:public.${name}`,
  migration: '0003_links',
  follows: [],
  mend: [`create index ${name} on public.links (user_id);`],
  blueprint: `CREATE INDEX ${name} ON public.links USING btree (user_id)`,
})

export const unknown = (check: Unknown['check']): Unknown => ({
  key: `${check}:subject`,
  check,
  subject: 'subject',
  reason: 'it could not be read',
  mend: null,
})

/** A look that found these findings and could not see these. */
export const looked = (findings: Finding[], unknowns: Unknown[] = []): Look => ({
  checks: ['connectivity', 'drift', 'journal', 'migrations'],
  status: 'pass',
  findings,
  unknowns,
  position: { index: 3, tag: '0003_links', of: 5, applied: 4 },
  blueprint: null,
  postgres: 'PostgreSQL 17.9',
  figures: { ms: 12, roundTrips: 2, bytes: 900 },
})

export const request = (target: string, scheduledAt: number): RunRequest => ({
  target,
  suite: 'tick',
  scheduledAt,
  trigger: 'cron',
})

/** A target of that name, whose settings hold. */
export function targetNamed(name: string): Target {
  const [target] = settingsOf(bindings([name])).targets
  if (!target) throw new Error(`${name} is no target`)
  return target
}

/** A run whose look is given: what comes after a look is the subject. `at` (ms) is the clock throughout. */
export async function runWith(target: string, at: number, seen: Look): Promise<Performed> {
  const context = { env, target: targetNamed(target), now: () => at, look: async () => seen }
  return performRun(context, request(target, at))
}

/** A small blueprint whose hash is right. */
export async function blueprint(tag: string, change: Partial<BlueprintContent> = {}): Promise<Blueprint> {
  const content: BlueprintContent = {
    format: BLUEPRINT_FORMAT,
    catalog: CATALOG_VERSION,
    layout: 'journal',
    platform: 'none',
    journal: { schema: 'drizzle', table: '__drizzle_migrations' },
    migrations: [],
    groups: [
      {
        kind: 'table',
        schema: 'public',
        marks: [[0, 1, 'abc']],
        shards: [{ marks: [[0, 1, 'abc']], facts: [['table:public.links', null, 'table', 0, null]] }],
      },
    ],
    declared: [],
    faults: [],
    stubs: [],
    folder: [],
    snapshots: [],
    ...change,
  }
  return { hash: await hashContent(content), tag, replayedBy: 'PostgreSQL 18', content }
}
