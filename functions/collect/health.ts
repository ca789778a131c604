import { z } from 'zod'
import { CountRow, HealthTextRow, OrphansRow, type Question } from '../model/question.ts'
import { rowsOf } from './read.ts'
import { QueryFailed, type Asking } from './transport.ts'

type HealthQuestion = Extract<Question, { ask: 'health' }>

/** The rows that texts of supabase/checks answer, by text, unparsed. @throws QueryFailed */
export async function readHealth(
  asking: Asking,
  question: Omit<HealthQuestion, 'ask'>,
): Promise<Map<string, unknown[]>> {
  const rows = await rowsOf(asking, { ask: 'health', ...question }, HealthTextRow)
  return new Map(rows.map(({ text, rows }) => [text, z.array(z.unknown()).parse(JSON.parse(rows))]))
}

type OrphanQuestion = Omit<Extract<Question, { ask: 'orphans' }>, 'ask'>

/** How many rows of some blocks refer to nothing, and how many blocks there are. @throws QueryFailed */
export async function readOrphansWithin(
  asking: Asking,
  {
    key,
    ...question
  }: Pick<OrphanQuestion, 'journal' | 'within'> & {
    key: OrphanQuestion['keys'][number]
    blocks: { from: number; to: number }
  },
): Promise<{ rows: number; pages: number }> {
  const [row] = await rowsOf(asking, { ask: 'orphans', keys: [key], ...question }, OrphansRow)
  if (row?.pages !== undefined) return { rows: row.rows, pages: row.pages }
  // One that does not know of blocks has counted the whole table.
  const reason = 'the Edge Function is older than the Worker: it cannot look through a part of a table'
  throw new QueryFailed({ stage: 'query', sqlstate: null, reason, mend: 'supabase functions deploy plumbline-catalog' })
}

/** How many rows each of some tables has, in their order. @throws QueryFailed */
export async function readCounts(
  asking: Asking,
  question: Omit<Extract<Question, { ask: 'counts' }>, 'ask'>,
): Promise<number[]> {
  const rows = await rowsOf(asking, { ask: 'counts', ...question }, CountRow)
  const byTable = new Map(rows.map(({ key, rows }) => [key, rows]))
  return question.tables.map((_, i) => byTable.get(i) ?? Number.NaN)
}

/** For each foreign key how many rows refer to nothing, up to MOST_ORPHANS + 1. @throws QueryFailed */
export async function readOrphans(asking: Asking, question: Omit<OrphanQuestion, 'blocks'>): Promise<number[]> {
  const rows = await rowsOf(asking, { ask: 'orphans', ...question }, OrphansRow)
  const byKey = new Map(rows.map(({ key, rows }) => [key, rows]))
  return question.keys.map((_, i) => byKey.get(i) ?? 0)
}
