import { isAside } from '../../model/aside.ts'
import { PLUMBLINE } from '../../model/commands.ts'
import { kindOf } from '../../model/fact.ts'
import { causeText } from './cause.ts'
import { collision } from './collision.ts'
import { unpinned } from './pins.ts'
import { nearest, pushed } from './drift-summaries.ts'
import { brief, list, remark, sentence, subject } from './text.ts'
import { privileges } from './privileges.ts'
import type { WritingsOf } from './writing.ts'

/** Never the DROP: it would take the data that was kept. */
const BRING_BACK = `${PLUMBLINE} recover --step bring-back --apply`

/** What goes wrong while an object of this kind is missing. */
const loss: Readonly<Record<string, string>> = {
  aggregate: 'Every call of it fails (42883).',
  column: 'Every query that names it fails (42703).',
  comment: 'Nothing breaks, but what it explained is gone.',
  constraint: 'Rows that it kept out can come in.',
  event_trigger: 'What it did when the catalog changed is no longer done.',
  foreign_table: 'Every query that names it fails (42P01).',
  function: 'Every call of it fails (42883).',
  index: 'Queries that used it read the whole table; if it was unique, doubles can come in.',
  matview: 'Every query that names it fails (42P01).',
  policy: 'With row security on, rows that it let through are hidden, and rows that it held back are not.',
  procedure: 'Every call of it fails (42883).',
  publication: 'Replicas and Realtime no longer hear of what its members do.',
  publication_schema: 'Replicas and Realtime no longer hear of its tables.',
  publication_table: 'Replicas and Realtime no longer hear of its rows.',
  rule: 'What it made of a statement is no longer done.',
  statistics: 'The planner guesses how many rows a condition on these columns leaves.',
  table: 'Every query that names it fails (42P01).',
  trigger: 'What it did on writes is no longer done.',
  view: 'Every query that names it fails (42P01).',
}

const along = (keys: readonly string[], word: string) =>
  keys.length === 0 ? '' : `. ${sentence(word)} with it: ${list(keys.map(subject))}`

const byHand = [remark('no statement does it as a whole: write it by hand, as the migration does')]

/** The words of drift: what the blueprint says against what the target says. */
export const drift: WritingsOf<'drift'> = {
  'drift.missing': {
    heading: 'An object that the migrations made is missing',
    write: ({ fact, migration, blueprint, mend, follows, cause }) => ({
      title: `${sentence(subject(fact))} is missing${migration === null ? '' : `; ${migration} made it`}`,
      what: `The blueprint has: ${brief(blueprint)}. The target has none${along(follows, 'missing')}.`,
      why:
        `${loss[kindOf(fact)] ?? 'Whatever relies on it fails.'} ${cause ? `${causeText(cause)} ` : ''}The journal says that ${migration ?? 'its migration'} was ` +
        'applied, so Drizzle will not make it again.',
      mend: mend.length > 0 ? mend : byHand,
    }),
  },
  'drift.extra': {
    heading: 'An object is there that no migration makes',
    write: ({ fact, migration, target, mend, follows, cause }) => ({
      title: isAside(fact)
        ? `${sentence(subject(fact))} was put aside with its data, and is to be brought back`
        : `${sentence(subject(fact))} is there, but ${migration === null ? 'no migration makes it' : `${migration} removed it`}`,
      what: `The target has: ${brief(target)}. The blueprint has none${along(follows, 'there')}.`,
      why:
        `${causeText(cause ?? { kind: 'unmade' })} A new environment will ` +
        'not have it, and the first migration that makes an object of this name will fail.',
      mend: isAside(fact)
        ? [remark('once its place is there:'), BRING_BACK]
        : [
            remark('if it is wanted, write a migration for it, with IF NOT EXISTS where there is one:'),
            'npx drizzle-kit generate --custom',
            ...(mend.length > 0 ? [remark('if not:'), ...mend] : []),
          ],
    }),
  },
  'drift.changed': {
    heading: 'An object differs from what the migrations made',
    write: ({ fact, migration, blueprint, target, mend, follows, cause }) => ({
      title: `${sentence(subject(fact))} is not what ${migration ?? 'the blueprint'} made it`,
      what: `The blueprint has: ${brief(blueprint)}. The target has: ${brief(target)}${along(follows, 'changed')}.`,
      why:
        `${cause ? causeText(cause) : 'It was changed outside the migrations.'} Code and tests count on what the blueprint says, a new environment will ` +
        'have that, and Drizzle will not change it back.',
      mend: mend.length > 0 ? mend : byHand,
    }),
  },
  ...privileges,
  'drift.collision': { heading: 'An object is there before the migration that makes it', write: collision },
  'drift.unpinned': unpinned,
  'drift.pushed': { heading: 'Migrations are there without their journal rows', write: pushed },
  'drift.nearest': { heading: 'The catalog is at another point of the history than the journal', write: nearest },
}
