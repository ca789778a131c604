import { objectOf, relationOf, written } from '../../tree/name.ts'
import { all, as } from '../../tree/node.ts'
import type { Hit, Rule } from '../rule.ts'

/** CREATE TRIGGER and DROP TRIGGER on a busy table. */
export const triggerLock: Rule = {
  id: 'trigger-lock',
  title: 'A trigger waits for all who write its table',
  severity: 'info',
  weighs: 'traffic',
  looks: 'CREATE TRIGGER (stops writing) and DROP TRIGGER (stops reading, too) on a table that stood before.',
  why: 'The lock is short, but it waits for every transaction that writes the table, and all that come later wait behind it.',
  lock: { mode: 'ShareRowExclusiveLock', lasts: 'to the end of the transaction; ACCESS EXCLUSIVE to drop one' },
  sources: ['pgfence', 'squawk ban-drop-trigger'],
  check({ statement }) {
    const created = as(statement.node, 'CreateTrigStmt')
    const recipe = ["set local lock_timeout = '2s';", '-- and let the deploy try again']
    const made: Hit[] = created
      ? [
          {
            subject: `${written(relationOf(created.relation))}.${created.trigname ?? ''}`,
            table: relationOf(created.relation),
            message: `trigger ${created.trigname ?? ''} stops writing to ${written(relationOf(created.relation))} for a moment`,
            recipe,
          },
        ]
      : []
    const drop = as(statement.node, 'DropStmt')
    const dropped = drop?.removeType === 'OBJECT_TRIGGER' ? all(drop.objects, 'List') : []
    return [
      ...made,
      ...dropped.map(({ items }) => {
        const table = objectOf(items?.slice(0, -1))
        const { name } = objectOf(items?.slice(-1))
        return {
          subject: `${written(table)}.${name}`,
          table,
          message: `dropping trigger ${name} stops reading and writing of ${written(table)} for a moment`,
          recipe,
        }
      }),
    ]
  },
}
