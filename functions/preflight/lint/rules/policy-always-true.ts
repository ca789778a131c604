import { as, type Node } from '../../tree/node.ts'
import { ident, written } from '../../tree/name.ts'
import { policyOf } from '../policy.ts'
import type { Rule } from '../rule.ts'

/** A policy that lets everybody write. */
export const policyAlwaysTrue: Rule = {
  id: 'policy-always-true',
  title: 'A policy lets everybody write every row',
  severity: 'high',
  looks:
    'USING (true) or WITH CHECK (true) in a permissive policy for INSERT, UPDATE, DELETE or ALL that is not for service_role alone.',
  why: 'Policies are joined by OR: one that is always true makes the others worthless. For reading that may be meant; for writing it is row level security turned off.',
  sources: ['Supabase splinter 0024'],
  check({ statement }) {
    const policy = policyOf(statement.node)
    const permissive = as(statement.node, 'CreatePolicyStmt')?.permissive !== false
    if (!policy?.made || !permissive || policy.command === 'select') return []
    if (policy.roles.every(({ rolename }) => ['service_role', 'postgres', 'supabase_admin'].includes(rolename ?? '')))
      return []
    if (!isTrue(policy.using) && !isTrue(policy.check)) return []
    return [
      {
        subject: `${written(policy.table)}.${policy.name}`,
        message: `policy ${policy.name} lets ${policy.roles.map(({ rolename }) => rolename || 'public').join(', ')} ${policy.command === 'all' ? 'write' : policy.command} every row of ${written(policy.table)}`,
        recipe: [
          `drop policy ${ident(policy.name)} on ${written(policy.table)};`,
          `create policy ${ident(policy.name)} on ${written(policy.table)} for ${policy.command} to authenticated using ((select auth.uid()) = …);`,
        ],
      },
    ]
  },
}

const isTrue = (node: Node | undefined) => as(node, 'A_Const')?.boolval?.boolval === true
