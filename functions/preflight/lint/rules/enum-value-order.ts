import { objectOf, written } from '../../tree/name.ts'
import { as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'

/** ADD VALUE without a place. */
export const enumValueOrder: Rule = {
  id: 'enum-value-order',
  title: 'An enum label gets its place by chance',
  severity: 'info',
  looks: 'ALTER TYPE … ADD VALUE without BEFORE or AFTER.',
  why: 'The order of labels is the order of sorting and of < and >; at the end is where it goes unless it is said. It cannot be moved later.',
  sources: ['squawk require-enum-value-ordering'],
  check({ statement, known }) {
    const alter = as(statement.node, 'AlterEnumStmt')
    if (!alter?.newVal || alter.oldVal || alter.newValNeighbor) return []
    const type = written(objectOf(alter.typeName))
    const last = [...known.enums].find(([key]) => key.endsWith(type))?.[1].labels.at(-1) ?? 'LAST'
    return [
      {
        subject: `${type}.${alter.newVal}`,
        message: `'${alter.newVal}' goes to the end of ${type}`,
        recipe: [`alter type ${type} add value '${alter.newVal}' after '${last}';`],
      },
    ]
  },
}
