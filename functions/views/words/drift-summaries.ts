import type { FindingOf } from '../../model/finding.ts'
import { count, list, remark, subject } from './text.ts'
import { standardLiteral } from '../../model/sql.ts'
import type { Words } from './writing.ts'

type Pushed = FindingOf<'drift.pushed'>
type Nearest = FindingOf<'drift.nearest'>
type Recorded = Pushed['migrations'][number]
type Where = Pick<Pushed, 'table' | 'layout'>

const tags = (migrations: readonly Recorded[]) => migrations.map(({ tag }) => tag)
const are = (items: readonly unknown[]) => (items.length === 1 ? 'is' : 'are')

/** The row that Drizzle would have written for a migration. */
function record({ tag, hash, when }: Recorded, { table, layout }: Where): string[] {
  if (hash === null) return []
  return layout === 'journal'
    ? [`insert into ${table} (hash, created_at) values (${standardLiteral(hash)}, ${when});`]
    : [
        `insert into ${table} (hash, created_at, name) values (${standardLiteral(hash)}, ${when}, ${standardLiteral(tag)});`,
      ]
}

const forget = ({ hash, when }: Recorded, { table }: Where): string[] =>
  hash === null ? [] : [`delete from ${table} where hash = ${standardLiteral(hash)} and created_at = ${when};`]

/** The journal table as Drizzle makes it; where it has never migrated there is none. */
function journal({ table, layout, tableMissing }: Pushed): string[] {
  if (!tableMissing) return []
  const schema = /^(?:"(?:[^"]|"")*"|[^.]+)/.exec(table)?.[0] ?? 'drizzle'
  const named = layout === 'journal' ? '' : ', name text, applied_at timestamptz default now()'
  return [
    `create schema if not exists ${schema};`,
    `create table if not exists ${table} (id serial primary key, hash text not null, created_at bigint${named});`,
  ]
}

/** The words for migrations that are there without their journal rows. */
export function pushed(finding: Pushed): Words {
  const { migrations, others, follows, without, supabase = [] } = finding
  const names = list(tags(migrations))
  const first = [
    ...(without.length === 0
      ? []
      : [`what ${names} ${migrations.length === 1 ? 'makes' : 'make'} of the kind ${list(without)}`]),
    ...(others.length === 0 ? [] : [list(others)]),
  ]
  return {
    title: `All that ${names} ${migrations.length === 1 ? 'makes' : 'make'} is there, and the journal has no row of ${migrations.length === 1 ? 'it' : 'them'}`,
    what: `${count(follows.length, 'object')} of ${names} ${are(follows)} there ahead of time: ${list(follows.map(subject), 8)}.`,
    why:
      `${supabase.length === 0 ? '' : `The Supabase CLI applied ${list(supabase)}, which makes some of them. `}` +
      'That is what drizzle-kit push leaves, which makes objects and writes no rows, or a migrator that ended before it wrote ' +
      `them. Drizzle takes ${migrations.length === 1 ? 'the migration' : 'the migrations'} for pending: the next migrate fails at the first object that is there, and rolls all back.`,
    mend: [
      ...(first.length === 0 ? [] : [remark(`first run by hand what is not there: ${list(first)}; then`)]),
      remark(`record ${migrations.length === 1 ? 'it' : 'them'} as applied:`),
      ...journal(finding),
      ...migrations.flatMap((migration) => record(migration, finding)),
      remark('or undo what was pushed, and let the migrations make it: the data in it is lost'),
    ],
  }
}

/** The words for a catalog that is at another point of the history than its journal. */
export function nearest(finding: Nearest): Words {
  const { left, differences, between, direction } = finding
  const [there, claimed] = [finding.nearest ?? 'before the first migration', finding.journal ?? 'no migration']
  const rest = left.length === 0 ? '' : ` and ${count(left.length, 'difference')}: ${list(left.map(subject))}`
  return {
    title: `The catalog looks like ${there}${rest}; the journal says ${claimed}`,
    what:
      `At ${claimed}, ${differences} root causes differ; at ${there}, ${left.length === 0 ? 'none' : left.length}. ` +
      `Between them: ${list(tags(between), 8)}.`,
    why:
      direction === 'ahead'
        ? 'Migrations ran, or drizzle-kit push did, and their rows are missing: lost, or never written. Drizzle will run them again and fail.'
        : 'Rows were written for migrations that did not run, or the database was brought back to an earlier state with the journal ' +
          'of a later one. Drizzle will not make what is missing.',
    mend:
      direction === 'ahead'
        ? [
            remark('once you have seen that they are all there, record them as applied:'),
            ...between.flatMap((migration) => record(migration, finding)),
          ]
        : [
            remark('take their rows back, so that Drizzle runs them again:'),
            ...between.flatMap((migration) => forget(migration, finding)),
            'npx drizzle-kit migrate',
          ],
  }
}
