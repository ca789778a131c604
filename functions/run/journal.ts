import { quoted } from '../collect/catalog.ts'
import { readFingerprints, readJournal } from '../collect/read.ts'
import type { Bindings, Target } from '../env.ts'
import { journalView } from '../journal/view.ts'
import { flavourOfLayout, type FlavourName } from '../model/flavour.ts'
import type { JournalView } from '../model/journal-view.ts'
import { MissingPart } from '../model/parts.ts'
import { newestOrMissing } from '../store/blueprints.ts'
import { keepJournal, keptJournal, JournalReading } from '../store/journal.ts'
import { wayIn, type Usable } from './way-in.ts'

export interface JournalRequest {
  env: Pick<Bindings, 'DB' | 'KV'>
  target: Target
  /** null: the one that the blueprint's layout is for. */
  flavour: FlavourName | null
  /** Clock, ms. */
  now(): number
}

const PUBLISH = 'plumbline blueprint publish --target NAME'

/**
 * The journal table of a target beside the newest blueprint's migrations. No run stores rows, so the target is asked,
 * reading only, and at most once a minute.
 */
export async function journalOf({ env, target, flavour, now }: JournalRequest): Promise<JournalView> {
  const { name, environment } = target
  if (target.fault !== null) return blank({ target: name, environment, table: '', at: now() }, flavour, target.fault)
  const { at, result } = await readingOf(env, target, now)
  const about = { target: name, environment, table: quoted(wayIn(target).journal), at }
  if (result.state === 'unknown') return blank(about, flavour, result)
  const blueprint = await newestOrMissing(env, name)
  if (blueprint === null || blueprint instanceof MissingPart) {
    const reason = blueprint?.message ?? 'no blueprint was published: there are no migrations to compare the rows with'
    const strays = result.state === 'read' ? result.rows : []
    const view = blank(about, flavour, { reason, mend: PUBLISH })
    return { ...view, state: result.state, rows: strays.length, strays }
  }
  const { layout, migrations } = blueprint.index
  return journalView({
    ...about,
    flavour: flavour ?? flavourOfLayout(layout),
    layout,
    entries: migrations,
    rows: result,
  })
}

async function readingOf(
  { KV }: Pick<Bindings, 'KV'>,
  target: Usable,
  now: JournalRequest['now'],
): Promise<JournalReading> {
  const kept = await keptJournal(KV, target.name, now())
  if (kept) return kept
  const { reach, journal } = wayIn(target)
  const reached = await reach(async (session) => {
    const { journalColumns } = await readFingerprints(session, journal)
    return readJournal(session, journal, journalColumns)
  })
  const result = reached.reached ? reached.value : { state: 'unknown' as const, ...reached.failure }
  const reading = JournalReading.parse({ at: now(), result })
  await keepJournal(KV, target.name, reading)
  return reading
}

type About = Pick<JournalView, 'target' | 'environment' | 'table' | 'at'>

/** A view without entries: something could not be looked at. */
const blank = (
  about: About,
  flavour: FlavourName | null,
  { reason, mend }: { reason: string; mend: string | null },
): JournalView => ({
  ...about,
  flavour: flavour ?? '0.x',
  layout: null,
  state: 'unknown',
  unknown: { reason, mend },
  rows: 0,
  newest: null,
  failure: null,
  entries: [],
  strays: [],
})
