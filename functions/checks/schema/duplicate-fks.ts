import { check, told, type Told } from '../check.ts'
import { bare, nameOf, ours } from '../words.ts'
import { ForeignKeyRow } from './foreign-key-row.ts'

/** Foreign keys that say the same. */
export const duplicateFks = check({
  id: 'duplicate-fks',
  title: 'Two foreign keys say the same',
  suite: 'daily',
  sql: 'foreign-keys',
  source: 'pg-index-health (duplicated foreign keys)',
  why: 'Each write is checked twice, and where they say different things on delete nobody knows which holds. Usually one was made by a migration and one by hand.',
  resolve: ['alter table <table> drop constraint <name>;'],
  severity: { warn: 'low', critical: 'low' },
  row: ForeignKeyRow,
  judge: (rows) =>
    told(
      ours(rows).map(({ schema, relation, name, same_as, columns, target_schema, target }): Told | null => {
        const table = nameOf(schema, relation)
        if (same_as === null) return null
        return {
          subject: `${table}.${bare(name)}`,
          grade: 'warn',
          value: null,
          title: `The foreign key ${bare(name)} of ${table} says the same as ${bare(same_as)}`,
          what: `Both refer from ${columns.map(bare).join(', ')} to ${nameOf(target_schema, target)}.`,
          mend: [
            '-- see which of them a migration made; drop the other:',
            `alter table ${table} drop constraint ${bare(name)};`,
          ],
        }
      }),
    ),
})
