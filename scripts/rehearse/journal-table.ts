import { quoted, type JournalTable } from '../../functions/collect/catalog.ts'
import type { Scratch } from '../blueprint/scratch.ts'
import type { Live } from './live.ts'
import { identifier, standardLiteral } from '../../functions/model/sql.ts'

/** Makes the journal table as a target has it, with its rows: migrations may read or write it. */
export async function makeJournal(db: Scratch, journal: JournalTable, { rows }: Live): Promise<void> {
  const named = rows.state === 'read' && rows.named
  const name = quoted(journal)
  await db.exec(`create schema if not exists ${identifier(journal.schema)};
create table if not exists ${name} (id serial primary key, hash text not null, created_at bigint${named ? ', name text, applied_at timestamptz default now()' : ''});`)
  for (const { hash, createdAt } of rows.state === 'read' ? rows.rows : []) {
    await db.exec(`insert into ${name} (hash, created_at) values (${standardLiteral(hash)}, ${createdAt ?? 'null'});`)
  }
}
