import { readFacts, readFingerprints, readJournal } from '../../../functions/collect/read.ts'
import { asking } from '../../../functions/collect/statement.ts'
import { QueryFailed } from '../../../functions/collect/transport.ts'
import { withSnapshot } from '../../../functions/collect/transports/postgres.ts'
import { readWeights } from '../../../functions/collect/weights.ts'
import { judgeJournal } from '../../../functions/journal/judge.ts'
import type { JournalRows } from '../../../functions/model/journal.ts'
import type { JournalTable, Timeouts } from '../../../functions/model/question.ts'
import type { TargetWeights } from '../../../functions/model/weights.ts'
import { knownFrom } from '../../../functions/preflight/known/from-facts.ts'
import type { Known } from '../../../functions/preflight/known/known.ts'
import { lockFailure } from '../../../functions/run/look/refusals.ts'
import type { MigrationFolder } from '../../blueprint/migration-file.ts'
import { readCatalog, readFigures } from '../../catalog.ts'
import { sqlParser } from '../../parser.ts'
import { unreachable } from './target.ts'

/** What stands on a target before the pending migrations run. */
export interface Standing {
  /** server_version_num, e.g. 170009. */
  server: number
  rows: JournalRows
  known: Known
  weights: TargetWeights
}

/** Reads what stands on a target, in one read-only snapshot. @throws Unreachable where it cannot be looked at */
export async function readStanding(url: string, limits: Timeouts, journal: JournalTable): Promise<Standing> {
  const figures = await readFigures()
  const reached = await withSnapshot({ url, timeouts: limits }, async (session) => {
    const ask = asking(session, readCatalog())
    const { server, journalColumns } = await readFingerprints(ask, journal)
    const rows = await readJournal(ask, journal, journalColumns)
    const { groups, locked } = await readFacts(ask, journal, server)
    for (const { lock } of locked) throw new QueryFailed(lockFailure(lock))
    return { server, rows, facts: [...groups.values()].flat(), weights: await readWeights(session, figures) }
  })
  if (!reached.reached) throw unreachable(reached.failure)
  const { facts, ...rest } = reached.value
  return { ...rest, known: knownFrom(facts, await sqlParser()) }
}

/** The tags that Drizzle would run next. */
export function pendingTags(
  { files, layout }: Pick<MigrationFolder, 'files' | 'layout'>,
  rows: JournalRows,
): Set<string> {
  const migrations = files.map((file) => ({ ...file, statements: 0, adds: 0, changes: 0, removes: 0 }))
  const { findings } = judgeJournal({ layout, migrations, rows, table: 'the journal', now: Date.now() })
  return new Set(
    findings.flatMap((finding) => (finding.type === 'journal.pending' ? finding.entries.map(({ tag }) => tag) : [])),
  )
}
