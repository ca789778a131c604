import { constraintsIn, stepsOf } from '../../tree/alter.ts'
import { keyOf, relationOf, written } from '../../tree/name.ts'
import { all, as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'

/** A table without a primary key. */
export const noPrimaryKey: Rule = {
  id: 'no-primary-key',
  title: 'A table has no primary key',
  severity: 'medium',
  looks: 'CREATE TABLE without a primary key that none of the following statements adds.',
  why: 'Once the table is published, as for Realtime, every UPDATE and DELETE fails; and one of two equal rows cannot be named.',
  sources: ['Supabase splinter 0004', 'pgfence'],
  check({ statement, ahead }) {
    const create = as(statement.node, 'CreateStmt')
    const table = relationOf(create?.relation)
    if (!create || create.partbound || create.ofTypename || create.relation?.relpersistence === 't') return []
    if ((create.inhRelations ?? []).length > 0 || all(create.tableElts, 'TableLikeClause').length > 0) return []
    const keyed = [statement, ...ahead].some(({ node }) =>
      constraintsIn(node).some((added) => added.kind === 'primary' && keyOf(added.table) === keyOf(table)),
    )
    const dropped = ahead.some(({ node }) => stepsOf(node, 'AT_AddIndexConstraint').length > 0)
    return keyed || dropped
      ? []
      : [
          {
            subject: written(table),
            message: `${written(table)} has no primary key`,
            recipe: [`alter table ${written(table)} add primary key (…);`],
          },
        ]
  },
}
