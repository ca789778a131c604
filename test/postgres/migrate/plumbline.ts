import { predict } from '../../../functions/journal/drizzle/predict.ts'
import { FLAVOURS, type FlavourName } from '../../../functions/model/flavour.ts'
import type { JournalTable } from '../../../functions/model/question.ts'
import { folderOf } from '../../../scripts/commands/support/journal.ts'
import { readLive } from '../../../scripts/journal/read.ts'
import { apply, type Ended } from '../../../scripts/migrate/apply.ts'
import { connect } from '../../../scripts/migrate/connection.ts'
import { takeLock } from '../../../scripts/migrate/lock.ts'
import { planOf, type Plan } from '../../../scripts/migrate/plan.ts'
import { stateAfter, type State } from '../../../scripts/migrate/settle.ts'
import { JOURNAL } from '../folders.ts'

const TIMEOUTS = { 'statement-timeout': '10000', 'lock-timeout': '100' }

export interface Wish {
  flavour?: FlavourName
  journal?: JournalTable
  to?: string
  retries?: number
  lockTimeout?: number
  onRetry?(): Promise<unknown>
  onRan?(pid: number): void
  signal?: AbortSignal
}

/** Applies what is pending of a folder, without the gates: what is behind them. */
export async function run(
  url: string,
  dir: string,
  { flavour = '0.x', journal = JOURNAL, to, retries = 0, lockTimeout = 1_000, onRetry, onRan, signal }: Wish = {},
): Promise<{ plan: Plan; ended: Ended; state: State }> {
  const { folder, entries } = await folderOf({ ...TIMEOUTS, migrations: dir, flavour })
  const connection = await connect(url, 'plumbline migrate')
  try {
    await takeLock(connection, { journal, wait: 10_000, onWait: () => {} })
    const live = await readLive(connection, journal)
    refuseAsDrizzle(predict({ flavour, layout: folder.layout, entries, rows: live.rows }).failure)
    const plan = await planOf({ flavour, layout: folder.layout, entries, files: folder.files, live, journal, to })
    const told = { onRan: () => onRan?.(connection.pid), onRetry: () => void onRetry?.() }
    const limits = { lockTimeout, statementTimeout: 10_000, retries, pauses: [50], ...(signal ? { signal } : {}) }
    const ended = await apply(connection, plan, { ...limits, ...told })
    return { plan, ended, state: await stateAfter(url, connection, plan, ended) }
  } finally {
    await connection.close()
  }
}

/** Drizzle's own words for why it runs nothing; of plumbline the gate of the journal says so. */
const REFUSALS: Readonly<Record<string, string>> = {
  'missing-file': 'No file … found in',
  'no-journal': "Can't find meta/_journal.json",
  'old-folder': 'old drizzle-kit migration folders',
  'table-shape': 'column "created_at" does not exist',
  'unmatched-rows': 'do not match any local migration',
}

function refuseAsDrizzle(failure: { failure: string } | null): void {
  if (failure) throw new Error(REFUSALS[failure.failure])
}

export const isNeon = (flavour: FlavourName): boolean => FLAVOURS[flavour].transaction === 'none'
