import { z } from 'zod'
import { check, doubt, told, type Told } from '../check.ts'
import { nameOf, ours, size, span } from '../words.ts'

/** Smaller ones are not worth a word. bytes */
const WORTH = 10 * 1024 ** 2

/** Indexes that no query uses. */
export const unusedIndexes = check({
  id: 'unused-indexes',
  title: 'No query has used an index',
  suite: 'weekly',
  sql: 'unused-indexes',
  unit: 's counted',
  limits: { warn: 35 * 86_400, critical: null },
  source: 'Supabase’s advisor 0005_unused_index; 35 days, so that what runs once a month has run, and 10 MB are ours',
  why: 'Each write keeps it up, and it takes room in memory and in every backup.',
  resolve: ['drop index concurrently <index>;', '-- a standby counts for itself: look there, too'],
  severity: { warn: 'low', critical: 'low' },
  versions: '16 and later also say when an index was used last.',
  row: z.object({
    schema: z.string(),
    name: z.string(),
    relation: z.string(),
    bytes: z.number(),
    counted_seconds: z.number(),
    never_reset: z.boolean(),
  }),
  judge: (rows, limits) => {
    const big = ours(rows).filter(({ bytes }) => bytes >= WORTH)
    const young = big.find(({ counted_seconds }) => counted_seconds < limits.warn)
    // One clock for all: the counters of a database begin together.
    if (young !== undefined)
      return doubt({
        subject: 'unused indexes',
        reason: `the statistics are ${span(young.counted_seconds)} old, and what runs once a month may not have run yet: it can be told after ${span(limits.warn)}`,
        mend: null,
      })
    return told(
      big.map(({ schema, name, relation, bytes, counted_seconds }): Told => ({
        subject: nameOf(schema, name),
        grade: 'warn',
        value: counted_seconds,
        title: `No query has used the index ${nameOf(schema, name)} (${size(bytes)}) in ${span(counted_seconds)}`,
        what: `It is on ${nameOf(schema, relation)}, keeps no constraint and serves no foreign key.`,
        mend: [
          '-- a standby counts for itself: look there first',
          `drop index concurrently ${nameOf(schema, name)};`,
          '-- and take it out of the schema, in a migration',
        ],
      })),
    )
  },
})
