import type { Finding } from '../model/finding.ts'
import type { JournalRow } from '../model/journal.ts'
import type { Judged } from './judged.ts'
import { differenceOf } from './spelling.ts'

/** Enough of a hash to tell rows apart in a key. */
const short = (hash: string) => hash.slice(0, 12)
const idsOf = (rows: readonly JournalRow[]) => rows.flatMap((row) => row.id ?? [])

/** Rows whose created_at is NULL: with one of them, Drizzle 0.x runs everything again. 1.0 does not read the column. */
export function nullCreatedAt({ layout, migrations, matching, found, table }: Judged): Finding[] {
  const bad = layout === 'journal' ? found.filter((row) => row.createdAt === null) : []
  if (bad.length === 0) return []
  const rows = bad.map((row) => {
    const repeated = matching.spare.find((spare) => spare.row === row)
    const owner = migrations[repeated?.index ?? matching.rows.indexOf(row)]
    const { id, hash } = row
    return { id, hash, tag: owner?.tag ?? null, when: owner?.when ?? null, spare: repeated !== undefined }
  })
  const key = 'journal:null-created-at'
  return [{ type: 'journal.null-created-at', key, severity: 'critical', table, ids: idsOf(bad), rows }]
}

/** Rows that no migration explains. One with a NULL created_at is told as that. */
export function unknownRows({ matching, table, layout }: Judged): Finding[] {
  const rows = layout === 'journal' ? matching.unknown.filter((row) => row.createdAt !== null) : matching.unknown
  return [...Map.groupBy(rows, (row) => row.hash).values()].flatMap((same): Finding[] => {
    const [row, ...more] = same
    if (row === undefined) return []
    const unknown: Finding = {
      type: 'journal.unknown-row',
      key: `journal:unknown-row:${short(row.hash)}`,
      severity: 'high',
      table,
      ...row,
    }
    return more.length === 0 ? [unknown] : [unknown, duplicate(table, null, same)]
  })
}

/** Migrations that have more than one row. Drizzle reads past them; the next reader may not. */
export function duplicateRows({ layout, matching, migrations, table }: Judged): Finding[] {
  const spare = matching.spare.filter(({ row }) => layout === 'folders' || row.createdAt !== null)
  return [...Map.groupBy(spare, ({ index }) => index)].map(([index, more]) => {
    const kept = matching.rows[index]
    return duplicate(table, migrations[index]?.tag ?? null, [...(kept ? [kept] : []), ...more.map(({ row }) => row)])
  })
}

/** `rows`: the one to keep comes first. */
function duplicate(table: string, tag: string | null, rows: readonly JournalRow[]): Finding {
  const key = `journal:duplicate-row:${tag ?? short(rows[0]?.hash ?? '')}`
  const spare = rows.slice(1).map(({ id, hash }) => ({ id, hash }))
  return { type: 'journal.duplicate-row', key, severity: 'low', table, tag, ids: idsOf(rows), spare }
}

/** Files that are no longer the text that was applied. A file that is gone is the folder's fault, and told there. */
export function edited({ matching, migrations, table }: Judged): Finding[] {
  return migrations.flatMap((migration, i): Finding[] => {
    const row = matching.rows[i]
    if (!row || migration.hash === null || row.hash === migration.hash) return []
    const difference = differenceOf(migration, row.hash)
    return [
      {
        type: 'journal.edited',
        key: `journal:edited:${migration.tag}`,
        severity: difference === 'content' ? 'high' : 'low',
        tag: migration.tag,
        file: migration.file,
        rowHash: row.hash,
        fileHash: migration.hash,
        table,
        id: row.id,
        difference,
      },
    ]
  })
}
