import { readHealth } from '../../collect/health.ts'
import type { JournalTable } from '../../collect/catalog.ts'
import { QueryFailed, type TargetSession } from '../../collect/transport.ts'
import type { CheckContext, Doubt, HealthCheck, Judgement } from '../../checks/check.ts'
import type { DayObjects } from '../../model/trends.ts'
import { asksDatabase, checkCalled } from '../../checks/list.ts'
import { ServerRow } from '../../checks/server/row.ts'
import type { Failure } from '../../model/question.ts'
import {
  HEALTH_IDS,
  type HealthId,
  type Limits,
  type Sample,
  type Samples,
  type Thresholds,
} from '../../model/health.ts'
import { pingThrice, readEvicted } from './extras.ts'
import { arrayIn, sampleOf } from './sample.ts'
import { lookForOrphans } from './orphans.ts'
import type { OutsideWays } from './outside.ts'
import { readObjects } from './table-sizes.ts'

/** What of a target's health is to be looked at. */
export interface HealthRequest {
  ids: readonly HealthId[]
  /** What the target's settings say of each check. */
  thresholds: Thresholds
  samples: Samples
  /** Since when a finding has been open; absent where nobody keeps findings. */
  openSince?: CheckContext['openSince'] | undefined
  /** Whether tables and sequences are read for their series. */
  series?: boolean | undefined
  /** What earlier readings say of a series; absent where nobody keeps them. */
  trend?: CheckContext['trend']
  /** Of foreign keys, only the passes that an earlier run began. */
  goOn?: boolean | undefined
  /** Whom else to ask; absent: nobody. */
  outside?: OutsideWays | undefined
}

/** What every check had to say. */
export interface HealthSeen {
  judgements: Map<HealthId, Judgement>
  /** null: the server could not be asked what it is. */
  server: ServerRow | null
  sample: Sample | null
}

/** What all questions about a target's health may take together, ms: a suite ends in ten seconds, with what is under way. */
const BUDGET = 8000

/** The questions that a look asks about a target's health, one after the other, until its time is over. */
export interface HealthAsking {
  session: TargetSession
  journal: JournalTable
  /** server_version_num */
  server: number
  /** What is left of the time, ms. */
  left(): number
}

/**
 * Makes the checks of a target's health that its database answers, in the look's own session: one statement for all of them, and each alone where that is refused.
 * Never throws for what the target does: what could not be asked is unknown.
 * @param known server_version_num, where the look has asked for it
 */
export async function seeHealth(
  session: TargetSession,
  request: HealthRequest & { journal: JournalTable; now: number },
  known: number | null,
): Promise<HealthSeen> {
  const checks = HEALTH_IDS.filter((id) => request.ids.includes(id) && request.thresholds[id] !== 'off')
    .map(checkCalled)
    .filter(asksDatabase)
  if (checks.length === 0) return { judgements: new Map(), server: null, sample: null }
  const end = performance.now() + BUDGET
  const asking = { session, journal: request.journal, left: () => Math.round(end - performance.now()) }
  try {
    const texts = await readTexts(asking, checks, { known, series: request.series === true })
    const server = ServerRow.safeParse(arrayIn(texts.get('server'))[0])
    if (!server.success) return { ...everythingUnknown(checks, refusalOf(texts.get('server'))), server: null }
    const extras = { ...asking, server: server.data.server }
    await addExtras(extras, request, checks, texts)
    const objects = request.series === true ? await objectsIn(extras, texts) : null
    const seen = judged(checks, texts, { ...request, server: server.data })
    return objects === null || seen.sample === null ? seen : { ...seen, sample: { ...seen.sample, objects } }
  } catch (error) {
    if (!(error instanceof QueryFailed)) throw error
    return everythingUnknown(checks, error.failure)
  }
}

type Answers = Map<string, unknown[] | Failure>

/** Everything that is asked along with the rest; what needs a question of its own is left to `addExtras`. */
async function readTexts(
  asking: Omit<HealthAsking, 'server'>,
  checks: readonly HealthCheck[],
  { known, series }: { known: number | null; series: boolean },
): Promise<Answers> {
  const wanted = new Set(checks.map(({ sql }) => (sql === 'statements' ? 'statements-where' : sql)))
  if (series) wanted.add('table-sizes')
  wanted.delete('ping')
  wanted.delete('server')
  const first = known === null ? await readSome({ ...asking, server: 0 }, ['server']) : null
  const server = known ?? ServerRow.safeParse(arrayIn(first?.get('server'))[0]).data?.server
  if (server === undefined) return first ?? new Map()
  const rest = await readSome({ ...asking, server }, first === null ? ['server', ...wanted] : [...wanted])
  return new Map([...(first ?? []), ...rest])
}

/** Asks for texts in one statement; where that is refused, for each alone, so that one does not hide the others. */
async function readSome(asking: HealthAsking, texts: readonly string[]): Promise<Answers> {
  if (texts.length === 0) return new Map()
  const { session, journal, server, left } = asking
  try {
    return await readHealth(session, { journal, texts, server, within: Math.max(1, left()) })
  } catch (error) {
    if (!(error instanceof QueryFailed) || error.failure.stage !== 'query') throw error
    const [only, ...more] = texts
    if (more.length === 0 && only !== undefined) return new Map([[only, error.failure]])
  }
  const answers: Answers = new Map()
  for (const text of texts) {
    const alone = left() > 0 ? await readSome(asking, [text]) : new Map([[text, OUT_OF_TIME]])
    for (const [name, answer] of alone) answers.set(name, answer)
  }
  return answers
}

const OUT_OF_TIME: Failure = {
  stage: 'query',
  sqlstate: null,
  reason: 'not finished: the checks of a run have 8 s in all',
  mend: 'the next run looks again; if it lasts, see what keeps the database busy: select * from pg_stat_activity',
}

/** What of tables and sequences is kept as a series; null where the target did not say. */
async function objectsIn(asking: HealthAsking, texts: Answers): Promise<DayObjects | null> {
  const sizes = texts.get('table-sizes')
  if (!Array.isArray(sizes)) return null
  return readObjects(asking, { sizes, sequences: arrayIn(texts.get('sequences')) })
}

async function addExtras(
  asking: HealthAsking,
  { samples, now, openSince, goOn = false }: HealthRequest & { now: number },
  checks: readonly HealthCheck[],
  texts: Answers,
): Promise<void> {
  const makes = (sql: string) => checks.some((check) => check.sql === sql)
  if (makes('statements')) texts.set('statements', await readEvicted(asking, texts.get('statements-where')))
  if (makes('ping')) texts.set('ping', await pingThrice(asking))
  const candidates = texts.get('orphan-candidates')
  if (Array.isArray(candidates)) {
    const known = { looked: samples.whole?.looked ?? {}, passes: samples.passes ?? {}, goOn }
    texts.set('orphan-candidates', await lookForOrphans(asking, candidates, { ...known, now, openSince }))
  }
}

function judged(
  checks: readonly HealthCheck[],
  texts: Answers,
  { thresholds, ...context }: CheckContext & Pick<HealthRequest, 'thresholds'>,
): HealthSeen {
  const judgements = checks.map((check): [HealthId, Judgement] => {
    const answer = texts.get(check.sql)
    if (!Array.isArray(answer)) return [check.id, { told: [], doubts: [refusalDoubt(check, refusalOf(answer))] }]
    return [check.id, check.judge(answer, limitsOf(check, thresholds), context)]
  })
  return { judgements: new Map(judgements), server: context.server, sample: sampleOf(context, texts) }
}

/** The limits that hold for a target: its own over the check's. */
export function limitsOf({ id, limits }: Pick<HealthCheck, 'id' | 'limits'>, thresholds: Thresholds): Limits | null {
  const own = thresholds[id]
  if (limits === null || own === undefined || own === 'off') return limits
  return { warn: own.warn ?? limits.warn, critical: own.critical ?? limits.critical }
}

const NO_ANSWER: Failure = { stage: 'query', sqlstate: null, reason: 'the server gave no answer', mend: null }

const refusalOf = (answer: unknown[] | Failure | undefined): Failure =>
  answer === undefined || Array.isArray(answer) ? NO_ANSWER : answer

const refusalDoubt = ({ id }: HealthCheck, { reason, mend }: Failure): Doubt => ({ subject: id, reason, mend })

function everythingUnknown(checks: readonly HealthCheck[], failure: Failure): HealthSeen {
  const unknown = checks.map((check): [HealthId, Judgement] => [
    check.id,
    { told: [], doubts: [{ ...refusalDoubt(check, failure), subject: 'the target’s health' }] },
  ])
  return { judgements: new Map(unknown), server: null, sample: null }
}
