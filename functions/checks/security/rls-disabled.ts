import { check, told, type Told } from '../check.ts'
import { nameOf, ours } from '../words.ts'
import { RowSecurityRow } from './row-security-row.ts'

/** Tables that the API gives to everybody. */
export const rlsDisabled = check({
  id: 'rls-disabled',
  title: 'Row security is off for a table that the API exposes',
  suite: 'daily',
  sql: 'row-security',
  source:
    'Supabase’s advisor 0013_rls_disabled_in_public; https://supabase.com/docs/guides/database/postgres/row-level-security',
  why: 'Whoever has the publishable key, which is in every page of the application, reads and writes all of it.',
  resolve: [
    'alter table <table> enable row level security;',
    '-- with policies for what the application needs, in the same migration',
  ],
  severity: { warn: 'critical', critical: 'critical' },
  row: RowSecurityRow,
  judge: (rows) =>
    told(
      ours(rows).map(({ schema, name, enabled, open_to, policies }): Told | null => {
        if (enabled || open_to.length === 0 || policies > 0) return null
        const table = nameOf(schema, name)
        return {
          subject: table,
          grade: 'critical',
          value: null,
          title: `${table} is open to ${open_to.join(' and ')}: row security is off`,
          what: `${open_to.join(' and ')} may use the schema and the table, and nothing narrows down the rows.`,
          mend: [
            '-- what the application does as these roles needs policies, in the same migration',
            `alter table ${table} enable row level security;`,
            '-- or, where the API has no business there:',
            `revoke all on ${table} from ${open_to.join(', ')};`,
          ],
        }
      }),
    ),
})
