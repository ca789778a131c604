import { tableIn } from '../../known/known.ts'
import { stepsOf } from '../../tree/alter.ts'
import { ident, written } from '../../tree/name.ts'
import type { Rule } from '../rule.ts'
import { alterTable, NEXT_DEPLOY } from '../text.ts'

/** DROP CONSTRAINT: to come back every row must be proven again. */
export const dropConstraint: Rule = {
  id: 'drop-constraint',
  title: 'Rows that break a rule may come in from now on',
  severity: 'low',
  looks: 'DROP CONSTRAINT that is not added again in the same deploy.',
  why: 'ON CONFLICT and upserts that name a unique constraint fail at once; and to bring it back every row must be proven first.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'to the end of the transaction; a foreign key’s other table, too' },
  sources: ['squawk ban-drop-constraint'],
  check: ({ statement, ahead, known }) =>
    stepsOf(statement.node, 'AT_DropConstraint').flatMap(({ table, name }) => {
      const own = tableIn(known, table)?.constraints.get(name)
      const again = [statement, ...ahead].some(({ node }) =>
        stepsOf(node, 'AT_AddConstraint').some(
          ({ table: of, constraint }) => constraint?.conname === name && of.name === table.name,
        ),
      )
      if (again || own?.pending || own?.notNullOf) return []
      return [
        {
          subject: `${written(table)}.${name}`,
          table,
          message: `${name} holds the rows of ${written(table)} no more`,
          recipe: [
            '-- to replace it, add its successor first:',
            `${alterTable(table)} add constraint … not valid;`,
            NEXT_DEPLOY,
            `${alterTable(table)} drop constraint ${ident(name)};`,
          ],
        },
      ]
    }),
}
