import { check, graded, told } from '../check.ts'
import { bare, nameOf, ours } from '../words.ts'
import { ForeignKeyRow } from './foreign-key-row.ts'

/** Foreign keys without an index. */
export const fkIndexes = check({
  id: 'fk-indexes',
  title: 'A foreign key has no index',
  suite: 'daily',
  sql: 'foreign-keys',
  unit: 'rows',
  limits: { warn: 10_000, critical: null },
  source: 'Supabase’s advisor 0001_unindexed_foreign_keys tells every one; from 10,000 rows on is ours, as pgHero',
  why: 'Each delete in the table that it refers to, and each update of its key, reads the whole table to find what refers to the row, under locks; so does the join along the key.',
  resolve: ['create index concurrently on <table> (<columns>);'],
  severity: { warn: 'low', critical: 'medium' },
  row: ForeignKeyRow,
  judge: (rows, limits) =>
    told(
      ours(rows).map(({ schema, relation, name, columns, rows: many, covered }) => {
        if (covered) return null
        const table = nameOf(schema, relation)
        const list = columns.map(bare).join(', ')
        return graded(many, limits, () => ({
          subject: `${table}.${bare(name)}`,
          title: `No index begins with ${list} of ${table}, which the foreign key ${bare(name)} needs`,
          what: `About ${many} rows. An index with a WHERE, or one that begins with another column, does not help.`,
          mend: [`create index concurrently on ${table} (${list});`, '-- and put it into a migration'],
        }))
      }),
    ),
})
