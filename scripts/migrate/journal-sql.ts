import { upgrade, upgradeOrder } from '../../functions/journal/drizzle/upgrade.ts'
import { creating } from '../../functions/journal/repair/sql.ts'
import { literal, quoted } from '../../functions/model/sql.ts'
import { columnsFor } from '../journal/repair-rows.ts'
import { hasNames, type Plan, type Planned } from './plan.ts'

/** Keeps others from writing the journal until the transaction ends: Drizzle itself takes no lock. */
export const lockJournal = ({ journal }: Pick<Plan, 'journal'>): string =>
  `lock table ${quoted(journal)} in share row exclusive mode`

/**
 * The statements that make the journal table what the flavour wants it to be: made where it is not there; the table of
 * 0.x with names, as drizzle-orm 1.0 gives them (up-migrations/pg.js), where a migrator of 1.0 finds it.
 */
export function journalTableSql({ flavour, journal, live, entries }: Plan): string[] {
  const { columns, rows } = live
  if (columns === null) return creating(journal, columnsFor(flavour))
  if (!hasNames(flavour) || columns.includes('name') || rows.state !== 'read') return []
  const named = upgrade(entries.toSorted(upgradeOrder), rows.rows).rows
  return [
    `alter table ${quoted(journal)} add column if not exists "name" text;`,
    `alter table ${quoted(journal)} add column if not exists "applied_at" timestamp with time zone default now();`,
    ...named.map(
      ({ id, name }) =>
        `update ${quoted(journal)} set "name" = ${literal(name ?? '')}, "applied_at" = null where "id" = ${id};`,
    ),
  ]
}

/**
 * What writes the row of a migration as its migrator does (the stamp as text, so that PostgreSQL refuses what is no
 * bigint), or takes away the rows of one that is undone.
 */
export function rowSql({ journal }: Pick<Plan, 'journal'>, { rows }: Planned): string {
  if (rows.do === 'delete') {
    return rows.rows
      .map(({ id, hash }) => `delete from ${quoted(journal)} where "id" = ${id} and "hash" = ${literal(hash)};`)
      .join('\n')
  }
  const { hash, createdAt, name } = rows.row
  const named = name === null ? { column: '', value: '' } : { column: ', "name"', value: `, ${literal(name)}` }
  return `insert into ${quoted(journal)} ("hash", "created_at"${named.column}) values (${literal(hash)}, '${createdAt}'${named.value});`
}
