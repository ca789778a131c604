import { indexName } from '../../known/learn.ts'
import { stepsOf } from '../../tree/alter.ts'
import { relationOf, written } from '../../tree/name.ts'
import { as, type Node } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'
import { closed } from '../text.ts'

/** Some statements of a file may run twice, some may not. */
export const nonIdempotentMix: Rule = {
  id: 'non-idempotent-mix',
  title: 'A file may half run twice',
  severity: 'info',
  looks: 'The first CREATE or ADD COLUMN without IF NOT EXISTS in a file where others have it.',
  why: 'IF NOT EXISTS was written because the file may meet a database where part of it is there. There it stops at the first statement without, and IF NOT EXISTS hides a different definition besides.',
  sources: ['squawk prefer-robust-stmts', 'pgfence'],
  check({ statement, file }) {
    const marks = file.statements.map((own) => ({ own, guarded: guarded(own.node) }))
    const bare = marks.find(({ guarded }) => guarded?.guarded === false)
    if (bare?.own !== statement || !marks.some(({ guarded }) => guarded?.guarded === true)) return []
    const what = bare.guarded?.what ?? ''
    return [
      {
        subject: what,
        message: `${what} is made without IF NOT EXISTS, in a file where others have it`,
        recipe: [
          closed(
            statement.sql.replace(
              /^(create\s+(?:unique\s+)?(?:table|index|schema|sequence|materialized\s+view)|alter\s+table\s+\S+\s+add\s+column)\s+/i,
              '$1 if not exists ',
            ),
          ),
          '-- or take IF NOT EXISTS out of the others: then a collision is told, not hidden',
        ],
      },
    ]
  },
}

function guarded(node: Node): { what: string; guarded: boolean } | null {
  const table = as(node, 'CreateStmt')
  if (table) return { what: written(relationOf(table.relation)), guarded: table.if_not_exists === true }
  const index = as(node, 'IndexStmt')
  if (index) return { what: indexName(index), guarded: index.if_not_exists === true }
  const schema = as(node, 'CreateSchemaStmt')
  if (schema) return { what: schema.schemaname ?? '', guarded: schema.if_not_exists === true }
  const [column] = stepsOf(node, 'AT_AddColumn')
  return column
    ? { what: `${written(column.table)}.${column.definition?.colname}`, guarded: column.command.missing_ok === true }
    : null
}
