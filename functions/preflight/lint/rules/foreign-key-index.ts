import { indexesOf } from '../../known/known.ts'
import { constraintsIn } from '../../tree/alter.ts'
import { columnList, keyOf, relationOf, written, type Name } from '../../tree/name.ts'
import { all, as } from '../../tree/node.ts'
import { strings } from '../../tree/node.ts'
import type { At, Rule } from '../rule.ts'

/** A foreign key whose columns no index begins with. */
export const foreignKeyIndex: Rule = {
  id: 'foreign-key-index',
  title: 'A foreign key has no index',
  severity: 'low',
  looks: 'A foreign key whose columns are not the first of an index, made before or in the same deploy.',
  why: 'PostgreSQL makes none. Each DELETE and key UPDATE on the other table then reads this whole table, under its lock; joins do, too.',
  sources: [
    'eugene E15',
    'Supabase splinter 0001',
    'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
  ],
  check: (at) =>
    constraintsIn(at.statement.node).flatMap(({ kind, table, columns, node }) =>
      kind !== 'foreign' || columns.length === 0 || isIndexed(at, table, columns)
        ? []
        : [
            {
              subject: `${written(table)}.${columns.join('.')}`,
              at: node.location,
              message: `no index begins with ${columnList(columns)} of ${written(table)}`,
              recipe: [
                `create index on ${written(table)} (${columnList(columns)});`,
                '-- on a table with rows: create index concurrently, before the deploy',
              ],
            },
          ],
    ),
}

/** Whether an index, known or made by this statement or by those ahead, begins with some columns in any order. */
export function isIndexed(
  { known, statement, ahead }: Pick<At, 'known' | 'statement' | 'ahead'>,
  table: Name,
  columns: readonly string[],
): boolean {
  const covers = (own: readonly (string | null)[]) =>
    columns.every((column) => own.slice(0, columns.length).includes(column))
  if (indexesOf(known, table).some((index) => !index.partial && covers(index.columns))) return true
  return [statement, ...ahead].some(({ node }) => {
    const index = as(node, 'IndexStmt')
    const same = index && keyOf(relationOf(index.relation)) === keyOf(table) && !index.whereClause
    if (same && covers(all(index.indexParams, 'IndexElem').map(({ name }) => name || null))) return true
    return constraintsIn(node).some(
      (added) =>
        (added.kind === 'primary' || added.kind === 'unique') &&
        keyOf(added.table) === keyOf(table) &&
        covers(added.behind ? added.columns : strings(added.node.keys)),
    )
  })
}
