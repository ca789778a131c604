import { all, strings } from '../../tree/node.ts'
import { as } from '../../tree/node.ts'
import { behindColumn } from '../../known/column.ts'
import { relationOf, written } from '../../tree/name.ts'
import { typeOf, typeText } from '../../tree/type.ts'
import type { Rule } from '../rule.ts'
import { ident } from '../../tree/name.ts'

const SMALL = new Set(['int4', 'int2', 'serial', 'serial2', 'integer', 'int', 'smallint'])

/** A primary key that runs out of numbers. */
export const smallKey: Rule = {
  id: 'small-key',
  title: 'A key runs out of numbers',
  severity: 'low',
  looks: 'A primary key of one column that is integer, smallint or serial.',
  why: 'At 2,147,483,647 every insert fails (a sequence spends numbers on failed inserts, too), and to widen it then rewrites the table and everything that refers to it.',
  sources: ['squawk prefer-bigint-over-int, prefer-bigint-over-smallint', 'pgfence'],
  check({ statement }) {
    const create = as(statement.node, 'CreateStmt')
    const table = relationOf(create?.relation)
    const keys = all(create?.tableElts, 'Constraint').find(({ contype }) => contype === 'CONSTR_PRIMARY')?.keys
    return all(create?.tableElts, 'ColumnDef').flatMap((column) => {
      const type = typeOf(column.typeName)
      const isKey =
        behindColumn(column, 'CONSTR_PRIMARY') !== undefined ||
        (keys?.length === 1 && strings(keys)[0] === column.colname)
      if (!isKey || type === null || !SMALL.has(type.name)) return []
      return [
        {
          subject: `${written(table)}.${column.colname}`,
          at: column.typeName?.location,
          message: `the key ${written(table)}.${column.colname} is ${typeText(type)}`,
          recipe: [`-- ${ident(column.colname ?? '')} bigint generated always as identity primary key`],
        },
      ]
    })
  },
}
