import { check, told, type Told } from '../check.ts'
import { bare, nameOf, ours } from '../words.ts'
import { ForeignKeyRow } from './foreign-key-row.ts'

/** Foreign keys between columns of two types. */
export const fkTypes = check({
  id: 'fk-types',
  title: 'A foreign key joins columns of two types',
  suite: 'daily',
  sql: 'foreign-keys',
  source: 'schemalint and pg-index-health (foreign keys with unmatched types)',
  why: 'The smaller one overflows before the other (22003), and a comparison of two types may not use the index.',
  resolve: ['alter table <table> alter column <column> type <type>;'],
  severity: { warn: 'medium', critical: 'medium' },
  row: ForeignKeyRow,
  judge: (rows) =>
    told(
      ours(rows).map(({ schema, relation, name, differing, columns }): Told | null => {
        const table = nameOf(schema, relation)
        if (differing.length === 0) return null
        return {
          subject: `${table}.${bare(name)}`,
          grade: 'warn',
          value: null,
          title: `The foreign key ${bare(name)} of ${table} joins columns of two types`,
          what: `${differing.join('; ')}.`,
          mend: [
            `-- give ${columns.map(bare).join(', ')} the type of what it refers to, in a migration; it rewrites ${table}`,
          ],
        }
      }),
    ),
})
