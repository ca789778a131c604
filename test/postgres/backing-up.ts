import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { Manifest } from '../../scripts/backup/manifest.ts'
import { openBackup } from '../../scripts/backup/restore/open.ts'
import { restoreBackup, type Restored, type RestoreRequest } from '../../scripts/backup/restore/restore.ts'
import type { Store } from '../../scripts/backup/stores/store.ts'
import { takeBackup, type BackupRequest } from '../../scripts/backup/take/take.ts'

/** A store that keeps everything in memory. */
export function memoryStore(): Store & { kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>()
  return {
    where: 'memory',
    kept,
    put: async (name, bytes) => void kept.set(name, new Uint8Array(bytes)),
    get: async (name) => kept.get(name) ?? null,
  }
}

/** Backs up in chunks so small that most tables have several. */
export const backUp = (
  url: string,
  store: Store,
  wish: Partial<BackupRequest> = {},
): Promise<{ manifest: Manifest; sha256: string }> =>
  takeBackup({
    url,
    store,
    target: 'test',
    jobs: 2,
    lock: 1000,
    platform: [],
    recipients: [],
    chunkBytes: 300,
    ...wish,
  })

export const restoreTo = async (url: string, store: Store, wish: Partial<RestoreRequest> = {}): Promise<Restored> =>
  restoreBackup({ backup: await openBackup(store, []), url, jobs: 2, lock: 1000, ...wish })

/** Runs SQL over a connection of its own; the rows of the last statement. */
export async function sqlOn(url: string, statements: string): Promise<Record<string, unknown>[]> {
  const client = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} })
  try {
    const results: unknown = await client.unsafe(statements).simple()
    const last: unknown = Array.isArray(results) && Array.isArray(results.at(-1)) ? results.at(-1) : results
    return Array.isArray(last) ? last.map((row: Record<string, unknown>) => ({ ...row })) : []
  } finally {
    await client.end({ timeout: 1 })
  }
}

/** What no code of ours says of a database: each table's rows hashed by PostgreSQL itself, and where its sequences stand. */
export async function contentsOf(url: string): Promise<Record<string, unknown>> {
  const tables = await sqlOn(
    url,
    `select n.nspname || '.' || c.relname as name, format('%I.%I', n.nspname, c.relname) as sql, c.relkind as kind
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'm', 'S') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`,
  )
  const selects = tables.map(({ name, sql, kind }) =>
    kind === 'S'
      ? `select '${String(name).replaceAll("'", "''")}', last_value || ' ' || is_called from ${sql}`
      : `select '${String(name).replaceAll("'", "''")}', count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') from only ${sql} t`,
  )
  if (selects.length === 0) return {}
  const rows = await sqlOn(
    url,
    `set extra_float_digits = 1; select * from (${selects.join(' union all ')}) x (name, content)`,
  )
  return Object.fromEntries(rows.map(({ name, content }) => [String(name), content]))
}

/** Runs `work` with a folder that is removed afterwards. */
export async function withTemporary<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'plumbline-backup-'))
  try {
    return await work(dir)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
