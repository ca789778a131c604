import type { FindingOf } from '../../model/finding.ts'
import { stateOf } from './collision.ts'
import { brief, list, remark, sentence, shell, subject } from './text.ts'
import type { WritingsOf } from './writing.ts'

type ContentOf = FindingOf<'snapshots.unknown-to-snapshot' | 'snapshots.only-in-snapshot' | 'snapshots.differs'>

const names = ({ facts }: ContentOf) => facts.map(({ fact }) => subject(fact))
const followers = (tags: readonly string[]) => `${list(tags)} ${tags.length === 1 ? 'has' : 'have'} no snapshot`

/** How drizzle-kit is told of what it does not know: with the schema as it is meant to be, it writes a snapshot that says so. */
const takeUp = (file: string) => [
  remark(
    'declare it in the Drizzle schema, let drizzle-kit write the migration and, with it, the snapshot that says so:',
  ),
  'npx drizzle-kit generate',
  remark(`then empty the new .sql file: the migrations do already what it says (${file} did not know)`),
]

/** The words for the snapshots, from which drizzle-kit generates. */
export const snapshots: WritingsOf<'snapshots'> = {
  'snapshots.unreadable': {
    heading: 'A snapshot cannot be read',
    write: ({ file, reason }) => ({
      title: `${file} is no snapshot that drizzle-kit can read`,
      what: `${sentence(reason)}.`,
      why: 'Before it generates or checks anything, drizzle-kit reads every snapshot; it stops at this one.',
      mend: [remark('bring it back as it was committed last:'), `git log --oneline -- ${shell(`*${file}`)}`],
    }),
  },
  'snapshots.old-version': {
    heading: 'Snapshots are of an old format',
    write: ({ files, version }) => ({
      title: `${files.length === 1 ? files[0] : `${files.length} snapshots`} of version ${version}: drizzle-kit generates nothing until they are upgraded`,
      what: `${list(files)} ${files.length === 1 ? 'is' : 'are'} of version ${version}; drizzle-kit 0.31 writes 7.`,
      why: 'The next drizzle-kit generate ends with “not of the latest version” and exit code 0: a script takes that for success.',
      mend: ['npx drizzle-kit up'],
    }),
  },
  'snapshots.missing': {
    heading: 'Migrations have no snapshot',
    write: ({ tags, newest }) => ({
      title: followers(tags),
      what: `${list(tags, 12)}: no snapshot. The newest one is ${newest}.`,
      why: 'Only the newest snapshot counts for drizzle-kit, so nothing is wrong today; what each of them changed is not on record.',
      mend: [],
    }),
  },
  'snapshots.stale': {
    heading: 'The newest migrations have no snapshot',
    write: ({ tags, newest }) => ({
      title: `${followers(tags)}: drizzle-kit goes by ${newest}`,
      what: `The newest snapshot is ${newest}; ${list(tags, 12)} came after it.`,
      why:
        'The next drizzle-kit generate compares the Drizzle schema with the newest snapshot, and knows nothing of what later migrations ' +
        'made: it writes that again.',
      mend: [
        remark('write migrations by hand in a file that drizzle-kit made, which comes with its snapshot:'),
        'npx drizzle-kit generate --custom',
      ],
    }),
  },
  'snapshots.orphan': {
    heading: 'A snapshot belongs to no migration',
    write: ({ file, newest }) => ({
      title: `${file} is the snapshot of no migration${newest ? ', and drizzle-kit goes by it' : ''}`,
      what: `The journal names no migration that ${file} belongs to.`,
      why: newest
        ? 'The last file by name is the newest state to drizzle-kit: what only this one knows is never generated.'
        : 'Its migration was removed or renumbered by hand. drizzle-kit still follows it in the chain.',
      mend: [remark('if its migration is gone for good, take it out, too:'), `git rm ${shell(file)}`],
    }),
  },
  'snapshots.same-id': {
    heading: 'Snapshots share an id',
    write: ({ id, files }) => ({
      title: `${list(files)} share the id ${id.slice(0, 8)}…`,
      what: `${list(files, 12)} carry the id ${id}.`,
      why: 'One was copied from the other by hand: which of them a later snapshot follows cannot be said.',
      mend: [remark('take out the copy with its migration, and make it again:'), 'npx drizzle-kit generate --custom'],
    }),
  },
  'snapshots.fork': {
    heading: 'Two snapshots follow the same one',
    write: ({ files, parent, layout }) => ({
      title: `${list(files)} ${layout === 'journal' ? `both follow ${parent ?? 'the beginning'}` : 'are not brought together'}`,
      what:
        `${list(files, 12)} each take ${parent ?? (layout === 'journal' ? 'an empty database' : 'an earlier snapshot')} ` +
        'for the state before them.',
      why:
        layout === 'journal'
          ? 'Two branches each generated a migration and were merged. drizzle-kit generate ends with “a collision”, with exit code 0, and writes nothing.'
          : 'Two branches each generated a migration. The next generate goes by the last of them, and may not know what the others made.',
      mend:
        layout === 'journal'
          ? [
              remark(
                'of the two, take out the migration that was applied nowhere (file, snapshot, journal entry), and make it again:',
              ),
              'npx drizzle-kit generate',
            ]
          : ['npx drizzle-kit check'],
    }),
  },
  'snapshots.chain': {
    heading: 'The chain of snapshots is broken',
    write: ({ file, prevId, before }) => ({
      title: `${file} follows a snapshot that is not there`,
      what: `Its prevId is ${prevId}${before === null ? '' : `; before it comes ${before}, which has another id`}.`,
      why: 'A snapshot was taken out or written anew after this one was made: it may lack what that one knew.',
      mend:
        before === null
          ? []
          : [
              remark(`if ${before} is what it was made from, write the id of that file as its prevId`),
              'npx drizzle-kit check',
            ],
    }),
  },
  'snapshots.unknown-to-snapshot': {
    heading: 'Migrations make what the newest snapshot does not know',
    write: (finding) => {
      const { file, migration, facts } = finding
      const [first] = facts
      const state = first === undefined ? null : stateOf(first.fact, first.replay ?? '')
      return {
        title: `${migration ?? 'The scratch database'} makes ${list(names(finding))}, which ${file} does not know`,
        what: `Written by hand: ${facts.map(({ fact, replay }) => `${subject(fact)} (${brief(replay ?? '', 80)})`).join('; ')}. ${file} has none of it.`,
        why:
          'If the Drizzle schema declares it, the next drizzle-kit generate writes it again, and the migration fails' +
          `${state === null ? '' : ` (${state})`}. If the schema does not, generate will never drop it.`,
        mend: takeUp(file),
      }
    },
  },
  'snapshots.only-in-snapshot': {
    heading: 'The newest snapshot has what no migration makes',
    write: (finding) => {
      const { file, migration, facts } = finding
      const by = migration === null ? 'no migration makes' : `${migration} removed`
      return {
        title: `${file} has ${list(names(finding))}, which ${by}`,
        what: `${file} says: ${facts.map(({ fact, snapshot }) => `${subject(fact)} (${brief(snapshot ?? '', 80)})`).join('; ')}.`,
        why:
          'It counts as done for drizzle-kit: generate will never write it, and code that counts on it fails in every environment ' +
          '(42703, 42P01). Taken out of the schema, generate will drop what is not there.',
        mend: [
          remark('if it is wanted, make it in a migration of its own:'),
          'npx drizzle-kit generate --custom',
          remark(`if not, take it out of the Drizzle schema and out of ${file}`),
        ],
      }
    },
  },
  'snapshots.differs': {
    heading: 'Migrations make something otherwise than the newest snapshot says',
    write: (finding) => {
      const { file, migration, facts } = finding
      const sides = facts.map(
        ({ fact, replay, snapshot }) =>
          `${subject(fact)} is ${brief(replay ?? '', 100)} by the migrations, ${brief(snapshot ?? '', 100)} by the snapshot`,
      )
      return {
        title: `${migration ?? 'A migration'} makes ${list(names(finding))} otherwise than ${file} says`,
        what: `${sentence(sides.join('; '))}.`,
        why:
          'The SQL was edited after it was generated, or the snapshot was. drizzle-kit generate writes what leads from the ' +
          'snapshot to the schema: the difference stays, and a change of it starts from the wrong place.',
        mend: [
          remark('if the schema is right, bring the database there in a migration of its own:'),
          'npx drizzle-kit generate --custom',
          remark(`if the migration is right, put it into the Drizzle schema and into ${file}`),
        ],
      }
    },
  },
}
