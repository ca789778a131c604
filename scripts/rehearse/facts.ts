import { readFileSync } from 'node:fs'
import {
  factsCte,
  factStatement,
  withoutPinned,
  type CatalogSql,
  type JournalTable,
} from '../../functions/collect/catalog.ts'
import { printsViewsQualified } from '../../functions/collect/read.ts'
import type { Row } from '../../functions/collect/session.ts'
import { PRINT_SETTINGS } from '../../functions/collect/settings.ts'
import { unqualifyView } from '../../functions/collect/views-15.ts'
import { isUnmodelled } from '../../functions/drift/groups.ts'
import { kindOf, type Fact, type GroupName } from '../../functions/model/fact.ts'
import type { Scratch } from '../blueprint/scratch.ts'

/** Reads all facts of a scratch database that are modelled; inside or outside of a transaction, which it leaves as it was. */
export type ReadFacts = () => Promise<Fact[]>

/** Prepares the statement that reads the facts: planning it takes longer than running it. */
export async function factReader(db: Scratch, catalog: CatalogSql, journal: JournalTable): Promise<ReadFacts> {
  const [row] = await db.query<{ server: string }>(`select current_setting('server_version_num') as server`)
  const server = Number(row?.server)
  await db.exec('set jit = off')
  await db.exec(`prepare plumbline_facts as ${factStatement(factsCte(withoutPinned(catalog), journal))}`)
  await db.exec(`prepare plumbline_columns as ${COLUMN_ORDER}`)
  return async () => {
    await db.exec('savepoint plumbline_facts')
    await db.exec(PRINT_SETTINGS)
    const rows = await db.query<Row & Fact & GroupName>('execute plumbline_facts')
    const columns = await db.query<{ key: string }>('execute plumbline_columns')
    await db.exec('rollback to savepoint plumbline_facts; release savepoint plumbline_facts')
    const facts = rows
      .filter((fact) => !isUnmodelled(fact))
      .map(({ kind, key, parent, value }) => ({
        key,
        parent,
        value: printsViewsQualified(server, kind) ? unqualifyView(value) : value,
      }))
    return inColumnOrder(
      facts,
      columns.map(({ key }) => key),
    )
  }
}

/** Keys of all columns, in the order in which their tables hold them: facts do not say it, a table that is made anew keeps it. */
export const COLUMN_ORDER = readFileSync(new URL('../../supabase/column-order.sql', import.meta.url), 'utf8')

/** The same facts, the columns in the order of some keys. */
export function inColumnOrder(facts: readonly Fact[], keys: readonly string[]): Fact[] {
  const place = new Map(keys.map((key, i) => [key, i]))
  const columns = facts.filter(({ key }) => kindOf(key) === 'column')
  const placed = columns.toSorted((a, b) => (place.get(a.key) ?? keys.length) - (place.get(b.key) ?? keys.length))
  return [...facts.filter(({ key }) => kindOf(key) !== 'column'), ...placed]
}

/** What two catalogs differ in. */
export interface Unlike {
  missing: Fact[]
  extra: Fact[]
}

const line = ({ key, value }: Fact) => `${key} = ${value}`

/** The facts that only one of two catalogs holds; a changed one stands on both sides. */
export function unlike(wanted: readonly Fact[], got: readonly Fact[]): Unlike {
  const [want, have] = [new Set(wanted.map(line)), new Set(got.map(line))]
  return {
    missing: wanted.filter((fact) => !have.has(line(fact))),
    extra: got.filter((fact) => !want.has(line(fact))),
  }
}

/** Whether two catalogs are one. */
export const isAlike = ({ missing, extra }: Unlike): boolean => missing.length + extra.length === 0
