import { as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'

/** BEGIN and COMMIT in a file break Drizzle's own transaction. */
export const transactionControl: Rule = {
  id: 'transaction-control',
  title: 'The file ends Drizzle’s transaction',
  severity: 'high',
  looks: 'BEGIN, COMMIT, ROLLBACK in a migration.',
  why: 'Drizzle’s transaction is over at the first COMMIT: what follows, journal rows too, is committed one by one, and a failure leaves the database half migrated.',
  sources: ['squawk transaction-nesting, ban-uncommitted-transaction', 'pgfence'],
  check({ statement }) {
    const kind = as(statement.node, 'TransactionStmt')?.kind
    if (kind === undefined || /SAVEPOINT|RELEASE|ROLLBACK_TO/.test(kind)) return []
    const word = kind.replace('TRANS_STMT_', '').replaceAll('_', ' ')
    return [
      {
        subject: word,
        message: /BEGIN|START/.test(word)
          ? `${word} inside of Drizzle's transaction only warns; its COMMIT ends Drizzle's`
          : `${word} ends Drizzle's transaction: what follows cannot be rolled back`,
        recipe: ['-- take BEGIN and COMMIT out: Drizzle has a transaction around all of it'],
      },
    ]
  },
}
