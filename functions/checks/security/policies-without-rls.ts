import { check, told, type Told } from '../check.ts'
import { count, nameOf, ours } from '../words.ts'
import { RowSecurityRow } from './row-security-row.ts'

/** Policies that nobody obeys. */
export const policiesWithoutRls = check({
  id: 'policies-without-rls',
  title: 'A table has policies, and row security is off',
  suite: 'daily',
  sql: 'row-security',
  source: 'Supabase’s advisor 0007_policy_exists_rls_disabled',
  why: 'Somebody wrote down who may see what, and PostgreSQL does not look at it: the table looks guarded, and is not.',
  resolve: ['alter table <table> enable row level security;'],
  severity: { warn: 'high', critical: 'critical' },
  row: RowSecurityRow,
  judge: (rows) =>
    told(
      ours(rows).map(({ schema, name, enabled, policies, open_to }): Told | null => {
        if (enabled || policies === 0) return null
        const table = nameOf(schema, name)
        return {
          subject: table,
          grade: open_to.length > 0 ? 'critical' : 'warn',
          value: null,
          title: `${table} has ${count(policies, 'policy', 'policies')}, and row security is off`,
          what: open_to.length > 0 ? `It is open to ${open_to.join(' and ')}.` : 'No role of the API may use it.',
          mend: [`alter table ${table} enable row level security;`],
        }
      }),
    ),
})
