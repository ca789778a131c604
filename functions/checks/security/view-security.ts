import { z } from 'zod'
import { check, told, type Told } from '../check.ts'
import { nameOf, ours } from '../words.ts'

/** Views that pass row security by. */
export const viewSecurity = check({
  id: 'view-security',
  title: 'A view passes by row security',
  suite: 'daily',
  sql: 'views',
  source: 'Supabase’s advisor 0010_security_definer_view; https://www.postgresql.org/docs/current/sql-createview.html',
  why: 'A view reads as its owner unless it says security_invoker: the policies of the tables below are those for the owner, who is bound by none.',
  resolve: ['alter view <view> set (security_invoker = true);'],
  severity: { warn: 'medium', critical: 'high' },
  versions: 'security_invoker is there from 15 on.',
  row: z.object({
    schema: z.string(),
    name: z.string(),
    table_schema: z.string(),
    relation: z.string(),
    open_to: z.array(z.string()),
  }),
  judge: (rows) => {
    const views = Map.groupBy(ours(rows), ({ schema, name }) => nameOf(schema, name))
    return told(
      [...views].map(([view, all]): Told | null => {
        const open = all[0]?.open_to ?? []
        if (open.length === 0) return null
        const tables = all.map(({ table_schema, relation }) => nameOf(table_schema, relation))
        return {
          subject: view,
          grade: 'critical',
          value: null,
          title: `The view ${view} shows ${open.join(' and ')} rows that the policies of ${tables.slice(0, 3).join(', ')} may hide`,
          what: `It reads ${tables.join(', ')} as its owner.`,
          mend: [`alter view ${view} set (security_invoker = true);`],
        }
      }),
    )
  },
})
