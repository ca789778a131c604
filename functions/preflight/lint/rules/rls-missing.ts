import { stepsOf } from '../../tree/alter.ts'
import { keyOf, relationOf, written } from '../../tree/name.ts'
import { as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'

/** A new table that the API serves without row level security. */
export const rlsMissing: Rule = {
  id: 'rls-missing',
  title: 'A new table is open to everybody with the public key',
  severity: 'high',
  looks: 'CREATE TABLE in an exposed schema (public) without ENABLE ROW LEVEL SECURITY in the same deploy.',
  why: 'Supabase grants tables of public to anon and authenticated: without row level security anybody with the public key reads and writes all rows.',
  sources: ['Supabase splinter 0013', 'https://supabase.com/docs/guides/database/postgres/row-level-security'],
  check({ statement, ahead, exposed }) {
    const create = as(statement.node, 'CreateStmt')
    const table = relationOf(create?.relation)
    if (!create || create.relation?.relpersistence === 't' || !exposed.includes(table.schema)) return []
    const enabled = ahead.some(({ node }) =>
      stepsOf(node, 'AT_EnableRowSecurity').some((step) => keyOf(step.table) === keyOf(table)),
    )
    return enabled
      ? []
      : [
          {
            subject: written(table),
            at: create.relation?.location,
            message: `${written(table)} is in the exposed schema ${table.schema} without row level security`,
            recipe: [
              `alter table ${written(table)} enable row level security;`,
              '-- in Drizzle: pgTable(…).enableRLS(); then a policy for who may read and write',
            ],
          },
        ]
  },
}
