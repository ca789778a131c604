import { stepsOf } from '../../tree/alter.ts'
import { ident, keyOf, written } from '../../tree/name.ts'
import type { Rule } from '../rule.ts'
import { alterTable, NEXT_DEPLOY } from '../text.ts'

/** NOT VALID and VALIDATE in one transaction are worth nothing. */
export const validateInSameTransaction: Rule = {
  id: 'validate-in-same-transaction',
  title: 'A constraint is validated in the transaction that adds it',
  severity: 'medium',
  weighs: 'rows',
  looks: 'VALIDATE CONSTRAINT after ADD … NOT VALID of it, in one transaction; all that is pending is one.',
  why: 'The lock of ADD CONSTRAINT is held to the end of the transaction: the rows are read under it after all.',
  sources: ['squawk constraint-missing-not-valid', 'pgfence', 'strong_migrations: adding a check constraint'],
  check: ({ statement, transaction }) =>
    stepsOf(statement.node, 'AT_ValidateConstraint').flatMap(({ table, name }) =>
      transaction.notValid.has(`${keyOf(table)}.${name}`)
        ? [
            {
              subject: `${written(table)}.${name}`,
              table,
              message: `${name} is validated under the lock that adding it took`,
              recipe: [
                '-- leave it NOT VALID here: new rows are held to it already',
                NEXT_DEPLOY,
                `${alterTable(table)} validate constraint ${ident(name)};`,
              ],
            },
          ]
        : [],
    ),
}
