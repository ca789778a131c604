import { z } from 'zod'
import { quoted } from '../../collect/catalog.ts'
import { readFingerprints, readJournal } from '../../collect/read.ts'
import type { Bindings, Target } from '../../env.ts'
import { judgeJournal } from '../../journal/judge.ts'
import type { JournalRows } from '../../model/journal.ts'
import { MissingPart } from '../../model/parts.ts'
import { newestOrMissing } from '../../store/blueprints.ts'
import { lockFailure } from '../look/refusals.ts'
import { wayIn } from '../way-in.ts'

/** How far a target's journal is at a moment, or why that could not be seen. */
export const JournalMark = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('read'),
    rows: z.number().int(),
    /** Hash of the newest row. */
    newest: z.string().nullable(),
    /** Beside the newest blueprint; null: there is none to compare with. */
    position: z.object({ applied: z.number(), of: z.number(), blueprint: z.string() }).nullable(),
  }),
  z.object({ state: z.literal('unknown'), reason: z.string(), mend: z.string().nullable() }),
])
export type JournalMark = z.infer<typeof JournalMark>

/** Reads how far a target's journal is, and nothing else. */
export async function markJournal(env: Pick<Bindings, 'DB' | 'KV'>, target: Target, now: number): Promise<JournalMark> {
  if (target.fault !== null) return { state: 'unknown', ...target.fault }
  const { reach, journal } = wayIn(target)
  const reached = await reach(async (session) => {
    const { journalColumns, journalLock } = await readFingerprints(session, journal)
    return journalLock === null ? readJournal(session, journal, journalColumns) : lockFailure(journalLock)
  })
  const rows = reached.reached ? reached.value : reached.failure
  if ('reason' in rows) return { state: 'unknown', reason: rows.reason, mend: rows.mend }
  const list = rows.state === 'read' ? rows.rows : []
  const position = await positionOf(env, target.name, { rows, table: quoted(journal), now })
  return { state: 'read', rows: list.length, newest: list.at(-1)?.hash ?? null, position }
}

async function positionOf(
  env: Pick<Bindings, 'DB' | 'KV'>,
  target: string,
  seen: { rows: JournalRows; table: string; now: number },
) {
  const blueprint = await newestOrMissing(env, target)
  if (blueprint === null || blueprint instanceof MissingPart) return null
  const { layout, migrations, tag } = blueprint.index
  const { position } = judgeJournal({ layout, migrations, ...seen })
  return { applied: position.applied, of: position.of, blueprint: tag }
}
