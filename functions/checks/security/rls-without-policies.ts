import { check, told, type Told } from '../check.ts'
import { bare, nameOf, ours } from '../words.ts'
import { RowSecurityRow } from './row-security-row.ts'

/** Tables that nobody can read. */
export const rlsWithoutPolicies = check({
  id: 'rls-without-policies',
  title: 'Row security is on, and there is no policy',
  suite: 'daily',
  sql: 'row-security',
  source: 'Supabase’s advisor 0008_rls_enabled_no_policy',
  why: 'The API answers no rows, without any error: usually a migration was meant to bring the policies. Where only service_role is to use it, it is right so: accept it.',
  resolve: ['create policy <name> on <table> for select to authenticated using (<condition>);'],
  severity: { warn: 'info', critical: 'info' },
  row: RowSecurityRow,
  judge: (rows) =>
    told(
      ours(rows).map(({ schema, name, enabled, policies, open_to }): Told | null => {
        if (!enabled || policies > 0 || open_to.length === 0) return null
        const table = nameOf(schema, name)
        return {
          subject: table,
          grade: 'warn',
          value: null,
          title: `${table} has row security and no policy: ${open_to.join(' and ')} ${open_to.length === 1 ? 'sees' : 'see'} no row`,
          what: `${open_to.join(' and ')} may use the table, and get no rows and no error.`,
          mend: [
            '-- what each role may see belongs into a migration; for instance:',
            `create policy ${bare(`${name}_own`)} on ${table} for select to authenticated using (user_id = (select auth.uid()));`,
          ],
        }
      }),
    ),
})
