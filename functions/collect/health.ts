import { z } from 'zod'
import { HealthTextRow, OrphansRow, type Question } from '../model/question.ts'
import { rowsOf } from './read.ts'
import type { Asking } from './transport.ts'

type HealthQuestion = Extract<Question, { ask: 'health' }>

/** The rows that texts of supabase/checks answer, by text, unparsed. @throws QueryFailed */
export async function readHealth(
  asking: Asking,
  question: Omit<HealthQuestion, 'ask'>,
): Promise<Map<string, unknown[]>> {
  const rows = await rowsOf(asking, { ask: 'health', ...question }, HealthTextRow)
  return new Map(rows.map(({ text, rows }) => [text, z.array(z.unknown()).parse(JSON.parse(rows))]))
}

/** For each foreign key how many rows refer to nothing, up to MOST_ORPHANS + 1. @throws QueryFailed */
export async function readOrphans(
  asking: Asking,
  question: Omit<Extract<Question, { ask: 'orphans' }>, 'ask'>,
): Promise<number[]> {
  const rows = await rowsOf(asking, { ask: 'orphans', ...question }, OrphansRow)
  const byKey = new Map(rows.map(({ key, rows }) => [key, rows]))
  return question.keys.map((_, i) => byKey.get(i) ?? 0)
}
