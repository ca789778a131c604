import { z } from 'zod'
import { check, told } from '../check.ts'
import { nameOf, ours } from '../words.ts'

/** Tables whose rows have no name. */
export const noPrimaryKey = check({
  id: 'no-primary-key',
  title: 'A table has no primary key',
  suite: 'daily',
  sql: 'keyless',
  source: 'Supabase’s advisor 0004_no_primary_key; Squawk',
  why: 'No row can be named: neither the API nor an ORM can change one, and logical replication and Realtime refuse updates and deletes.',
  resolve: ['alter table <table> add column id bigint generated always as identity primary key;'],
  severity: { warn: 'low', critical: 'low' },
  row: z.object({ schema: z.string(), name: z.string(), rows: z.number() }),
  judge: (rows) =>
    told(
      ours(rows).map(({ schema, name }) => ({
        subject: nameOf(schema, name),
        grade: 'warn',
        value: null,
        title: `${nameOf(schema, name)} has no primary key`,
        what: 'None of its indexes is a primary key.',
        mend: [
          '-- in a migration; where a column already tells the rows apart, make that the key:',
          `alter table ${nameOf(schema, name)} add column id bigint generated always as identity primary key;`,
        ],
      })),
    ),
})
