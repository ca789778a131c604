import { z } from 'zod'
import { check, lasting, told, type Told } from '../check.ts'
import { bare, nameOf, ours } from '../words.ts'

const TYPES: Readonly<Record<string, string>> = { f: 'foreign key', c: 'check', n: 'NOT NULL' }

/** Constraints that were never held against the rows. */
export const notValidConstraints = check({
  id: 'not-valid-constraints',
  title: 'A constraint was never held against the rows that are there',
  suite: 'daily',
  sql: 'not-valid',
  unit: 's since it was seen',
  limits: { warn: 86_400, critical: null },
  source:
    'Squawk and strong_migrations add NOT VALID and validate in the next step; 24 h is ours; https://www.postgresql.org/docs/current/sql-altertable.html',
  why: 'It was added NOT VALID, and the second step was forgotten: rows of before may break it, and the planner does not rely on it. A restore of a dump fails where they do.',
  resolve: ['alter table <table> validate constraint <name>;'],
  versions:
    '18 also has NOT NULL constraints that are NOT VALID, and NOT ENFORCED ones, which are meant to hold for nothing and are not told.',
  row: z.object({
    schema: z.string(),
    relation: z.string(),
    name: z.string(),
    type: z.string(),
    enforced: z.boolean(),
  }),
  judge: (rows, limits, context) =>
    told(
      ours(rows).map(({ schema, relation, name, type, enforced }): Told | null => {
        if (!enforced) return null
        const table = nameOf(schema, relation)
        const subject = `${table}.${bare(name)}`
        return {
          subject,
          grade: lasting('not-valid-constraints', subject, limits, context),
          value: null,
          title: `The ${TYPES[type] ?? 'constraint'} ${bare(name)} of ${table} is NOT VALID`,
          what: 'It holds for what is written from now on, and was never held against the rows that were there.',
          mend: [
            '-- takes SHARE UPDATE EXCLUSIVE: reads and writes go on',
            `alter table ${table} validate constraint ${bare(name)};`,
          ],
        }
      }),
    ),
})
