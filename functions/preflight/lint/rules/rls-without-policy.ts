import { stands, tableIn } from '../../known/known.ts'
import { stepsOf } from '../../tree/alter.ts'
import { keyOf, relationOf, written } from '../../tree/name.ts'
import { as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'

/** ENABLE ROW LEVEL SECURITY on a table in use, without a policy. */
export const rlsWithoutPolicy: Rule = {
  id: 'rls-without-policy',
  title: 'A table in use shows no row any more',
  severity: 'high',
  looks: 'ENABLE ROW LEVEL SECURITY on a table that stood before, without a policy there or in the same deploy.',
  why: 'Without a policy nobody but the owner and service_role sees a row: the running application reads nothing, and without an error.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'to the end of the transaction' },
  sources: ['pgfence', 'Supabase splinter 0008'],
  check: ({ statement, known, ahead }) =>
    stepsOf(statement.node, 'AT_EnableRowSecurity').flatMap(({ table }) => {
      const own = tableIn(known, table)
      const made = ahead.some(({ node }) => keyOf(relationOf(as(node, 'CreatePolicyStmt')?.table)) === keyOf(table))
      if (!stands(known, table) || own?.rowSecurity || (own?.policies ?? 0) > 0 || made) return []
      return [
        {
          subject: written(table),
          message: `${written(table)} has no policy: who is not its owner sees no row from the commit on`,
          recipe: [
            `create policy … on ${written(table)} for select to authenticated using (…);`,
            `alter table ${written(table)} enable row level security;`,
          ],
        },
      ]
    }),
}
