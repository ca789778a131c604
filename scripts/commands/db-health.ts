import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { readFingerprints, readJournal } from '../../functions/collect/read.ts'
import { asking } from '../../functions/collect/statement.ts'
import { withSnapshot } from '../../functions/collect/transports/postgres.ts'
import type { JournalRows } from '../../functions/model/journal.ts'
import { stamp } from '../../functions/views/words/text.ts'
import { readCatalog } from '../catalog.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { databaseArgs, databaseUrl, journalArgs, journalTable, timeouts } from './support/options.ts'
import { took, withSpinner } from './support/progress.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { nameOf, unreachable } from './support/target.ts'
import { printAs } from './support/terminal.ts'

const FIGURES = new URL('../../supabase/figures/database.sql', import.meta.url)

/** A row of supabase/figures/database.sql. */
const Figures = z.object({
  bytes: z.number().nullable(),
  connections: z.number(),
  most_connections: z.number(),
  oldest_transaction: z.number().nullable(),
  transaction_age: z.number(),
  deadlocks: z.number().nullable(),
  cache_hits: z.number().nullable(),
})
type Figures = z.infer<typeof Figures>

interface Health {
  host: string
  ms: number
  journal: { state: string; rows: number; newest: string | null }
  figures: Figures
}

/** `plumbline db health`: whether a database answers, what its journal holds, and how it is doing. */
export const dbHealth = command({
  invocation: `${PLUMBLINE} db health`,
  description:
    'Connects to a database, reads its journal and a few figures of the moment: exit code 0 all were read, 3 it does not answer or its journal cannot be read',
  examples: ['--database-url postgresql://…', '--format json'],
  args: { ...databaseArgs, ...journalArgs, ...reportFormatArgs },
  async run(args) {
    const url = databaseUrl(args['database-url'])
    const sql = await readFile(FIGURES, 'utf8')
    const started = performance.now()
    const reached = await withSpinner('connecting', () =>
      withSnapshot({ url, timeouts: timeouts(args) }, async (session) => {
        const ask = asking(session, readCatalog())
        const table = journalTable(args)
        const { journalColumns } = await readFingerprints(ask, table)
        const rows = await readJournal(ask, table, journalColumns)
        return { rows, figures: Figures.parse((await session.query(sql))[0]) }
      }),
    )
    if (!reached.reached) throw unreachable(reached.failure)
    const { rows, figures } = reached.value
    const health = {
      host: nameOf(url).environment,
      ms: Math.round(performance.now() - started),
      journal: journalOf(rows),
      figures,
    }
    printAs(args.format, health, (value) => healthText(value, took(started)))
    return rows.state === 'read' || rows.state === 'absent' ? 0 : 3
  },
})

function journalOf(rows: JournalRows): Health['journal'] {
  const all = rows.state === 'read' ? rows.rows : []
  const newest = Math.max(...all.map(({ createdAt }) => createdAt ?? -Infinity))
  return { state: rows.state, rows: all.length, newest: Number.isFinite(newest) ? stamp(newest) : null }
}

function healthText({ host, journal, figures }: Health, time: string): string {
  const { bytes, connections, most_connections, oldest_transaction, transaction_age, deadlocks, cache_hits } = figures
  const rows =
    journal.state === 'read'
      ? `${journal.rows} rows${journal.newest === null ? '' : `, the newest of ${journal.newest}`}`
      : journal.state
  return [
    `${host} answered in ${time}`,
    `  journal              ${rows}`,
    `  size                 ${bytes === null ? 'unknown' : `${(bytes / 1024 ** 2).toFixed(1)} MB`}`,
    `  connections          ${connections} of ${most_connections}`,
    `  oldest transaction   ${oldest_transaction === null ? 'none that this role may see' : `${oldest_transaction.toFixed(1)} s`}`,
    `  transaction age      ${(transaction_age / 20_000_000).toFixed(1)} % of what there is before a forced vacuum ends all writes`,
    `  deadlocks            ${deadlocks ?? 'unknown'}`,
    `  read from the cache  ${cache_hits === null ? 'unknown' : `${(cache_hits * 100).toFixed(1)} %`}`,
  ].join('\n')
}
