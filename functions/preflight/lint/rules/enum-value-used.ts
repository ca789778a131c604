import { below } from '../../tree/node.ts'
import { as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'

/** A label used in the transaction that adds it. */
export const enumValueUsed: Rule = {
  id: 'enum-value-used',
  title: 'An enum label is used in the transaction that adds it',
  severity: 'high',
  looks:
    'A literal equal to a label that ALTER TYPE … ADD VALUE added before in the same transaction; all that is pending is one.',
  why: 'PostgreSQL refuses the label with 55P04 until the transaction that added it is over, and the whole deploy is rolled back.',
  sources: ['squawk ban-add-enum-value', 'https://www.postgresql.org/docs/current/sql-altertype.html'],
  check({ statement, transaction }) {
    if (!transaction.open || as(statement.node, 'AlterEnumStmt') || as(statement.node, 'CreateEnumStmt')) return []
    const used = below(statement.node, 'A_Const').flatMap(({ sval, location }) => ({
      label: sval?.sval ?? '',
      location,
    }))
    return used
      .filter(({ label }) => transaction.labels.has(label))
      .slice(0, 1)
      .map(({ label, location }) => ({
        subject: label,
        at: location,
        message: `'${label}' was added to ${transaction.labels.get(label) ?? ''} in this transaction: it cannot be used yet (55P04)`,
        recipe: ['-- leave ADD VALUE in a migration of its own, deploy it, and use the label in the next deploy'],
      }))
  },
}
