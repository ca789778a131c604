import { z } from 'zod'
import { identifier, literal } from '../../../functions/model/sql.ts'
import { UserError } from '../../errors.ts'
import { STATE_SCHEMA } from '../scope.ts'
import type { CopySession } from '../session.ts'

const TABLE = `${identifier(STATE_SCHEMA)}.state`

/** How far a restore is, as it is noted in the database itself: with what was done, in the same transaction. */
export interface RestoreState {
  done: ReadonlySet<string>
  /** What was noted under a name. */
  value(what: string): string | null
}

const Row = z.object({ what: z.string(), value: z.string() })

/** Reads how far a restore is; null: none was begun, or it was finished. */
export async function readState(db: CopySession): Promise<RestoreState | null> {
  const there = await db.query(
    `select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = ${literal(STATE_SCHEMA)} and c.relname = 'state'`,
  )
  if (there.length === 0) return null
  const rows = z.array(Row).parse(await db.query(`select what, value from ${TABLE}`))
  const values = new Map(rows.map(({ what, value }) => [what, value]))
  return { done: new Set(values.keys()), value: (what) => values.get(what) ?? null }
}

/** Begins a restore. @param backup SHA-256 of the manifest */
export const beginState = (db: CopySession, backup: string): Promise<void> =>
  db.exec(`create schema ${identifier(STATE_SCHEMA)};
create table ${TABLE} (what text primary key, value text not null, at timestamptz not null default now());
revoke all on schema ${identifier(STATE_SCHEMA)} from public;
${noted('backup', backup)}`)

/** The statement that notes that something was done. */
export const noted = (what: string, value = ''): string =>
  `insert into ${TABLE} (what, value) values (${literal(what)}, ${literal(value)});`

/** How ALTER EVENT TRIGGER says what pg_event_trigger.evtenabled holds. */
const ENABLED: Readonly<Record<string, string>> = { O: 'enable', R: 'enable replica', A: 'enable always' }

const alter = (name: string, action = 'disable') => `alter event trigger ${identifier(name)} ${action};`

/** Ends a restore. Event triggers sleep meanwhile: to them it is somebody who drops a table. */
export const endState = (db: CopySession): Promise<void> =>
  transaction(db, async () => {
    const awake = await db.query<{ name: string; enabled: string }>(
      `select evtname as name, evtenabled::text as enabled from pg_catalog.pg_event_trigger
where evtenabled <> 'D' and pg_has_role(evtowner, 'usage')`,
    )
    await db.exec(
      [
        ...awake.map(({ name }) => alter(name)),
        `drop schema ${identifier(STATE_SCHEMA)} cascade;`,
        ...awake.map(({ name, enabled }) => alter(name, ENABLED[enabled])),
      ].join('\n'),
    )
  })

/** @throws UserError where the restore that was begun there is of another backup */
export function sameBackup(state: RestoreState, backup: string, where: string): void {
  const begun = state.value('backup')
  if (begun === backup) return
  throw new UserError(
    `a restore of another backup (manifest ${begun?.slice(0, 12)}) was begun in that database, and not finished`,
    `go on with that one, or begin anew in an empty database; ${where} has manifest ${backup.slice(0, 12)}`,
  )
}

/** Runs statements and the note that they were done as one transaction. */
export async function transaction(db: CopySession, work: () => Promise<void>): Promise<void> {
  await db.exec('begin')
  try {
    await work()
    await db.exec('commit')
  } catch (error) {
    await db.exec('rollback').catch(() => {})
    throw error
  }
}
