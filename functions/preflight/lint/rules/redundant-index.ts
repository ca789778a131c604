import { indexesOf } from '../../known/known.ts'
import { indexName } from '../../known/learn.ts'
import { columnList, relationOf, written } from '../../tree/name.ts'
import { all, as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'

/** An index that another one serves for. */
export const redundantIndex: Rule = {
  id: 'redundant-index',
  title: 'Another index does the same already',
  severity: 'low',
  looks:
    'A plain btree index whose columns are the first columns of an index that is there, or that makes one that is there superfluous.',
  why: 'Every INSERT and most UPDATEs write both; the longer one answers whatever the shorter one could.',
  sources: ['Supabase splinter 0009', 'pgfence'],
  check({ statement, known }) {
    const own = as(statement.node, 'IndexStmt')
    const elements = all(own?.indexParams, 'IndexElem')
    const plain = elements.every(
      ({ name, collation, opclass, ordering, nulls_ordering: nulls }) =>
        name && !collation && !opclass && ordering === 'SORTBY_DEFAULT' && nulls === 'SORTBY_NULLS_DEFAULT',
    )
    if (!own || !plain || own.whereClause || own.indexIncludingParams || (own.accessMethod || 'btree') !== 'btree')
      return []
    const table = relationOf(own.relation)
    const columns = elements.map(({ name }) => name ?? '')
    const name = indexName(own)
    const others = indexesOf(known, table).filter(
      (index) => index.name !== name && !index.partial && index.method === 'btree',
    )
    const wider = others.find(
      (index) =>
        begins(index.columns, columns) && (!own.unique || (index.unique && index.columns.length === columns.length)),
    )
    const narrower = others.find((index) => !index.unique && !index.constraint && begins(columns, index.columns))
    if (wider)
      return [
        {
          subject: name,
          message: `${name} (${columnList(columns)}) is what ${wider.name} begins with`,
          recipe: [`-- leave it out: ${wider.name} serves for it`],
        },
      ]
    return narrower
      ? [
          {
            subject: name,
            message: `${name} makes ${narrower.name} superfluous`,
            recipe: [`drop index concurrently if exists ${written({ ...table, name: narrower.name })};`],
          },
        ]
      : []
  },
}

const begins = (long: readonly (string | null)[], short: readonly (string | null)[]): boolean =>
  short.every((column, i) => column !== null && long[i] === column)
