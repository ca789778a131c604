import { kindOf, nameOf, type Fact } from '../../../functions/model/fact.ts'
import { isPinnedFact } from '../../../functions/model/pinned.ts'
import { UserError } from '../../errors.ts'
import { isStateless } from '../../../functions/drift/rebuild/dependents.ts'
import type { Manifest } from '../manifest.ts'
import type { CopySession } from '../session.ts'
import { nameOfTable } from '../take/tables.ts'

/** What any new database may hold. */
const HARMLESS: ReadonlySet<string> = new Set(['schema', 'extension', 'comment', 'publication'])

/** Names told of a database that is not empty. */
const TOLD = 8

/**
 * @param live facts of the database that is to be restored into, @param wanted of the backup: what a platform puts into every
 *   new database is in both
 * @throws UserError where the database holds something already, naming it
 */
export function refuseFull(live: readonly Fact[], wanted: readonly Fact[]): void {
  const same = new Set(wanted.filter(isStateless).map(({ key, value }) => `${key} ${value}`))
  const there = live.filter(
    (fact) =>
      !isPinnedFact(fact) &&
      !HARMLESS.has(kindOf(fact.key)) &&
      !kindOf(fact.key).startsWith('unmodelled ') &&
      !same.has(`${fact.key} ${fact.value}`),
  )
  const roots = there.filter(({ key }) => !PARTS.has(kindOf(key)))
  const named = (roots.length > 0 ? roots : there).map(({ key }) => `${kindOf(key)} ${nameOf(key)}`)
  if (named.length === 0) return
  const more = named.length > TOLD ? `, and ${named.length - TOLD} more` : ''
  throw new UserError(
    `the database is not empty: it holds ${named.slice(0, TOLD).join(', ')}${more}`,
    'restore into an empty one: create database restored; nothing was changed',
  )
}

/** Told with their table. */
const PARTS: ReadonlySet<string> = new Set(['column', 'constraint', 'index', 'trigger', 'policy', 'rule'])

/** @throws UserError where the platform's own tables are missing, are otherwise, or hold rows */
export async function refuseOtherPlatform(db: CopySession, { tables }: Manifest): Promise<void> {
  for (const table of tables.filter(({ platform, rows }) => platform && rows > 0)) {
    const name = nameOfTable(table)
    const columns = await db
      .query<{ name: string }>(
        `select attname as name from pg_catalog.pg_attribute where attrelid = to_regclass('${name.replaceAll("'", "''")}') and attnum > 0 and not attisdropped`,
      )
      .then((rows) => new Set(rows.map(({ name }) => name)))
    const missing = table.columns.filter((column) => !columns.has(column))
    if (missing.length > 0)
      throw new UserError(
        columns.size === 0 ? `there is no table ${name}` : `${name} has no column ${missing.join(', ')}`,
        'the backup holds rows of the platform’s tables: restore into a new Supabase project of a version that has them',
      )
    if ((await db.query(`select from ${name} limit 1`)).length > 0)
      throw new UserError(`the database is not empty: ${name} holds rows`, 'restore into a new Supabase project')
  }
}
