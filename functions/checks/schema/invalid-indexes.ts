import { z } from 'zod'
import { check, lasting, told, type Told } from '../check.ts'
import { nameOf, ours } from '../words.ts'

const Row = z.object({
  schema: z.string(),
  name: z.string(),
  relation: z.string(),
  is_unique: z.boolean(),
  is_written: z.boolean(),
  building: z.boolean(),
})

/** Indexes that no query uses and every write pays for. */
export const invalidIndexes = check({
  id: 'invalid-indexes',
  title: 'An index is invalid',
  suite: 'daily',
  sql: 'invalid-indexes',
  unit: 's since it was seen',
  limits: { warn: 3600, critical: null },
  source:
    'check_postgres, pgHero; https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY; 1 h is ours',
  why: 'A CREATE INDEX CONCURRENTLY failed and left it: no query uses it, every write keeps it up, and a unique one keeps nothing unique. The next CREATE INDEX CONCURRENTLY IF NOT EXISTS passes it over.',
  resolve: ['drop index concurrently <index>;', '-- then make it again; of REINDEX the new name ends in _ccnew'],
  severity: { warn: 'medium', critical: 'critical' },
  row: Row,
  judge: (rows, limits, context) =>
    told(
      ours(rows).map(({ schema, name, relation, is_unique, is_written, building }): Told | null => {
        if (building) return null
        const index = nameOf(schema, name)
        const grade = lasting('invalid-indexes', index, limits, context)
        return {
          subject: index,
          grade: is_unique ? 'critical' : grade,
          value: null,
          title: `The ${is_unique ? 'unique ' : ''}index ${index} is invalid: no query uses it${is_unique ? ', and it keeps nothing unique' : ''}`,
          what: `It is on ${nameOf(schema, relation)}, ${is_written ? 'every write keeps it up' : 'not even writes keep it up'}, and nobody is building it.`,
          mend: /_ccnew\d*$|_ccold\d*$/.test(name)
            ? [
                '-- a REINDEX CONCURRENTLY left it behind; the index itself is still there:',
                `drop index concurrently ${index};`,
              ]
            : [
                `reindex index concurrently ${index};`,
                '-- or drop it and let the migration make it again:',
                `drop index concurrently ${index};`,
              ],
        }
      }),
    ),
})
