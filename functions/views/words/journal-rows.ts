import type { WritingsOf } from './writing.ts'
import { count, list, remark, repair, rowIs, sentence, shell, short, stamp } from './text.ts'
import { standardLiteral } from '../../model/sql.ts'

type Rows = Pick<
  WritingsOf<'journal'>,
  'journal.unknown-row' | 'journal.edited' | 'journal.duplicate-row' | 'journal.null-created-at' | 'journal.rerun'
>

const rowName = (id: number | null) => (id === null ? 'row' : `row ${id}`)

/** Finds the commits that ever held a text in one of some files. */
const commitsWith = (text: string, files: string) => `git log --all --oneline -S${shell(text)} -- ${shell(files)}`

/** The words for rows of the journal table. */
export const journalRows: Rows = {
  'journal.unknown-row': {
    heading: 'A journal row belongs to no migration',
    write: ({ table, id, hash, createdAt, name }) => ({
      title: `Journal ${rowName(id)} (${name ?? `hash ${short(hash)}`}) belongs to no migration file`,
      what:
        `${table} holds a row${createdAt === null ? '' : ` stamped ${stamp(createdAt)}`}, hash ${short(hash)}. No migration of ` +
        `the blueprint has that hash${name === null ? ' or that time' : ', that name or that time'}.`,
      why:
        'A migration was applied that this folder does not have: it is on another branch, was deleted, or was renamed and ' +
        'edited; or the row was written by hand. What it did to the database, no file says. Drizzle 0.x counts the row ' +
        'all the same and skips what is stamped at or below it; the upgrade to Drizzle 1.0 refuses to start.',
      mend: [
        remark('find the commit that had it, and bring its file back into the folder:'),
        createdAt === null || name !== null
          ? `git log --all --oneline -- ${shell(`*${name ?? short(hash)}*`)}`
          : commitsWith(String(createdAt), '*_journal.json'),
        remark('or, if nothing that it did is to stay in the database, undo that and then delete the row:'),
        `delete from ${table} ${rowIs({ id, hash })};`,
      ],
    }),
  },
  'journal.edited': {
    heading: 'A migration was edited after it was applied',
    write: (finding) => {
      const { tag, file, rowHash, fileHash, table, id, difference } = finding
      const what = `${sentence(rowName(id))} of ${table} holds hash ${short(rowHash)}; ${file} now has ${short(fileHash ?? 'none')}`
      const record =
        fileHash === null
          ? []
          : [`update ${table} set hash = ${standardLiteral(fileHash)} ${rowIs({ id, hash: rowHash })};`]
      if (difference !== 'content') {
        return {
          title: `${tag} differs from what was applied only in its ${difference}`,
          what: `${what}. The text is the same but for its ${difference}.`,
          why: 'Harmless to Drizzle 0.x, which never compares hashes. It hides real edits: keep one spelling in every checkout.',
          mend: [...(difference === 'line endings' ? [`echo '*.sql text eol=lf' >> .gitattributes`] : []), ...record],
        }
      }
      return {
        title: `${tag} was edited after it was applied`,
        what: `${what}.`,
        why:
          'Drizzle stores the hash and never compares it: this target keeps what the old text made, a new environment ' +
          'gets what the new text makes, and nothing says so.',
        mend: [
          remark('put the applied text back, and move the change into a migration of its own:'),
          `git log --oneline -p -- ${shell(`*${file}`)}`,
          'npx drizzle-kit generate',
          remark('or, once the target has what the new text makes, record that:'),
          ...record,
        ],
      }
    },
  },
  'journal.duplicate-row': {
    heading: 'A migration has more than one journal row',
    write: ({ table, tag, ids, spare }) => ({
      title: `${tag ?? 'An unknown migration'} has ${count(ids.length, 'journal row')}${ids.length > 0 ? `: ${ids.join(', ')}` : ''}`,
      what: `${table} holds more than one row for ${tag ?? 'the same hash'}.`,
      why:
        'Two deploys migrated at the same moment (Drizzle takes no lock), or a row was written by hand. If the migration ' +
        'ran twice, its data statements did, too. Drizzle itself reads past the second row.',
      mend: [
        remark('once you know that its data is right, keep one row:'),
        ...spare.map((row) => `delete from ${table} ${rowIs(row)};`),
      ],
    }),
  },
  'journal.null-created-at': {
    heading: 'A journal row without created_at makes Drizzle run everything again',
    write: ({ table, rows }) => ({
      title: `${sentence(count(rows.length, 'journal row'))} without created_at: Drizzle will run every migration again`,
      what: `${table}: created_at is NULL in ${list(rows.map((row) => `${rowName(row.id)} (${row.tag ?? short(row.hash)})`))}.`,
      why:
        'Drizzle 0.x reads the newest row with ORDER BY created_at DESC, where PostgreSQL puts NULL first, and takes it for ' +
        'time 0. Every migration is newer than that. The next migrate fails at the first object that is there already, ' +
        'or repeats data statements.',
      mend: [
        // Which rows may go, only a person can say: the command writes stamps alone.
        ...(rows.every((row) => row.when !== null && !row.spare) ? [repair('--fix-when'), remark('or by hand:')] : []),
        ...rows.map((row) =>
          row.when === null || row.spare
            ? `delete from ${table} ${rowIs(row)} and created_at is null;`
            : `update ${table} set created_at = ${row.when} ${rowIs(row)} and created_at is null;`,
        ),
      ],
    }),
  },
  'journal.rerun': {
    heading: 'An applied migration will run again',
    write: ({ table, reason, rows }) => ({
      title: `${list(rows.map(({ tag }) => tag))} ${rows.length === 1 ? 'was' : 'were'} applied, and Drizzle will run ${rows.length === 1 ? 'it' : 'them'} again`,
      what:
        reason === 'when'
          ? `The journal file stamps ${rows.length === 1 ? 'it' : 'them'} after the newest row of ${table}; when applied, the stamp was another.`
          : `${table} has the ${rows.length === 1 ? 'row' : 'rows'}, but not under the name that the folder has now.`,
      why:
        reason === 'when'
          ? 'Drizzle 0.x runs whatever is stamped after the newest row, and never asks whether its hash is there. It will ' +
            'fail at the first object that exists, or repeat data statements.'
          : 'Drizzle 1.0 knows migrations by name alone. It will fail at the first object that exists, or repeat data statements.',
      mend: [
        repair(reason === 'when' ? '--fix-when' : `--applied ${shell(rows.map(({ tag }) => tag).join(','))}`),
        remark('or by hand:'),
        ...rows.map((row) =>
          reason === 'when'
            ? `update ${table} set created_at = ${row.when} ${rowIs(row)};`
            : `update ${table} set name = ${standardLiteral(row.tag)} ${rowIs(row)};`,
        ),
      ],
    }),
  },
}
