import { relationOf, written } from '../../tree/name.ts'
import { all, as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'

/** VACUUM: never in a transaction, and FULL never beside others. */
export const vacuumFull: Rule = {
  id: 'vacuum-full',
  title: 'VACUUM cannot run in a migration, and FULL locks everybody out',
  severity: 'high',
  looks: 'VACUUM in a migration.',
  why: 'Drizzle’s transaction refuses VACUUM with 25001. VACUUM FULL copies the table while nobody can read or write it.',
  sources: ['squawk prefer-repack', 'pgfence', 'https://www.postgresql.org/docs/current/sql-vacuum.html'],
  check({ statement }) {
    const vacuum = as(statement.node, 'VacuumStmt')
    if (!vacuum?.is_vacuumcmd) return []
    const full = all(vacuum.options, 'DefElem').some(({ defname }) => defname === 'full')
    const table = written(relationOf(all(vacuum.rels, 'VacuumRelation')[0]?.relation))
    return [
      {
        subject: table === '""' ? 'database' : table,
        message: full
          ? 'VACUUM FULL fails in a transaction, and outside it copies the table under ACCESS EXCLUSIVE'
          : 'VACUUM fails in Drizzle’s transaction (25001)',
        recipe: [
          '-- outside of migrations; plain VACUUM stops nobody:',
          `vacuum (analyze) ${table === '""' ? '' : table};`.replace(' ;', ';'),
          ...(full ? ['-- to give the space back without a lock: pg_repack (an extension of Supabase)'] : []),
        ],
      },
    ]
  },
}
