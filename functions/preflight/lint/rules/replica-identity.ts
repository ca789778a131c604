import { stepsOf } from '../../tree/alter.ts'
import { as } from '../../tree/node.ts'
import { ident, written } from '../../tree/name.ts'
import { indexesOf } from '../../known/known.ts'
import type { Rule } from '../rule.ts'
import { alterTable } from '../text.ts'

/** REPLICA IDENTITY FULL. */
export const replicaIdentity: Rule = {
  id: 'replica-identity',
  title: 'Every change of a row is logged in full',
  severity: 'low',
  looks: 'REPLICA IDENTITY FULL.',
  why: 'Each UPDATE and DELETE writes the whole old row into the log, and a subscriber without an index looks for it row by row. Realtime needs it only to send old values.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'to the end of the transaction' },
  sources: ['pgfence', 'squawk ban-replica-identity'],
  check: ({ statement, known }) =>
    stepsOf(statement.node, 'AT_ReplicaIdentity').flatMap(({ table, command }) => {
      if (as(command.def, 'ReplicaIdentityStmt')?.identity_type !== 'f') return []
      const unique = indexesOf(known, table).find((index) => index.unique && !index.partial && !index.constraint)
      return [
        {
          subject: written(table),
          table,
          message: `${written(table)} logs every old row in full`,
          recipe: [
            unique
              ? `${alterTable(table)} replica identity using index ${ident(unique.name)};`
              : `${alterTable(table)} replica identity default;`,
          ],
        },
      ]
    }),
}
