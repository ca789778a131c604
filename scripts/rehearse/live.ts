import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { CatalogSql, JournalTable } from '../../functions/collect/catalog.ts'
import { readFacts, readFingerprints, readJournal } from '../../functions/collect/read.ts'
import { statementOf } from '../../functions/collect/statement.ts'
import { QueryFailed, type Reached } from '../../functions/collect/transport.ts'
import { withSnapshot } from '../../functions/collect/transports/postgres.ts'
import { Fact, kindOf } from '../../functions/model/fact.ts'
import type { JournalRows } from '../../functions/model/journal.ts'
import { isPinnedFact } from '../../functions/model/pinned.ts'
import { lockFailure } from '../../functions/run/look/refusals.ts'
import { UserError } from '../errors.ts'
import { COLUMN_ORDER, inColumnOrder } from './facts.ts'

/** What a target is: its catalog, and what its journal says. */
export interface Live {
  /** Columns in the order in which their tables hold them. */
  facts: Fact[]
  /** Keys of what the catalog only counts: it cannot be made again. */
  unmodelled: string[]
  rows: JournalRows
}

export interface LiveRequest {
  url: string
  timeouts: { statement: number; lock: number }
  catalog: CatalogSql
  journal: JournalTable
}

/** Reads a target in one read-only snapshot. */
export const readLive = ({ catalog, journal, ...request }: LiveRequest): Promise<Reached<Live>> =>
  withSnapshot(request, async (session): Promise<Live> => {
    const asking = {
      ask: (question: Parameters<typeof statementOf>[1]) => session.query(statementOf(catalog, question)),
    }
    const { server, journalColumns } = await readFingerprints(asking, journal)
    const { groups, locked } = await readFacts(asking, journal, server)
    for (const { lock } of locked) throw new QueryFailed(lockFailure(lock))
    const facts = [...groups.values()].flat()
    const rows = await readJournal(asking, journal, journalColumns)
    const order = await session.query<{ key: string }>(COLUMN_ORDER)
    const known = order.map(({ key }) => key)
    return { ...modelled(inColumnOrder(facts, known)), rows }
  })

const isCounted = ({ key }: Fact) => kindOf(key).startsWith('unmodelled ')

/** Facts, and apart from them the keys of what is only counted. */
function modelled(facts: readonly Fact[]): Pick<Live, 'facts' | 'unmodelled'> {
  return {
    facts: facts.filter((fact) => !isCounted(fact) && !isPinnedFact(fact)),
    unmodelled: facts.filter(isCounted).map(({ key }) => key),
  }
}

/**
 * Reads the facts that `introspect --format json` wrote; it holds no journal.
 * @throws UserError where the file is not that
 */
export async function readCatalogFile(file: string): Promise<Pick<Live, 'facts' | 'unmodelled'>> {
  const mend = 'write it with: npm run -s plumbline -- introspect --format json > catalog.json'
  const parsed = z.array(Fact).safeParse(await jsonIn(file, mend))
  if (parsed.success) return modelled(parsed.data)
  const [issue] = parsed.error.issues
  throw new UserError(`${file} holds no catalog: ${issue?.path.join('.') || 'the top'}: ${issue?.message}`, mend)
}

async function jsonIn(file: string, mend: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new UserError(
      `the catalog ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      mend,
    )
  }
}
