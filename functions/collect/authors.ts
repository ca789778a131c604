import { z } from 'zod'
import type { Authors, Wanted } from '../model/authors.ts'
import { HealthTextRow, type AuthorsText, type JournalTable } from '../model/question.ts'
import { Place, whyUnread } from './performance-place.ts'
import { rowsOf } from './read.ts'
import { QueryFailed, type Asking } from './transport.ts'

const Owner = z.object({ place: z.number().int(), role: z.string() })
const Session = Owner.extend({ application: z.string().nullable(), at: z.number() })
const Statement = Owner.extend({ at: z.number().nullable() })

/** All that each of the two statements may take, ms. */
const WITHIN = 2000

/**
 * What a server knows of who changed some objects: two round trips, reading only. No text of a statement is answered: the names are
 * looked for where the texts are.
 * @throws QueryFailed
 */
export async function readAuthors(asking: Asking, journal: JournalTable, wanted: readonly Wanted[]): Promise<Authors> {
  const read = async (texts: readonly AuthorsText[], schema?: string) => {
    const question = { ask: 'authors', journal, texts, wanted, within: WITHIN, ...(schema && { schema }) } as const
    const rows = await rowsOf(asking, question, HealthTextRow)
    return new Map(rows.map(({ text, rows }) => [text, rows]))
  }
  const first = await read(['owners', 'sessions', 'place'])
  const owners = parsed(first, 'owners', Owner)
  const [place] = parsed(first, 'place', Place)
  const known = {
    migrator: owners.find((owner) => owner.place === -1)?.role ?? null,
    owners: owners.filter((owner) => owner.place !== -1),
    sessions: parsed(first, 'sessions', Session),
  }
  const unread = place === undefined ? { reason: 'the target gave no answer', mend: null } : whyUnread(place)
  if (unread !== null) return { ...known, statements: unread }
  if (place?.utility === 'off') return { ...known, statements: NO_UTILITY }
  return {
    ...known,
    statements: parsed(await read(['statements'], place?.schema ?? undefined), 'statements', Statement),
  }
}

const NO_UTILITY = {
  reason: 'pg_stat_statements does not count statements that change a schema',
  mend: 'alter system set pg_stat_statements.track_utility = on; select pg_reload_conf();',
}

/** @throws QueryFailed where the text has no answer, or one of another form */
function parsed<T>(answers: ReadonlyMap<string, string>, text: AuthorsText, row: z.ZodType<T>): T[] {
  const rows = z.array(row).safeParse(JSON.parse(answers.get(text) ?? 'null'))
  if (rows.success) return rows.data
  const reason = `supabase/authors/${text}.sql answered in another form`
  throw new QueryFailed({ stage: 'query', sqlstate: null, reason, mend: null })
}
