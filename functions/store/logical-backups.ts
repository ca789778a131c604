import { LogicalBackup } from '../model/backup/logical.ts'

/** created: not known before · repeated: known as it is · changed: known, and now told otherwise (verified, say). */
export type Noted = 'created' | 'repeated' | 'changed'

/** Notes what is known of a logical backup at `now` (ms); what is told later replaces what was told before. */
export async function noteLogicalBackup(db: D1Database, backup: LogicalBackup, now: number): Promise<Noted> {
  const { target, id, takenAt } = backup
  const record = JSON.stringify(backup)
  const before = await db
    .prepare('select record from logical_backups where target = ?1 and id = ?2')
    .bind(target, id)
    .first<{ record: string }>()
  if (before?.record === record) return 'repeated'
  await db
    .prepare(
      `insert into logical_backups (target, id, taken_at, noted_at, record) values (?1, ?2, ?3, ?4, ?5)
       on conflict (target, id) do update
       set taken_at = excluded.taken_at, noted_at = excluded.noted_at, record = excluded.record`,
    )
    .bind(target, id, takenAt, now, record)
    .run()
  return before === null ? 'created' : 'changed'
}

/** The logical backups of a target, the newest first. */
export async function listLogicalBackups(db: D1Database, target: string, limit: number): Promise<LogicalBackup[]> {
  const { results } = await db
    .prepare('select record from logical_backups where target = ?1 order by taken_at desc, id limit ?2')
    .bind(target, limit)
    .all<{ record: string }>()
  return results.map(({ record }) => LogicalBackup.parse(JSON.parse(record)))
}

/** When a restore was proven last (ms), by target; targets of whose backups none was proven are not in it. */
export async function provenRestores(db: D1Database, targets: readonly string[]): Promise<Map<string, number>> {
  const { results } = await db
    .prepare(
      `select target, max(json_extract(record, '$.verified.at')) as at from logical_backups
       where target in (select value from json_each(?1)) and json_extract(record, '$.verified.ok') = 1
       group by target`,
    )
    .bind(JSON.stringify(targets))
    .all<{ target: string; at: number }>()
  return new Map(results.map(({ target, at }) => [target, at]))
}

/** The newest logical backup of a target whose restore was not seen to fail; else the newest of all; null: none. */
export async function latestLogicalBackup(db: D1Database, target: string): Promise<LogicalBackup | null> {
  const all = await listLogicalBackups(db, target, 50)
  return all.find(({ verified }) => verified?.ok !== false) ?? all[0] ?? null
}
