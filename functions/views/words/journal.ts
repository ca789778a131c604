import type { FindingOf } from '../../model/finding.ts'
import { journalRows } from './journal-rows.ts'
import { count, list, remark, repair, rowIs, shell, stamp, subject } from './text.ts'
import { standardLiteral } from '../../model/sql.ts'
import type { WritingsOf } from './writing.ts'

/** A string of a POSIX shell in which SQL may stand with its own quotes. */
const quoted = (sql: string) => `"${sql.replaceAll(/["\\$`]/g, '\\$&')}"`

/** Runs a migration by hand and records it, both or neither. */
function applyByHand(tag: string, table: string, hash: string | null, when: number): string[] {
  if (hash === null) return []
  const record = `insert into ${table} (hash, created_at) values (${standardLiteral(hash)}, ${when})`
  return [
    `psql "$DATABASE_URL" --set ON_ERROR_STOP=1 --single-transaction --file ${shell(`${tag}.sql`)} --command ${quoted(record)}`,
  ]
}

const effect = ({ tag, adds, changes, removes }: FindingOf<'journal.pending'>['entries'][number]) =>
  `${tag} adds ${adds}, changes ${changes} and removes ${count(removes, 'fact')}`

/** The words for what Drizzle will and will not run. */
export const journal: WritingsOf<'journal'> = {
  ...journalRows,
  'journal.pending': {
    heading: 'Migrations are pending',
    write: ({ entries }) => ({
      title: `${count(entries.length, 'migration is', 'migrations are')} pending: ${list(entries.map(({ tag }) => tag))}`,
      what: `${entries.map(effect).join('; ')}.`,
      why: 'Drizzle will run them at the next migrate, all in one transaction. What they make is not counted as drift.',
      mend: ['npx drizzle-kit migrate'],
    }),
  },
  'journal.empty': {
    heading: 'Nothing was migrated yet',
    write: ({ table, exists }) => ({
      title: exists
        ? `${table} is empty: nothing was migrated yet`
        : `${table} does not exist: nothing was migrated yet`,
      what: exists ? `The target has the journal table ${table}, without a row.` : `The target has no table ${table}.`,
      why:
        'Right for a new database. If the tables are there already, they were made without Drizzle, or the journal is ' +
        'elsewhere (migrationsSchema, migrationsTable); then the first migrate will fail at the first object.',
      mend: [remark('for a new database:'), 'npx drizzle-kit migrate'],
    }),
  },
  'journal.skipped': {
    heading: 'A migration will be skipped for ever',
    write: ({ tag, when, newest, newestTag, missing, table, hash }) => ({
      title: `${tag} was never applied, and Drizzle will skip it for ever`,
      what:
        `It is stamped ${stamp(when)}; the newest journal row is stamped ${stamp(newest)} (${newestTag ?? 'a row that no file explains'}).` +
        (missing.length === 0 ? '' : ` Missing on the target because of it: ${list(missing.map(subject))}.`),
      why:
        'Drizzle 0.x runs only what is stamped after the newest row, and says nothing of the rest. It happens when two ' +
        'branches are merged, or when a clock was wrong.',
      mend: [
        remark(`if no environment has applied it: in meta/_journal.json set its "when" to ${newest + 1}, and`),
        repair('--fix-when'),
        'npx drizzle-kit migrate',
        remark('if another environment has: run it here by hand and record it, in the folder of the migrations:'),
        ...applyByHand(tag, table, hash, when),
        remark('or, if what it makes is there already, record it:'),
        repair(`--applied ${shell(tag)}`),
      ],
    }),
  },
  'journal.out-of-order': {
    heading: 'A migration is stamped before an earlier one',
    write: ({ tag, when, before, beforeWhen, others, applied }) => ({
      title: `${tag}${others.length > 0 ? ` and ${others.length} more` : ''} ${others.length > 0 ? 'are' : 'is'} stamped before ${before}, which comes first`,
      what:
        `In meta/_journal.json ${before} is stamped ${stamp(beforeWhen)}, and after it comes ${tag}, stamped ${stamp(when)}.` +
        (others.length > 0 ? ` So are ${list(others)}.` : ''),
      why: `A database that has ${before} and not what comes after it will skip that for ever. ${applied ? 'This target has them all.' : 'This target has not got that far.'}`,
      mend: applied
        ? [remark('nothing to mend here; see that every other environment has them, and leave the stamps alone')]
        : [
            remark(
              `where no environment has applied it: in meta/_journal.json set the "when" of ${tag} to ${beforeWhen + 1}, later ones above:`,
            ),
            repair('--fix-when'),
          ],
    }),
  },
  'journal.future': {
    heading: 'A migration is stamped in the future',
    write: ({ tag, when, stamp: sane, table, row }) => ({
      title: `${tag} is stamped in the future, ${stamp(when)}`,
      what:
        row === null
          ? 'meta/_journal.json says so; it is not applied yet.'
          : `meta/_journal.json or its row in ${table} says so; it is applied.`,
      why: `Drizzle 0.x skips whatever is stamped at or below the newest row: ${row === null ? 'once it is applied, ' : ''}every migration made before ${stamp(when)} is skipped in silence.`,
      mend:
        row === null
          ? [
              remark(`before it is applied anywhere: in meta/_journal.json set the "when" of ${tag} to ${sane}:`),
              repair('--fix-when'),
            ]
          : [
              remark('in the file and in the row, as a plan first; then on every other target that has it:'),
              repair('--fix-when'),
              remark(`by hand: in meta/_journal.json set the "when" of ${tag} to ${sane}, and wherever it is applied:`),
              `update ${table} set created_at = ${sane} ${rowIs(row)};`,
            ],
    }),
  },
  'journal.not-prefix': {
    heading: 'A later migration was applied before an earlier one',
    write: ({ missing, newest }) => ({
      title: `${list(missing)} ${missing.length === 1 ? 'is' : 'are'} not applied, though ${newest} is`,
      what: `The applied migrations are no unbroken beginning of the folder: ${newest} is applied, ${list(missing)} not yet.`,
      why: 'Drizzle will run them, but in another order than in a new environment; the two may end up different.',
      mend: ['npx drizzle-kit migrate'],
    }),
  },
}
