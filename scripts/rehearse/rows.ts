import { columnType } from '../../functions/drift/mend/column.ts'
import { subjectOf } from '../../functions/drift/mend/names.ts'
import { sampleTables } from '../../functions/drift/rebuild/samples.ts'
import { kindOf, type Fact } from '../../functions/model/fact.ts'
import type { Scratch } from '../blueprint/scratch.ts'
import { attempt } from './try.ts'

/** What was put into the tables before a way is tried. */
export interface Seeded {
  /** Tables that hold sample rows. */
  tables: string[]
  /** Tables that took none of the samples: nothing is known of their rows. */
  empty: string[]
}

/** Puts sample rows into every table, inside the open transaction; triggers and foreign keys sleep meanwhile. */
export async function seed(db: Scratch, facts: readonly Fact[]): Promise<Seeded> {
  const seeded: Seeded = { tables: [], empty: [] }
  await db.exec(`set local session_replication_role = replica`)
  for (const { table, rows } of sampleTables(facts)) {
    let taken = 0
    for (const attempts of rows) taken += (await firstTaken(db, attempts)) ? 1 : 0
    ;(taken > 0 ? seeded.tables : seeded.empty).push(table)
  }
  await db.exec(`set local session_replication_role = origin`)
  return seeded
}

async function firstTaken(db: Scratch, attempts: readonly string[]): Promise<boolean> {
  for (const sql of attempts) if ((await attempt(db, sql)) === null) return true
  return false
}

/** A digest of what the rows of each table hold in the columns that stay. */
export type Rows = ReadonlyMap<string, string>

/** The catalogs at both ends of a way, and the columns that it says to lose. */
export interface Ends {
  before: readonly Fact[]
  after: readonly Fact[]
  lost: ReadonlySet<string>
}

/** Reads that digest of every table that stays. Columns whose type changes are compared by how many values they hold. */
export async function readRows(db: Scratch, { before, after, lost }: Ends): Promise<Rows> {
  const wanted = new Map(after.map((fact) => [fact.key, fact.value]))
  const stays = ({ key, value }: Fact) =>
    wanted.has(key) && !lost.has(key) && !isComputed(value) && !isComputed(wanted.get(key))
  const columns = before.filter((fact) => kindOf(fact.key) === 'column' && stays(fact))
  const byTable = Map.groupBy(columns, ({ key }) => subjectOf(key).object)
  const rows = new Map<string, string>()
  for (const { key, value } of before.filter((fact) => kindOf(fact.key) === 'table' && wanted.has(fact.key))) {
    const only = isSplit(value) === isSplit(wanted.get(key) ?? '') ? 'only ' : ''
    const { name } = subjectOf(key)
    const [row] = await db.query<{ digest: string }>(
      `select ${digestOf(byTable.get(name) ?? [], wanted)} as digest from ${only}${name}`,
    )
    rows.set(name, row?.digest ?? '')
  }
  return rows
}

/** The rows of a partitioned table are its partitions'. */
const isSplit = (value: string) => value.includes(' partition by ')

function digestOf(columns: readonly Fact[], wanted: ReadonlyMap<string, string>): string {
  const same = columns.filter(({ key, value }) => columnType(value) === columnType(wanted.get(key) ?? ''))
  const cast = columns.filter((column) => !same.includes(column))
  const line = `array[${same.map(({ key }) => `${subjectOf(key).part}::text collate "C"`).join(', ')}]::text[]::text`
  const counts = cast.map(({ key }) => `count(${subjectOf(key).part})`)
  return `concat_ws(' ', ${['count(*)', ...counts, `md5(string_agg(${line}, '|' order by ${line}))`].join(', ')})`
}

const isComputed = (value = '') => value.includes(' generated always as (')

/** Tables whose rows are not what they were. */
export const lostRows = (before: Rows, after: Rows): string[] =>
  [...before].flatMap(([table, digest]) => (after.get(table) === digest ? [] : [table]))
