import { stands } from '../../known/known.ts'
import { ident, relationOf, written } from '../../tree/name.ts'
import { as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'

/** SET SCHEMA moves a table away from its users. */
export const setSchema: Rule = {
  id: 'set-schema',
  title: 'A table moves to another schema under the running application',
  severity: 'high',
  looks: 'ALTER TABLE … SET SCHEMA of a table that stood before.',
  why: 'Queries with the old schema fail with 42P01 until the last old instance is gone, and PostgREST serves it from the one schema and not the other.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'to the end of the transaction' },
  sources: ['squawk ban-set-schema', 'pgfence'],
  check({ statement, known }) {
    const moved = as(statement.node, 'AlterObjectSchemaStmt')
    const table = relationOf(moved?.relation)
    if (!moved?.relation || !stands(known, table)) return []
    const to = { schema: moved.newschema ?? '', name: table.name }
    return [
      {
        subject: written(table),
        table,
        message: `${written(table)} moves to schema ${to.schema}`,
        recipe: [
          `alter table ${written(table)} set schema ${ident(to.schema)};`,
          `create view ${written(table)} with (security_invoker = true) as select * from ${written(to)};`,
        ],
      },
    ]
  },
}
