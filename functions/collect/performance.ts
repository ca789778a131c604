import { z } from 'zod'
import {
  DatabaseCount,
  IndexCount,
  StatementCount,
  TableCount,
  type PerformanceSnapshot,
  type StatementsRead,
  type Unread,
} from '../model/performance.ts'
import { HealthTextRow, type Failure, type JournalTable, type PerformanceText } from '../model/question.ts'
import { askingOnceMore } from './insist.ts'
import { Place, whyUnread } from './performance-place.ts'
import { rowsOf } from './read.ts'
import { QueryFailed, type Asking, type Reached, type TargetSession, type Transport } from './transport.ts'

const Info = z.object({ evicted: z.number(), reset: z.number().nullable() })
/** How many there are, in each row. */
const Of = z.object({ of: z.number() })

/** What a snapshot is asked with. */
export interface PerformanceAsking {
  journal: JournalTable
  /** Keys of the statements of the snapshot before: they are read again, whatever they did since. */
  seen: readonly string[]
}

/** All that a snapshot may take, ms; each of its two statements, less. */
const WITHIN = 5000

/**
 * Takes a snapshot of a target's counters in a session of its own: two statements, reading only. What the role may not see, and an
 * extension that is missing, are unread with what mends it; where the target cannot be reached, or has no answer at all, that is the answer.
 */
export const takeSnapshot = (reach: Transport, asking: PerformanceAsking): Promise<Reached<PerformanceSnapshot>> =>
  reach((session) => readSnapshot(askingOnceMore(session), asking))

/** The same in a session that is there. @throws QueryFailed */
export async function readSnapshot(session: TargetSession, asking: PerformanceAsking): Promise<PerformanceSnapshot> {
  const first = await read(session, asking, ['place', 'database', 'tables', 'indexes'])
  const [database] = parsed(first, 'database', DatabaseCount)
  if (database === undefined) throw new QueryFailed({ ...OTHER_FORM, reason: 'the database told nothing of itself' })
  return {
    at: database.clock,
    database,
    tables: parsedOrUnread(first, 'tables', TableCount),
    indexes: parsedOrUnread(first, 'indexes', IndexCount),
    statements: await statementsOf(session, asking, parsed(first, 'place', Place)[0]),
  }
}

/** A text that the target refused to answer. */
class Refused {
  readonly failure: Failure
  constructor(failure: Failure) {
    this.failure = failure
  }
}

type Answers = ReadonlyMap<string, unknown[] | Refused>

const unreadOf = (answer: unknown[] | Refused | undefined): Unread =>
  answer instanceof Refused
    ? { reason: answer.failure.reason, mend: answer.failure.mend }
    : { reason: 'the target gave no answer', mend: null }

const OTHER_FORM = { stage: 'query', sqlstate: null, reason: '', mend: null } as const

/** The rows of a text. @throws QueryFailed where it was refused, or has another form */
function parsed<T>(answers: Answers, text: PerformanceText, row: z.ZodType<T>): T[] {
  const answer = answers.get(text)
  if (answer instanceof Refused) throw new QueryFailed(answer.failure)
  const rows = z.array(row).safeParse(answer)
  if (rows.success) return rows.data
  throw new QueryFailed({ ...OTHER_FORM, reason: `supabase/performance/${text}.sql answered in another form` })
}

/** The same; a refusal is the answer. */
function parsedOrUnread<T>(answers: Answers, text: PerformanceText, row: z.ZodType<T>): T[] | Unread {
  const answer = answers.get(text)
  return answer instanceof Refused ? unreadOf(answer) : parsed(answers, text, row)
}

/** Asks for texts in one statement; where that is refused, for each alone, so that one does not hide the others. */
async function read(
  asking: Asking,
  { journal, seen }: PerformanceAsking,
  texts: readonly PerformanceText[],
  schema?: string,
): Promise<Answers> {
  const question = { journal, texts, within: WITHIN, seen, ...(schema !== undefined && { schema }) }
  try {
    const rows = await rowsOf(asking, { ask: 'performance', ...question }, HealthTextRow)
    return new Map(rows.map(({ text, rows }) => [text, z.array(z.unknown()).parse(JSON.parse(rows))]))
  } catch (error) {
    if (!(error instanceof QueryFailed) || error.failure.stage !== 'query') throw error
    const [only, ...more] = texts
    if (more.length === 0 && only !== undefined) return new Map([[only, new Refused(error.failure)]])
  }
  const answers = new Map<string, unknown[] | Refused>()
  for (const text of texts)
    for (const [name, answer] of await read(asking, { journal, seen }, [text], schema)) answers.set(name, answer)
  return answers
}

async function statementsOf(
  session: TargetSession,
  asking: PerformanceAsking,
  place: Place | undefined,
): Promise<StatementsRead | Unread> {
  if (place === undefined) return unreadOf(undefined)
  const why = whyUnread(place)
  if (why !== null) return why
  const answers = await read(session, asking, ['info', 'statements'], place.schema ?? undefined)
  for (const text of ['info', 'statements'] as const)
    if (!Array.isArray(answers.get(text))) return unreadOf(answers.get(text))
  const [info] = parsed(answers, 'info', Info)
  if (info === undefined) return unreadOf(undefined)
  const [first] = parsed(answers, 'statements', Of)
  return { ...info, of: first?.of ?? 0, counts: parsed(answers, 'statements', StatementCount) }
}
