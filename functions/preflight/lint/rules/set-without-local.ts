import { as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'
import { closed } from '../text.ts'

/** SET without LOCAL outlives the migration. */
export const setWithoutLocal: Rule = {
  id: 'set-without-local',
  title: 'A setting outlives the migration',
  severity: 'low',
  looks: 'SET without LOCAL.',
  why: 'It holds to the end of the session: for every later migration, and behind a pooler for whoever gets the connection next.',
  sources: ['squawk require-timeout-settings', 'https://www.postgresql.org/docs/current/sql-set.html'],
  check({ statement, transaction }) {
    const set = as(statement.node, 'VariableSetStmt')
    if (set?.kind !== 'VAR_SET_VALUE' || set.is_local || !transaction.open || !set.name) return []
    return [
      {
        subject: set.name,
        message: `${set.name} stays set after the migration`,
        recipe: [closed(statement.sql).replace(/^set\s+(?:session\s+)?/i, 'set local ')],
      },
    ]
  },
}
