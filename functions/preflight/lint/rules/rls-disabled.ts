import { stepsOf } from '../../tree/alter.ts'
import { written } from '../../tree/name.ts'
import type { Rule } from '../rule.ts'

/** DISABLE ROW LEVEL SECURITY. */
export const rlsDisabled: Rule = {
  id: 'rls-disabled',
  title: 'Row level security is turned off',
  severity: 'high',
  looks: 'DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY.',
  why: 'Its policies hold nobody from the commit on; in an exposed schema anybody with the public key reads and writes all rows.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'to the end of the transaction' },
  sources: ['squawk ban-alter-row-level-security', 'pgfence', 'Supabase splinter 0007'],
  check: ({ statement }) =>
    stepsOf(statement.node, 'AT_DisableRowSecurity', 'AT_NoForceRowSecurity').map(({ table, subtype }) => ({
      subject: written(table),
      ...(subtype === 'AT_NoForceRowSecurity' ? { severity: 'medium' as const } : {}),
      message:
        subtype === 'AT_NoForceRowSecurity'
          ? `the owner of ${written(table)} passes by its policies`
          : `every policy of ${written(table)} is off`,
      recipe: [
        '-- let those in who need it by a policy of their own:',
        `create policy … on ${written(table)} for select to authenticated using (…);`,
      ],
    })),
}
