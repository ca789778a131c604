import { z } from 'zod'
import { standardLiteral } from '../../model/sql.ts'
import { check, graded, told } from '../check.ts'
import { span } from '../words.ts'

/** A transaction that was prepared and forgotten. */
export const preparedTransactions = check({
  id: 'prepared-transactions',
  title: 'A prepared transaction was neither committed nor rolled back',
  suite: 'tick',
  sql: 'prepared',
  unit: 's',
  limits: { warn: 300, critical: 3600 },
  source: 'check_postgres prepared_txns; https://www.postgresql.org/docs/current/sql-prepare-transaction.html',
  why: 'It keeps its locks and dead rows without any session, through a restart, until somebody ends it by name.',
  resolve: ['select gid, prepared, owner from pg_prepared_xacts;', "rollback prepared '<gid>';"],
  versions: 'None; there can be any only where max_prepared_transactions is not 0.',
  row: z.object({ gid: z.string(), role: z.string().nullable(), seconds: z.number() }),
  judge: (rows, limits) =>
    told(
      rows.map(({ gid, role, seconds }) =>
        graded(seconds, limits, () => ({
          subject: gid,
          title: `The prepared transaction ${gid} has been waiting for ${span(seconds)}`,
          what: `${role ?? 'Somebody'} prepared it; its coordinator did not come back.`,
          mend: [
            '-- ask its coordinator whether it is to be; if nobody knows:',
            `rollback prepared ${standardLiteral(gid)};`,
          ],
        })),
      ),
    ),
})
