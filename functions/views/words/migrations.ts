import type { FindingOf } from '../../model/finding.ts'
import { brief, list, remark, repair, shell } from './text.ts'
import type { Words, WritingsOf } from './writing.ts'

type FaultOf = FindingOf<'migrations.fault'>

const place = ({ file, line }: FaultOf) => (line === null ? file : `${file}:${line}`)
const state = ({ sqlstate }: FaultOf) => (sqlstate === null ? '' : ` (${sqlstate})`)
const where = ({ statement, excerpt }: FaultOf) =>
  `${statement === null ? 'The file' : `Statement ${statement}`}${excerpt === '' ? '' : `: ${brief(excerpt, 160)}`}`

const faults: Readonly<Record<FaultOf['fault'], (fault: FaultOf) => Words>> = {
  failed: (fault) => ({
    title: `${place(fault)} fails in the replay: ${brief(fault.message, 120)}${state(fault)}`,
    what: where(fault),
    why:
      'The migrations cannot rebuild the database: a new environment, a preview branch or a recovery stops here. What ' +
      'depends on this statement is unknown to the blueprint.',
    mend: [
      remark('mend the statement, or put before it what it takes for granted; then'),
      'npm run -s plumbline -- blueprint build',
    ],
  }),
  'not-in-transaction': (fault) => ({
    title: `${place(fault)} cannot run inside Drizzle's transaction${state(fault)}`,
    what: `${where(fault)}. PostgreSQL says: ${brief(fault.message, 160)}`,
    why: 'Drizzle runs all pending migrations in one transaction. The replay ran this one outside; the migrator cannot, and rolls all back.',
    mend: [remark('take out CONCURRENTLY; for a new enum label, use it in a later deploy than the one that adds it')],
  }),
  empty: (fault) => ({
    title: `${fault.file} is all comment: it makes nothing`,
    what: where(fault),
    why:
      'A baseline by drizzle-kit pull looks like this: everything is inside a comment. A new environment gets none of it, and the blueprint does ' +
      'not know what it was to make.',
    mend: [remark('take the statements out of the comment; on databases that have them, record the file as applied')],
  }),
  encoding: (fault) => ({
    title: `${place(fault)} holds bytes that are not UTF-8`,
    what: where(fault),
    why: 'Drizzle reads the file as UTF-8, puts U+FFFD in place of those bytes, and hashes and sends that: the text in the database is damaged.',
    mend: [
      `iconv -f windows-1252 -t utf-8 ${shell(fault.file)} > ${shell(`${fault.file}.utf8`)}`,
      remark('look at the result before it takes the place of the file'),
    ],
  }),
}

/** The words for what is wrong with the migrations themselves. */
export const migrations: WritingsOf<'migrations'> = {
  'migrations.missing-file': {
    heading: 'The journal names a file that is not there',
    write: ({ tag, file }) => ({
      title: `${file} is not there: Drizzle refuses the whole folder`,
      what: `meta/_journal.json has the entry ${tag}, and the folder has no ${file}.`,
      why: `Drizzle reads every file before it runs any: it stops with "No file … found", and nothing can be deployed.`,
      mend: [
        remark('bring it back from the commit before the one that deleted it:'),
        `git log --all --oneline --diff-filter=D -- ${shell(`*${file}`)}`,
        remark('or, if it was applied nowhere, take its entry out of meta/_journal.json'),
      ],
    }),
  },
  'migrations.orphan-file': {
    heading: 'A file is in no journal entry',
    write: ({ file }) => ({
      title: `${file} is in no journal entry: Drizzle passes it over`,
      what: `The folder has ${file}, and meta/_journal.json does not name it.`,
      why:
        'Drizzle reads the files that its journal names, and no other, in silence. If someone ran it by hand, the target ' +
        'has what no new environment will have.',
      mend: [
        remark('if it is wanted, move its statements into a migration that Drizzle knows:'),
        'npx drizzle-kit generate --custom',
        remark('and take the file out of the folder:'),
        `git rm ${shell(file)}`,
      ],
    }),
  },
  'migrations.undated-folder': {
    heading: 'A folder’s name begins with no date',
    write: ({ file }) => ({
      title: `${file} has no date in its folder's name: Drizzle fails at it, every time`,
      what: `Drizzle 1.0 runs every folder that holds a migration.sql, and stamps its row with the first 14 characters of the name. ${file} has no date there. It is in no blueprint.`,
      why: 'The row is refused (22P02: no bigint), and with it the whole transaction: nothing can be deployed.',
      mend: [remark('give the folder a name like 20250131120000_name, or move it out of the migrations')],
    }),
  },
  'migrations.same-number': {
    heading: 'Two files have one number',
    write: ({ number, files }) => ({
      title: `${list(files)} share the number ${number}`,
      what: `The folder has ${files.length} files with the number ${number}.`,
      why: 'Two branches were merged that each made the next migration. Drizzle goes by the journal, not by the number, but the later one may be skipped or be written for a schema that it never meets.',
      mend: [
        remark(
          'take out the one that no environment has applied (file, snapshot and journal entry), and make it again:',
        ),
        'npx drizzle-kit generate',
        remark('or, where both are applied somewhere, only number them anew:'),
        repair('--renumber'),
      ],
    }),
  },
  'migrations.duplicate-entry': {
    heading: 'The journal has an entry twice',
    write: ({ tag, idx, severity }) => ({
      title:
        severity === 'high'
          ? `The journal names ${tag} twice: it will run twice`
          : `The journal uses idx ${idx} twice, for ${tag} too`,
      what: `meta/_journal.json: entry ${tag}, idx ${idx}.`,
      why:
        severity === 'high'
          ? 'Drizzle runs the file once for each entry. In a new environment the second time fails at the first object that is there.'
          : 'Drizzle does not read idx; drizzle-kit does, to number the next migration.',
      mend:
        severity === 'high'
          ? [remark('take out the entry that is too many in meta/_journal.json')]
          : [repair('--renumber')],
    }),
  },
  'migrations.idx-gap': {
    heading: 'The journal leaves out an idx',
    write: ({ tag, idx, expected }) => ({
      title: `The journal numbers ${tag} ${idx}, where ${expected} comes next`,
      what: `meta/_journal.json: entry ${tag} has idx ${idx}; the entry before it makes ${expected} expected.`,
      why: 'An entry was taken out or moved by hand. Drizzle does not read idx; see that no environment applied what was taken out.',
      mend: [repair('--renumber')],
    }),
  },
  'migrations.fault': {
    heading: 'A migration fails, or does not say what it seems to, in the replay',
    write: (fault) => faults[fault.fault](fault),
  },
}
