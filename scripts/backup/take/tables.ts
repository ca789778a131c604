import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { scopeCte, type CatalogSql } from '../../../functions/collect/catalog.ts'
import { identifier, literal, quoted } from '../../../functions/model/sql.ts'
import { UserError } from '../../errors.ts'
import type { SequenceValue, TableName } from '../manifest.ts'
import { NO_JOURNAL } from '../scope.ts'
import type { CopySession } from '../session.ts'

const Names = z.array(z.string())

const Row = z.object({
  oid: z.string(),
  schema: z.string(),
  name: z.string(),
  columns: Names,
  types: Names,
  platform: z.boolean(),
  filter: z.string(),
  readable: z.boolean(),
  hidden: z.boolean(),
  bytes: z.coerce.number(),
})

/** A table that keeps rows, as it is about to be read. */
export type SourceTable = z.infer<typeof Row>

const TABLES = readFileSync(new URL('relations.sql', import.meta.url), 'utf8')

export const nameOfTable = ({ schema, name }: TableName): string => quoted({ schema, table: name })

/**
 * The tables whose rows a backup takes, the largest first.
 * @param platform the platform's schemas whose rows are asked for
 * @throws UserError where the role would see none or only some of the rows
 */
export async function sourceTables(
  db: CopySession,
  catalog: CatalogSql,
  platform: readonly string[],
): Promise<SourceTable[]> {
  const names = `{${platform.map(identifier).join(',')}}`
  const sql = `${scopeCte(catalog, NO_JOURNAL).trimEnd()}\n${TABLES.replaceAll(":'platform'", () => literal(names))}`
  const tables = z.array(Row).parse(await db.query(sql))
  const list = (of: SourceTable[]) => of.map(nameOfTable).join(', ')
  const closed = tables.filter(({ readable }) => !readable)
  if (closed.length > 0)
    throw new UserError(
      `the role may not read ${list(closed)}: a backup without those rows would be none`,
      'back up as the owner of the tables, or: grant pg_read_all_data to the role',
    )
  const hidden = tables.filter((table) => table.hidden)
  if (hidden.length > 0)
    throw new UserError(
      `row security hides rows of ${list(hidden)} from the role: a backup would lack them without saying so`,
      'back up as a role that passes row security by: alter role … bypassrls',
    )
  return tables
}

/** The statement that prints the rows of a table; without columns it names none, which the grammar would refuse. */
export function copyOutOf(table: Pick<SourceTable, 'schema' | 'name' | 'columns' | 'filter'>): string {
  const columns = table.columns.map(identifier).join(', ')
  const name = nameOfTable(table)
  if (table.filter !== '') return `copy (select ${columns} from ${name} ${table.filter}) to stdout`
  return `copy ${name}${columns && ` (${columns})`} to stdout`
}

/** The statement that reads them again. */
export function copyInOf(table: Pick<SourceTable, 'schema' | 'name' | 'columns'>): string {
  const columns = table.columns.map(identifier).join(', ')
  return `copy ${nameOfTable(table)}${columns && ` (${columns})`} from stdin`
}

/**
 * Where each sequence stands. Sequences know no snapshot: they stand where they are now, which is not before any row of the
 * snapshot.
 * @param journals the catalog's texts, as sourceTables has them
 */
export async function sequenceValues(db: CopySession, catalog: CatalogSql): Promise<SequenceValue[]> {
  const names = z.array(z.object({ schema: z.string(), name: z.string() })).parse(
    await db.query(`${scopeCte(catalog, NO_JOURNAL)}select r.schema, c.relname as name from relations r
join pg_catalog.pg_class c on c.oid = r.oid where r.relkind = 'S' order by 1, 2`),
  )
  const found: SequenceValue[] = []
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const some = names.slice(at, at + AT_ONCE)
    const selects = some.map(
      (name, i) => `select ${i} as n, last_value::text as value, is_called as called from ${nameOfTable(name)}`,
    )
    const rows = z
      .array(z.object({ value: z.string(), called: z.boolean() }))
      .parse(await db.query(`${selects.join(' union all ')} order by n`))
    found.push(...rows.flatMap((row, i) => (some[i] ? [{ ...some[i], ...row }] : [])))
  }
  return found
}

const AT_ONCE = 200
