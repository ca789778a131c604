import { primaryKeyOf, stands } from '../../known/known.ts'
import { relationOf, written } from '../../tree/name.ts'
import { as, type Node } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'
import { batched } from '../text.ts'

/** Rows changed in the transaction that changes the schema. */
export const dataInSchemaChange: Rule = {
  id: 'data-in-schema-change',
  title: 'Rows are changed in the transaction that changes the schema',
  severity: 'low',
  weighs: 'rows',
  looks: 'UPDATE or DELETE with WHERE in a file that alters a table, too.',
  why: 'The locks of the schema change are held while the rows are changed, and the locks on the rows until the schema change is done. It cannot be done in batches here.',
  lock: { mode: 'RowExclusiveLock', lasts: 'and on each row, to the end of the transaction' },
  sources: ['strong_migrations: backfilling data', 'pgfence', 'eugene E4'],
  check({ statement, known, file }) {
    const own = as(statement.node, 'UpdateStmt') ?? as(statement.node, 'DeleteStmt')
    const table = relationOf(own?.relation)
    if (!own?.whereClause || !stands(known, table) || table.schema === 'pg_catalog' || table.name === 'pg_enum')
      return []
    if (!file.statements.some(({ node }) => isDdl(node))) return []
    return [
      {
        subject: written(table),
        table,
        message: `rows of ${written(table)} are changed in the transaction that changes the schema`,
        recipe: [
          '-- a script of its own, between two deploys:',
          ...batched(table, '…', '…', primaryKeyOf(known, table)),
        ],
      },
    ]
  },
}

const isDdl = (node: Node) => ['AlterTableStmt', 'IndexStmt', 'DropStmt', 'RenameStmt'].some((type) => type in node)
