import { stands } from '../../known/known.ts'
import { stepsOf } from '../../tree/alter.ts'
import { written } from '../../tree/name.ts'
import type { Rule } from '../rule.ts'

/** DROP NOT NULL: nulls reach code that never saw one. */
export const dropNotNull: Rule = {
  id: 'drop-not-null',
  title: 'A column may be null from now on',
  severity: 'low',
  looks: 'DROP NOT NULL of a table that stood before.',
  why: 'The running application was typed for a value that is always there; the first null surprises it. To go back, every row must be read.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'to the end of the transaction' },
  sources: ['squawk ban-drop-not-null'],
  check: ({ statement, known }) =>
    stepsOf(statement.node, 'AT_DropNotNull')
      .filter(({ table }) => stands(known, table))
      .map(({ table, name }) => ({
        subject: `${written(table)}.${name}`,
        table,
        message: `${written(table)}.${name} may be null from now on`,
        recipe: ['-- deploy the application that expects null first'],
      })),
}
