import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { wrangler } from './worker.ts'

const DAY = 86_400_000

/** What a year of a fleet comes to in rows. */
export interface Year {
  targets: string[]
  rows: number
}

/** A finding as a run stores it, of about the size that one with its SQL has. */
const FINDING = JSON.stringify({
  type: 'drift.missing',
  key: 'KEY',
  severity: 'SEVERITY',
  fact: 'index:public.links_user_id_idx',
  migration: '0003_links',
  follows: [],
  mend: ['CREATE INDEX links_user_id_idx ON public.links USING btree (workspace_id, created_at DESC NULLS LAST);'],
  cause: { kind: 'removed', migration: '0003_links', whole: false },
  blueprint: 'CREATE INDEX links_user_id_idx ON public.links USING btree (workspace_id, created_at DESC NULLS LAST)',
})

const OUTCOME = JSON.stringify({
  checks: ['connectivity', 'drift', 'journal', 'migrations', 'snapshots', 'health'],
  unknowns: [],
  position: { index: 40, tag: '0040_invoices', of: 42, applied: 41 },
  blueprint: { hash: 'a'.repeat(64), tag: '3f2a91c' },
  postgres: 'PostgreSQL 17.9',
  figures: { ms: 120, roundTrips: 2, bytes: 4200 },
  health: Array.from({ length: 20 }, (_, i) => `check-${i}`),
})

const SAMPLE = JSON.stringify({
  at: 0,
  statsReset: null,
  started: 0,
  counters: { connections: 31, max_connections: 100, size: 8_123_456_789, commits: 1, rollbacks: 1 },
  settings: Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`setting_${i}`, 'a'.repeat(16)])),
  looked: {},
})

/** Each statement takes ?1 (now, ms) and fills a table for the targets of the table `names`; counts are of the rhythms of wrangler.toml. */
const FILL = [
  `with recursive n(i) as (select 0 union all select i + 1 from n where i < 30 * 288 - 1)
   insert into runs select name, 'tick-' || (?1 - i * 300000), 'tick', ?1 - i * 300000, 'cron', 1, ?1 - i * 300000, 0,
     ?1 - i * 300000 + 120, case when i % 97 = 3 then 'fail' when i % 41 = 7 then 'unknown' else 'pass' end, 3, '${OUTCOME}'
   from names, n`,
  `with recursive n(i) as (select 0 union all select i + 1 from n where i < 999)
   insert into findings select name, 'drift:index:public.i' || i, ?1 - (i + 1) * 31536000, ?1,
     case when i < 5 then null else ?1 - (i + 1) * 31536000 + 7200000 end, 'tick-0', 'tick-1',
     replace(replace('${FINDING}', 'KEY', 'drift:index:public.i' || i), 'SEVERITY', iif(i % 4 = 0, 'high', 'medium'))
   from names, n`,
  `with recursive n(i) as (select 0 union all select i + 1 from n where i < 299)
   insert into deploys (target, id, subject, n, sha, sender, state, origin, at, before_asked, before_begun, before_ended, before_result,
     after_asked, after_begun, after_ended, after_result)
   select name, 'd' || i || '-1', 'd' || i, 1, printf('%040d', i), 'github', iif(i % 20 = 0, 'failed', 'succeeded'), '', at, at, at, at, result,
     at + 90000, at + 90000, at + 95000, result
   from (select name, i, ?1 - i * 105120000 as at, '{"verdict":"go","reasons":[],"run":null,"steps":[]}' as result from names, n)`,
  `with recursive n(i) as (select 1 union all select i + 1 from n where i < 365)
   insert into run_days select name, cast(?1 as integer) / ${DAY} * ${DAY} - i * ${DAY}, 290, 280, 0, i % 9 = 0, 5, 288, 34560, 900, 41 - i / 10 from names, n`,
  `with recursive n(i) as (select 0 union all select i + 1 from n where i < 199)
   insert into samples select name, ?1 - i * 3456000, 0, '${SAMPLE}' from names, n`,
  `insert into publications (target, hash, tag, published_at) select name, '${'a'.repeat(64)}', '3f2a91c', ?1 - ${DAY} from names`,
]

/** Fills the D1 of a folder, in which no Worker runs, with a year of so many targets, as of `now` (ms). */
export async function fillYear(storage: string, targets: readonly string[], now: number): Promise<number> {
  const folder = join(storage, 'v3', 'd1', 'miniflare-D1DatabaseObject')
  const file = (await readdir(folder)).find((name) => name.endsWith('.sqlite') && name !== 'metadata.sqlite')
  if (file === undefined) throw new Error(`wrangler made no D1 in ${folder}`)
  const db = new DatabaseSync(join(folder, file))
  try {
    db.exec('pragma synchronous = off; create temp table names (name text)')
    db.prepare('insert into names select value from json_each(?1)').run(JSON.stringify(targets))
    const rows = FILL.map((sql) => Number(db.prepare(sql).run(now).changes))
    return rows.reduce((sum, n) => sum + n, 0)
  } finally {
    db.close()
  }
}

/** Puts the latest report of each target into the KV of a folder, as their last runs would have. */
export async function fillStatuses(storage: string, targets: readonly string[], now: number): Promise<void> {
  const findings = [0, 1, 2, 3, 4].map((i) => ({
    finding: JSON.parse(FINDING.replace('KEY', `drift:index:public.i${i}`).replace('SEVERITY', 'medium')),
    firstSeen: now - (i + 1) * 31_536_000,
    lastSeen: now,
    resolvedAt: null,
  }))
  const { position, blueprint, postgres, figures } = JSON.parse(OUTCOME)
  const entries = targets.map((target) => {
    const run = { id: `tick-${now}`, suite: 'tick' }
    const about = { target, environment: 'production', status: 'warn', at: now, run }
    const report = { ...about, position, blueprint, postgres, findings, unknowns: [], figures }
    return { key: `status/${target}`, value: JSON.stringify(report) }
  })
  const file = join(storage, 'statuses.json')
  await writeFile(file, JSON.stringify(entries))
  await wrangler(storage, 'kv', 'bulk', 'put', file, '--binding', 'KV')
}
