import { z } from 'zod'
import { kindOf, nameOf, type Fact } from '../../../functions/model/fact.ts'
import type { Compared } from '../../../functions/model/backup/record.ts'
import type { BackedTable } from '../manifest.ts'
import type { OpenBackup } from '../restore/open.ts'
import type { Restored } from '../restore/restore.ts'
import { onSessions, openSession, type CopySession } from '../session.ts'
import { backupCatalog } from '../scope.ts'
import { CHUNK_BYTES, cutRows } from '../take/chunks.ts'
import { copyOutOf, nameOfTable, sequenceValues } from '../take/tables.ts'

export interface CompareRequest {
  backup: OpenBackup
  restored: Restored
  url: string
  jobs: number
  say(table: string): void
}

/** Holds a database that was restored against the backup: facts, rows, foreign keys, sequences. */
export async function compareRestored(request: CompareRequest): Promise<Compared> {
  const { backup, restored, url } = request
  const { facts, manifest } = backup
  const tables = await unlikeTables(request)
  const db = await openSession(url, 1000)
  try {
    const now = new Map((await sequenceValues(db, backupCatalog())).map((one) => [nameOfTable(one), one]))
    const moved = manifest.sequences.filter((one) => {
      const there = now.get(nameOfTable(one))
      return there?.value !== one.value || there.called !== one.called
    })
    const keys = await foreignKeys(db)
    const unmade = restored.unmade.map(({ fact }) => fact)
    return {
      facts: { compared: facts.filter(isShown).length, unlike: unmade.filter((key) => !isForeignKey(key, facts)) },
      tables: { compared: manifest.tables.length, rows: restored.rows, unlike: tables },
      foreignKeys: { compared: keys, broken: unmade.filter((key) => isForeignKey(key, facts)).map(nameOf) },
      sequences: { compared: manifest.sequences.length, unlike: moved.map(nameOfTable) },
      unknowns: restored.unmade.map(({ fact, reason }) => ({ subject: fact, reason })),
    }
  } finally {
    await db.close()
  }
}

/** Neither only counted, nor hidden from the role that backed up: the manifest says which are. */
const isShown = ({ key, value }: Fact) => !kindOf(key).startsWith('unmodelled ') && !value.startsWith('not shown: ')

const isForeignKey = (key: string, facts: OpenBackup['facts']) =>
  kindOf(key) === 'constraint' && facts.some((fact) => fact.key === key && fact.value.startsWith('FOREIGN KEY'))

/** Foreign keys that were made over the rows: PostgreSQL then looked at each of these. */
async function foreignKeys(db: CopySession): Promise<number> {
  const [row] = await db.query(
    `select count(*)::int as n from pg_catalog.pg_constraint where contype = 'f' and convalidated and conparentid = 0`,
  )
  return z.object({ n: z.number() }).parse(row).n
}

/** Names of the tables whose rows are not those of the backup. */
async function unlikeTables({ backup, url, jobs, say }: CompareRequest): Promise<string[]> {
  const queue = backup.manifest.tables.toSorted((a, b) => b.bytes - a.bytes)
  const unlike: string[] = []
  await onSessions(url, 1000, Math.min(jobs, queue.length), async (db) => {
    for (let table = queue.shift(); table; table = queue.shift()) {
      say(nameOfTable(table))
      if (!(await isSame(db, table))) unlike.push(nameOfTable(table))
    }
  })
  return unlike.toSorted()
}

async function isSame(db: CopySession, table: BackedTable): Promise<boolean> {
  await db.exec(`begin; set local search_path = ''`)
  const { rows, digest } = await cutRows(await db.copyOut(copyOutOf(table)), CHUNK_BYTES, async () => {})
  await db.exec('commit')
  return rows === table.rows && digest === table.digest
}
