import { z } from 'zod'
import { journalStatement, quoted } from '../../functions/collect/catalog.ts'
import type { Session } from '../../functions/collect/session.ts'
import type { Identity } from '../../functions/journal/repair/sql.ts'
import type { JournalRows } from '../../functions/model/journal.ts'
import { JournalTableRow, type JournalTable } from '../../functions/model/question.ts'
import { UserError } from '../errors.ts'
import { literal } from '../../functions/model/sql.ts'

/** The journal of a database, and which database that is. */
export interface LiveJournal {
  identity: Identity
  rows: JournalRows
  /** null: there is no such table. */
  columns: string[] | null
}

const Text = z.object({ text: z.string().nullable() })

/** Reads the journal table as it is, in one snapshot. */
export async function readLive(session: Session, journal: JournalTable): Promise<LiveJournal> {
  const one = async (sql: string) => Text.parse((await session.query(`select (${sql})::text as text`))[0]).text
  const database = (await one('current_database()')) ?? ''
  const may = await one("has_function_privilege('pg_catalog.pg_control_system()', 'execute')")
  const system = may === 'true' ? await one('select system_identifier from pg_catalog.pg_control_system()') : null
  const found = await one(
    `select string_agg(a.attname, e'\\n' order by a.attnum) from pg_catalog.pg_attribute a
     where a.attrelid = to_regclass(${literal(quoted(journal))}) and a.attnum > 0 and not a.attisdropped`,
  )
  const columns = found === null ? null : found.split('\n')
  return { identity: { database, system }, columns, rows: await rowsOf(session, journal, columns) }
}

async function rowsOf(session: Session, journal: JournalTable, columns: string[] | null): Promise<JournalRows> {
  if (columns === null) return { state: 'absent' }
  const rows = z.array(JournalTableRow).parse(await session.query(journalStatement(journal, columns)))
  const unsafe = rows.find(({ created_at }) => created_at !== null && !Number.isSafeInteger(Number(created_at)))
  if (unsafe) {
    throw new UserError(
      `row ${unsafe.id} of ${quoted(journal)} is stamped ${unsafe.created_at}, beyond what Drizzle can read exactly`,
      `set its created_at to the "when" of its entry: update ${quoted(journal)} set created_at = … where id = ${unsafe.id};`,
    )
  }
  return {
    state: 'read',
    named: columns.includes('name'),
    columns,
    rows: rows.map(({ id, hash, created_at, name }) => ({
      id: id === null ? null : Number(id),
      hash: String(hash),
      createdAt: created_at === null ? null : Number(created_at),
      name,
    })),
  }
}
