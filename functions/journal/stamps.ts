import type { Migration } from '../model/blueprint.ts'
import type { Finding } from '../model/finding.ts'
import type { Judged } from './judged.ts'

/** A clock may be off by hours and time zones; a stamp beyond a day was typed, or made by a wrong clock. */
const DAY = 86_400_000

/** Whether a stamp lies so far ahead that migrations made meanwhile would be skipped. */
export const isFuture = (when: number, now: number): boolean => when > now + DAY

/** Not applied, and stamped at or below the newest row: Drizzle 0.x passes them over, now and for ever. */
export function skipped({ migrations, applied, runs, newest, matching, table }: Judged): Finding[] {
  if (newest === null) return []
  const owner = matching.rows.findIndex((row) => row?.createdAt === newest)
  const newestTag = migrations[owner]?.tag ?? null
  return migrations
    .filter((_, i) => !applied[i] && !runs[i])
    .map(({ tag, when, hash }) => ({
      type: 'journal.skipped',
      key: `journal:skipped:${tag}`,
      severity: 'high',
      tag,
      when,
      newest,
      newestTag,
      missing: [],
      table,
      hash,
    }))
}

/** Applied, and yet Drizzle will run them again. A NULL created_at reruns everything, and is told as that. */
export function rerun({ layout, migrations, matching, runs, found, table }: Judged): Finding[] {
  if (layout === 'journal' && found.some((row) => row.createdAt === null)) return []
  const rows = migrations.flatMap(({ tag, when }, i) => {
    const row = matching.rows[i]
    return row && runs[i] ? [{ id: row.id, hash: row.hash, tag, when }] : []
  })
  if (rows.length === 0) return []
  const reason = layout === 'journal' ? 'when' : 'name'
  return [{ type: 'journal.rerun', key: `journal:rerun:${reason}`, severity: 'critical', table, reason, rows }]
}

/** Stamps that lie ahead of now: once applied, they make Drizzle 0.x skip whatever is made until then. */
export function future({ layout, migrations, matching, table, now }: Judged): Finding[] {
  if (layout !== 'journal') return []
  return migrations.flatMap((migration, i): Finding[] => {
    const row = matching.rows[i] ?? null
    const when = Math.max(migration.when, row?.createdAt ?? 0)
    if (!isFuture(when, now)) return []
    return [
      {
        type: 'journal.future',
        key: `journal:future:${migration.tag}`,
        severity: 'high',
        tag: migration.tag,
        when,
        stamp: stampAfter(migrations.slice(0, i), now),
        table,
        row: row && { id: row.id, hash: row.hash },
      },
    ]
  })
}

const stampAfter = (earlier: readonly Migration[], now: number) =>
  Math.max(0, ...earlier.map(({ when }) => when).filter((when) => !isFuture(when, now))) + 1
