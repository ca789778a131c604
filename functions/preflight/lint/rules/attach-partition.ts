import { stepsOf } from '../../tree/alter.ts'
import { ident, made, relationOf, written } from '../../tree/name.ts'
import { as } from '../../tree/node.ts'
import { tableIn } from '../../known/known.ts'
import type { Rule } from '../rule.ts'
import { alterTable } from '../text.ts'

/** ATTACH PARTITION reads the partition under ACCESS EXCLUSIVE. */
export const attachPartition: Rule = {
  id: 'attach-partition',
  title: 'A partition is read through while it is locked',
  severity: 'medium',
  weighs: 'rows',
  looks: 'ATTACH PARTITION of a table that stood before and has no validated CHECK.',
  why: 'Every row of it, and of the default partition, is read to see that it belongs, while nobody can read or write them. A validated CHECK that says the same spares the reading.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'on the partition, until every row is read' },
  sources: [
    'pgfence',
    'strong_migrations: attaching a partition',
    'https://www.postgresql.org/docs/current/ddl-partitioning.html',
  ],
  check: ({ statement, known }) =>
    stepsOf(statement.node, 'AT_AttachPartition').flatMap(({ table: parent, command }) => {
      const table = relationOf(as(command.def, 'PartitionCmd')?.name)
      const checks = [...(tableIn(known, table)?.constraints.values() ?? [])]
      if (checks.some(({ kind, valid }) => kind === 'check' && valid)) return []
      const check = ident(made(table.name, 'bounds'))
      return [
        {
          subject: written(table),
          table,
          message: `all rows of ${written(table)} are read under ACCESS EXCLUSIVE before it belongs to ${written(parent)}`,
          recipe: [
            `${alterTable(table)} add constraint ${check} check (…) not valid;  -- the bounds, and NOT NULL of the key`,
            `${alterTable(table)} validate constraint ${check};`,
            `${statement.sql.trim().replace(/;$/, '')};`,
            `${alterTable(table)} drop constraint ${check};`,
          ],
        },
      ]
    }),
}
