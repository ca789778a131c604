import { below, strings, type Node } from '../../tree/node.ts'
import { ident, written } from '../../tree/name.ts'
import { policyOf } from '../policy.ts'
import type { Rule } from '../rule.ts'

/** auth.uid() asked for each row. */
export const policyPerRow: Rule = {
  id: 'policy-per-row',
  title: 'A policy asks who it is for each row',
  severity: 'medium',
  looks: 'auth.uid(), auth.jwt(), auth.role(), auth.email() or current_setting() in a policy outside of (select …).',
  why: 'The function is called for each row; as (select auth.uid()) it is called once a query. On large tables that is seconds against milliseconds.',
  sources: [
    'Supabase splinter 0003',
    'https://supabase.com/docs/guides/database/postgres/row-level-security#call-functions-with-select',
  ],
  check({ statement }) {
    const policy = policyOf(statement.node)
    const call = policy && (callIn(policy.using) ?? callIn(policy.check))
    if (!policy || call === null) return []
    return [
      {
        subject: `${written(policy.table)}.${policy.name}`,
        at: call.at,
        message: `policy ${policy.name} calls ${call.name}() for each row of ${written(policy.table)}`,
        recipe: [
          `-- write (select ${call.name}()) in its place:`,
          `alter policy ${ident(policy.name)} on ${written(policy.table)} using (… = (select ${call.name}()));`,
        ],
      },
    ]
  },
}

function callIn(expression: Node | undefined): { name: string; at: number | undefined } | null {
  const inside = new Set(
    below(expression, 'SubLink').flatMap(({ subselect }) =>
      below(subselect, 'FuncCall').map(({ location }) => location),
    ),
  )
  for (const { funcname, location } of below(expression, 'FuncCall')) {
    const name = strings(funcname).join('.')
    if (/^(?:auth\.(?:uid|jwt|role|email)|(?:pg_catalog\.)?current_setting)$/.test(name) && !inside.has(location))
      return { name, at: location }
  }
  return null
}
