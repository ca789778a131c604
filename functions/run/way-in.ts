import { AUTHORS_SQL } from '../collect/authors-sql.ts'
import { CATALOG_SQL } from '../collect/catalog-sql.ts'
import { CHECK_SQL } from '../collect/check-sql.ts'
import { PERFORMANCE_SQL } from '../collect/performance-sql.ts'
import type { Parting, Transport } from '../collect/transport.ts'
import { transportFor } from '../collect/transports/choose.ts'
import type { Target } from '../env.ts'
import type { JournalTable } from '../model/question.ts'

/** A target whose settings hold. */
export type Usable = Extract<Target, { fault: null }>

/** The way in to a target from the Worker, and where its journal is. @param parting waits for the end of its connection */
export function wayIn({ config, way }: Usable, parting?: Parting): { reach: Transport; journal: JournalTable } {
  const timeouts = { statement: config.statement_timeout, lock: config.lock_timeout }
  return {
    reach: transportFor(way, {
      timeouts,
      catalog: CATALOG_SQL,
      checks: { ...CHECK_SQL, ...PERFORMANCE_SQL, ...AUTHORS_SQL },
      parting,
    }),
    journal: { schema: config.migrations_schema, table: config.migrations_table },
  }
}
