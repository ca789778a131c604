import { z } from 'zod'
import { check, told } from '../check.ts'
import { bare, nameOf, ours, size } from '../words.ts'

/** Indexes that another one makes needless. */
export const duplicateIndexes = check({
  id: 'duplicate-indexes',
  title: 'Another index makes an index needless',
  suite: 'weekly',
  sql: 'duplicate-indexes',
  source:
    'Supabase’s advisor 0009_duplicate_index; pgHero duplicate_indexes; https://wiki.postgresql.org/wiki/Index_Maintenance',
  why: 'Each write keeps both up, and both take room in memory; queries need only one.',
  resolve: ['drop index concurrently <index>;'],
  severity: { warn: 'low', critical: 'low' },
  row: z.object({
    schema: z.string(),
    name: z.string(),
    relation: z.string(),
    bytes: z.number(),
    same: z.boolean(),
    covered_by: z.string(),
  }),
  judge: (rows) =>
    told(
      ours(rows).map(({ schema, name, relation, bytes, same, covered_by }) => ({
        subject: nameOf(schema, name),
        grade: 'warn',
        value: null,
        title: same
          ? `The index ${nameOf(schema, name)} is the same as ${bare(covered_by)}`
          : `The index ${bare(covered_by)} begins with all that ${nameOf(schema, name)} has`,
        what: `Both are on ${nameOf(schema, relation)}; the needless one takes ${size(bytes)}.`,
        mend: [`drop index concurrently ${nameOf(schema, name)};`, '-- and take it out of the schema, in a migration'],
      })),
    ),
})
