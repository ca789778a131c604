import canonicalize from 'canonicalize'
import { z } from 'zod'
import type { Decision } from '../model/decision.ts'
import { Fingerprint } from '../model/fact.ts'
import { changesBetween, type Pin, PinContent, type PinSource } from '../model/pin.ts'
import type { PinMark } from '../model/report.ts'
import { PinMarkShape, PinRecord } from './shapes.ts'

type Env = { DB: D1Database; KV: KVNamespace }

/** Values named by their content never change, so an edge may keep them for a day. s */
const CACHED = 86_400

/** created: new to the target · repeated: it was pinned there before, and is the newest (again). */
export type Kept = { state: 'created' | 'repeated'; record: PinRecord }

/**
 * Keeps a pin as the newest of its target: the value first, the row that names it last. What is the newest already is
 * not kept again: whoever approved it first stands.
 */
export async function keepPin(env: Env, target: string, pin: Pin, decision: Decision, now: number): Promise<Kept> {
  const past = await listPins(env.DB, target)
  const [newest] = past
  if (newest?.hash === pin.hash) return { state: 'repeated', record: newest }
  const before = newest ? await readContent(env.KV, newest.hash) : null
  const record = recordOf(pin, newest?.hash ?? null, before, decision, now)
  await env.KV.put(`pin/${pin.hash}`, canonicalize(pin.content) ?? '')
  await insert(env.DB, target, pin, record)
  return { state: past.some(({ hash }) => hash === pin.hash) ? 'repeated' : 'created', record }
}

function recordOf(
  { hash, content }: Pin,
  previous: string | null,
  before: PinContent | null,
  { who, reason }: Decision,
  at: number,
): PinRecord {
  const changes = changesBetween(before, content)
  const byKind = Map.groupBy(content.groups, ({ kind }) => kind)
  const counts = [...byKind].map(([kind, own]) => [kind, own.reduce((sum, { count }) => sum + count, 0)] as const)
  return {
    hash,
    who,
    reason,
    at,
    catalog: content.catalog,
    facts: counts.reduce((sum, [, count]) => sum + count, 0),
    counts: Object.fromEntries(counts),
    previous,
    changes: changes && {
      added: changes.added.length,
      changed: changes.changed.length,
      removed: changes.removed.length,
    },
  }
}

async function insert(db: D1Database, target: string, { content }: Pin, record: PinRecord): Promise<void> {
  const groups = content.groups.map(({ kind, schema, count, digest }) => ({ kind, schema, count, digest }))
  await db
    .prepare(
      `insert into pins (target, hash, catalog, groups, facts, counts, previous, changes, who, reason, pinned_at)
       values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)`,
    )
    .bind(
      target,
      record.hash,
      record.catalog,
      JSON.stringify(groups),
      record.facts,
      JSON.stringify(record.counts),
      record.previous,
      record.changes && JSON.stringify(record.changes),
      record.who,
      record.reason,
      record.at,
    )
    .run()
}

const COLUMNS = 'hash, catalog, facts, counts, previous, changes, who, reason, pinned_at as at'

/** The pins of a target, the newest first. */
export async function listPins(db: D1Database, target: string): Promise<PinRecord[]> {
  const { results } = await db
    .prepare(`select ${COLUMNS} from pins where target = ?1 order by seq desc limit 1000`)
    .bind(target)
    .all()
  return results.map(recordFrom)
}

/** The pin that a target's runs compare with; null: there is none. */
export async function newestPin({ DB, KV }: Env, target: string): Promise<PinSource | null> {
  const row = await DB.prepare('select hash, catalog, groups from pins where target = ?1 order by seq desc limit 1')
    .bind(target)
    .first<{ hash: string; catalog: number; groups: string }>()
  if (!row) return null
  const groups = z.array(Fingerprint).parse(JSON.parse(row.groups))
  return { hash: row.hash, catalog: row.catalog, groups, read: () => readContent(KV, row.hash) }
}

/** What each of some targets was compared with at a time (ms), by name; targets without a pin are absent. */
export async function pinMarks(db: D1Database, targets: readonly string[], at: number): Promise<Map<string, PinMark>> {
  const { results } = await db
    .prepare(
      `select target, hash, who, reason, pinned_at as at, facts from pins
       where seq in (
         select max(seq) from pins
         where target in (select value from json_each(?1)) and pinned_at <= ?2 group by target
       )`,
    )
    .bind(JSON.stringify(targets), at)
    .all()
  return new Map(results.map((row) => [String(row.target), PinMarkShape.parse(row)]))
}

/** The facts of a pin; null: the store does not have them, or not yet at this place. */
export async function readContent(kv: KVNamespace, hash: string): Promise<PinContent | null> {
  const value = await kv.get(`pin/${hash}`, { type: 'json', cacheTtl: CACHED })
  return PinContent.nullable().parse(value)
}

const recordFrom = (row: Record<string, unknown>): PinRecord =>
  PinRecord.parse({
    ...row,
    counts: JSON.parse(String(row.counts)),
    changes: typeof row.changes === 'string' ? JSON.parse(row.changes) : null,
  })
