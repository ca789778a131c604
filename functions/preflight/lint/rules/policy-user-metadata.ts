import { below, strings } from '../../tree/node.ts'
import { ident, written } from '../../tree/name.ts'
import { policyOf } from '../policy.ts'
import type { Rule } from '../rule.ts'

/** A policy that believes what users write about themselves. */
export const policyUserMetadata: Rule = {
  id: 'policy-user-metadata',
  title: 'A policy believes what users write about themselves',
  severity: 'high',
  looks: 'user_metadata or raw_user_meta_data in a policy.',
  why: 'Every signed-in user may change their own user_metadata: with it they give themselves whatever the policy asks for. app_metadata they cannot write.',
  sources: ['Supabase splinter 0015'],
  check({ statement }) {
    const policy = policyOf(statement.node)
    const sides = [policy?.using, policy?.check]
    const words = [
      ...below(sides, 'A_Const').map(({ sval }) => sval?.sval ?? ''),
      ...below(sides, 'ColumnRef').map(({ fields }) => strings(fields).at(-1) ?? ''),
    ]
    const word = words.find((text) => text === 'user_metadata' || text === 'raw_user_meta_data')
    if (!policy || word === undefined) return []
    return [
      {
        subject: `${written(policy.table)}.${policy.name}`,
        message: `policy ${policy.name} goes by ${word}, which users write themselves`,
        recipe: [
          `alter policy ${ident(policy.name)} on ${written(policy.table)} using (((select auth.jwt()) -> 'app_metadata' ->> '…') = …);`,
        ],
      },
    ]
  },
}
