import type { FindingOf } from '../../model/finding.ts'
import { brief, count, list, remark, shell, subject } from './text.ts'
import type { WritingsOf } from './writing.ts'

const at = (file: string) => `supabase/migrations/${file}`
const tag = ({ version, name }: { version: string; name: string | null }) =>
  name === null || name === '' ? version : `${version}_${name}`
const files = (migrations: readonly { file: string }[]) => migrations.map(({ file }) => file)
const versions = (migrations: readonly { version: string }[]) =>
  migrations.map(({ version }) => shell(version)).join(' ')
const repair = (status: 'applied' | 'reverted', migrations: readonly { version: string }[]) =>
  `npx supabase migration repair --status ${status} ${versions(migrations)}`

/** Recorded anew, a row holds what the file says now. */
const again = (migrations: readonly { version: string }[]) => [
  repair('reverted', migrations),
  repair('applied', migrations),
]

/** What both make, file by file. */
const claims = ({ overlaps }: FindingOf<'supabase.both'>) =>
  list(
    overlaps.map(
      ({ file, migrations, facts }) => `${file} and ${list(migrations, 3)} both make ${list(facts.map(subject), 3)}`,
    ),
    6,
  )

/** The words for the Supabase CLI's history and its files. */
export const supabase: WritingsOf<'supabase'> = {
  'supabase.missing-file': {
    heading: 'The Supabase CLI’s history names migrations that have no file',
    write: ({ migrations }) => ({
      title: `The Supabase CLI applied ${list(migrations.map(tag))}, and supabase/migrations has no such ${migrations.length === 1 ? 'file' : 'files'}`,
      what: `supabase_migrations.schema_migrations has ${count(migrations.length, 'row')} without a file: ${list(migrations.map(tag), 12)}.`,
      why:
        'The next supabase db push refuses to go on (“Remote migration versions not found in local migrations directory”), and no new ' +
        'environment gets what they made. A row written by the dashboard or an assistant has a version of its own.',
      mend: [
        remark(
          'write what the history holds into files (it asks before it overwrites), or bring the files back from git:',
        ),
        'npx supabase migration fetch',
        remark('or, where another file or Drizzle makes the same, take them out of the history; that undoes nothing:'),
        repair('reverted', migrations),
      ],
    }),
  },
  'supabase.pending': {
    heading: 'Migrations of the Supabase CLI are pending',
    write: ({ migrations, table }) => ({
      title: `${count(migrations.length, 'migration')} of the Supabase CLI ${migrations.length === 1 ? 'is' : 'are'} not applied yet: ${list(files(migrations))}`,
      what: table
        ? `They are newer than all that supabase_migrations.schema_migrations holds: ${list(files(migrations), 12)}.`
        : `The target has no supabase_migrations.schema_migrations: the Supabase CLI applied nothing to it. Files: ${list(files(migrations), 12)}.`,
      why: 'The next supabase db push runs them.',
      mend: [
        'npx supabase db push --dry-run',
        remark('what was run by other means is only recorded:'),
        repair('applied', migrations),
      ],
    }),
  },
  'supabase.skipped': {
    heading: 'Migrations of the Supabase CLI are older than what is applied, and were never run',
    write: ({ migrations, newest }) => ({
      title: `${list(files(migrations))} ${migrations.length === 1 ? 'is' : 'are'} older than ${newest}, which is applied: supabase db push refuses to go on`,
      what: `Not in supabase_migrations.schema_migrations, whose newest version is ${newest}: ${list(files(migrations), 12)}.`,
      why:
        'They came by a branch that was merged later, or were run by other means. The Supabase CLI stops (“Found local migration files to be ' +
        'inserted before the last migration on remote database”), and newer files wait behind them.',
      mend: [
        remark('run them now, though later ones were run before:'),
        'npx supabase db push --include-all',
        remark('or, where what they make is there already, record them:'),
        repair('applied', migrations),
      ],
    }),
  },
  'supabase.edited': {
    heading: 'A migration of the Supabase CLI was edited after it was applied',
    write: ({ version, file, statements, first }) => ({
      title: `${at(file)} is not what was run as ${version}: they part at statement ${first}`,
      what: `The file has ${count(statements.file, 'statement')}, the history’s row ${version} has ${statements.history}. The first that differs is statement ${first}.`,
      why: 'The Supabase CLI goes by the version alone and will not run it again: this target keeps what was run, and a new environment gets what the file says now.',
      mend: [
        remark('put the file back, and what was added into a migration of its own:'),
        `git log --oneline -- ${shell(at(file))}`,
        'npx supabase migration new the_change',
        remark('or, where the target has by other means what the file says now, record that:'),
        ...again([{ version }]),
      ],
    }),
  },
  'supabase.respelled': {
    heading: 'Migrations of the Supabase CLI were only spelled anew after they were applied',
    write: ({ difference, migrations }) => ({
      title: `${list(files(migrations))} ${migrations.length === 1 ? 'differs' : 'differ'} from what was run in ${difference === 'comments' ? 'comments' : 'white space or line endings'} alone`,
      what: `${count(migrations.length, 'file')} of supabase/migrations: ${list(files(migrations), 12)}. Every statement is the same.`,
      why: 'Nothing comes of it: the Supabase CLI goes by the version alone. A formatter, or a checkout with other line endings, does this.',
      mend: [remark('nothing must be done; to record the files as they are now:'), ...again(migrations)],
    }),
  },
  'supabase.renamed': {
    heading: 'A migration of the Supabase CLI was renamed after it was applied',
    write: ({ version, file, name }) => ({
      title: `${at(file)} was applied as ${version}_${name}`,
      what: `The history calls version ${version} “${name}”, its file is ${file}.`,
      why: 'The Supabase CLI goes by the version alone: nothing fails, but another migration may hide behind a version that was used twice.',
      mend: [remark('give the file its name back, or record the new one:'), ...again([{ version }])],
    }),
  },
  'supabase.unkept': {
    heading: 'The Supabase CLI’s history does not hold what some migrations ran',
    write: ({ migrations }) => ({
      title: `What ${count(migrations.length, 'migration')} of the Supabase CLI ran was not kept: whether the ${migrations.length === 1 ? 'file was' : 'files were'} edited since cannot be said`,
      what: `Their rows have no statements: ${list(files(migrations), 12)}.`,
      why: 'An older CLI, or a script that writes the history itself, records the version alone. What they made is compared with the blueprint all the same.',
      mend: [remark('where the files are as they were run, record them with their statements:'), ...again(migrations)],
    }),
  },
  'supabase.unread-file': {
    heading: 'The Supabase CLI passes over a file because of its name',
    write: ({ file }) => ({
      title: `${at(file)} is no name that the Supabase CLI reads: it passes the file over`,
      what: `supabase/migrations has ${file}, which is not <digits>_<name>.sql.`,
      why: 'The CLI says so on stderr and goes on, with exit code 0: no environment gets what the file says.',
      mend: [
        remark('name it as the CLI would, or move it out of the folder:'),
        `git mv ${shell(at(file))} ${shell(at(`20250131120000_${file.replaceAll(/^[\d_\s-]+/g, '')}`))}`,
      ],
    }),
  },
  'supabase.same-version': {
    heading: 'Two migrations of the Supabase CLI have one version',
    write: ({ version, files: own }) => ({
      title: `${list(own)} share the version ${version}: only one of them can be recorded`,
      what: `supabase/migrations has ${own.length} files of version ${version}: ${list(own, 12)}.`,
      why: 'The version is the history’s primary key: supabase db push fails at the second file (23505), in every environment.',
      mend: [
        remark('give the one that no environment has applied a version of its own:'),
        `git mv ${shell(at(own.at(-1) ?? ''))} ${shell(at((own.at(-1) ?? '').replace(version, '20250131120000')))}`,
      ],
    }),
  },
  'supabase.both': {
    heading: 'Migrations of Drizzle and of the Supabase CLI make the same',
    write: (finding) => ({
      title:
        finding.overlaps.length === 1
          ? brief(claims(finding), 180)
          : `${finding.overlaps.length} migrations of the Supabase CLI make what Drizzle’s migrations make, too: ${list(
              finding.overlaps.map(({ file }) => file),
              3,
            )}`,
      what: `${claims(finding)}.`,
      why:
        finding.severity === 'info'
          ? 'Whoever builds anew runs both; the Supabase CLI’s say IF NOT EXISTS or OR REPLACE, and pass if they come second. If they come first, Drizzle’s fail where theirs do not say so.'
          : 'Whoever builds anew from both folders, a preview branch or supabase db reset, fails at the second (42P07, 42701, 42710).',
      mend: [
        remark(
          'leave each object to one of the two; take it out of the other’s file, where no environment will run that again, or write IF NOT EXISTS',
        ),
      ],
    }),
  },
}
