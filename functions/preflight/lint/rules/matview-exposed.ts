import { as, all } from '../../tree/node.ts'
import { keyOf, relationOf, written } from '../../tree/name.ts'
import type { Rule } from '../rule.ts'

/** A materialized view that the API serves: it cannot have policies. */
export const matviewExposed: Rule = {
  id: 'matview-exposed',
  title: 'A materialized view is open to everybody with the public key',
  severity: 'medium',
  looks: 'CREATE MATERIALIZED VIEW in an exposed schema, without a REVOKE in the same deploy.',
  why: 'A materialized view cannot have row level security: whoever may read it reads every row.',
  sources: ['Supabase splinter 0016'],
  check({ statement, exposed, ahead }) {
    const create = as(statement.node, 'CreateTableAsStmt')
    const view = relationOf(create?.into?.rel)
    if (create?.objtype !== 'OBJECT_MATVIEW' || !exposed.includes(view.schema)) return []
    const revoked = ahead.some(({ node }) => {
      const grant = as(node, 'GrantStmt')
      return (
        grant?.is_grant === false &&
        all(grant.objects, 'RangeVar').some((range) => keyOf(relationOf(range)) === keyOf(view))
      )
    })
    return revoked
      ? []
      : [
          {
            subject: written(view),
            message: `${written(view)} has no policies and is in the exposed schema ${view.schema}`,
            recipe: [`revoke all on ${written(view)} from anon, authenticated;`],
          },
        ]
  },
}
