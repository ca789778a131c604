import { ident, written } from '../../tree/name.ts'
import { policyOf } from '../policy.ts'
import type { Rule } from '../rule.ts'

/** A policy for PUBLIC. */
export const policyWithoutTo: Rule = {
  id: 'policy-without-to',
  title: 'A policy is for every role',
  severity: 'low',
  looks: 'CREATE POLICY without TO, or TO public.',
  why: 'Its expression runs for anon, too, who can never match it: work for each row of each such query. With TO it is skipped.',
  sources: ['https://supabase.com/docs/guides/database/postgres/row-level-security#specify-roles-in-your-policies'],
  check({ statement }) {
    const policy = policyOf(statement.node)
    if (!policy?.made || !policy.roles.every(({ roletype }) => roletype === 'ROLESPEC_PUBLIC')) return []
    return [
      {
        subject: `${written(policy.table)}.${policy.name}`,
        message: `policy ${policy.name} on ${written(policy.table)} is for public: every role`,
        recipe: [`alter policy ${ident(policy.name)} on ${written(policy.table)} to authenticated;`],
      },
    ]
  },
}
