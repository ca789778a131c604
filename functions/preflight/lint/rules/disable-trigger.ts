import { stepsOf } from '../../tree/alter.ts'
import { ident, written } from '../../tree/name.ts'
import type { Rule } from '../rule.ts'
import { alterTable } from '../text.ts'

/** DISABLE TRIGGER turns off what keeps the rows true. */
export const disableTrigger: Rule = {
  id: 'disable-trigger',
  title: 'Triggers are turned off',
  severity: 'medium',
  looks: 'ALTER TABLE … DISABLE TRIGGER.',
  why: 'It holds for everybody, not for this session. ALL turns off foreign keys, too: rows that break them come in, and nothing looks at them again.',
  lock: { mode: 'ShareRowExclusiveLock', lasts: 'to the end of the transaction' },
  sources: ['squawk ban-disable-trigger', 'pgfence'],
  check: ({ statement, ahead }) =>
    stepsOf(statement.node, 'AT_DisableTrig', 'AT_DisableTrigAll', 'AT_DisableTrigUser').map(
      ({ table, subtype, name }) => {
        const which = subtype === 'AT_DisableTrig' ? ident(name) : subtype === 'AT_DisableTrigAll' ? 'all' : 'user'
        const back = ahead.some(({ node }) =>
          stepsOf(node, 'AT_EnableTrig', 'AT_EnableTrigAll', 'AT_EnableTrigUser').some(
            (step) => written(step.table) === written(table),
          ),
        )
        return {
          subject: `${written(table)}.${which}`,
          table,
          severity: subtype === 'AT_DisableTrigAll' || !back ? ('high' as const) : ('medium' as const),
          message: back
            ? `${written(table)} is without trigger ${which} for a while, for everybody`
            : `nothing turns trigger ${which} of ${written(table)} on again`,
          recipe: [
            '-- for this transaction alone, where the role may:',
            'set local session_replication_role = replica;',
            '-- or turn it on again before the end:',
            `${alterTable(table)} enable trigger ${which};`,
          ],
        }
      },
    ),
}
