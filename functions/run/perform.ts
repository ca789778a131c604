import type { Bindings, Target } from '../env.ts'
import type { SeenFinding, TargetReport } from '../model/report.ts'
import type { Look, RunRequest } from '../model/run.ts'
import { decisionsAt } from '../store/decisions.ts'
import { deployBetween } from '../store/deploys.ts'
import { listFindings } from '../store/findings.ts'
import { finishRun } from '../store/finish.ts'
import { gathering } from '../store/gather.ts'
import { readStanding } from '../store/incidents.ts'
import { claimRun, listRuns, releaseRun, runId } from '../store/runs.ts'
import { keepSample } from '../store/samples.ts'
import { RunOutcome } from '../store/shapes.ts'
import { writeStatus } from '../store/status.ts'
import { decided, statusWithoutHealth } from './decided.ts'
import { settleIncidents } from './incidents/incidents.ts'
import { knownOf, type Known } from './look/known.ts'
import type { look } from './look/look.ts'
import { reportOf } from './report.ts'
import { covers, isDrift, settle, type Runs } from './settle.ts'
import { takeLook } from './look/take-look.ts'

export interface RunContext {
  env: Pick<Bindings, 'DB' | 'KV'>
  target: Target
  /** Clock, ms. */
  now(): number
  /** How a target is looked at; tests of what comes after give their own. */
  look?: typeof look
}

/** ended: by us, with the report · before: by an earlier delivery · held: somebody else is at it, until then (ms). */
export type Performed =
  | { state: 'ended'; report: TargetReport }
  | { state: 'before' }
  | { state: 'held'; until: number }

/** Makes a run, once however often it is asked for: claim, look, settle, store, with its incidents. Gives the run back if it breaks. */
export async function performRun(context: RunContext, request: RunRequest): Promise<Performed> {
  const { env, target, now } = context
  const asked = knownOf(env, target, request.suite, now())
  // Most claims are granted: what the run needs is asked for beside it, and waited for afterwards.
  asked.catch(() => {})
  const claim = await claimRun(env.DB, request, now())
  if (claim.state === 'held') return claim
  if (claim.state === 'ended') return { state: 'before' }
  try {
    return await runClaimed(context, request, claim.attempt, asked)
  } catch (error) {
    await releaseRun(env.DB, request.target, runId(request), claim.attempt)
    throw error
  }
}

async function runClaimed(
  context: RunContext,
  request: RunRequest,
  attempt: number,
  asked: Promise<Known>,
): Promise<Performed> {
  const { env, target, now } = context
  const startedAt = now()
  const known = await asked
  const closing: Promise<void>[] = []
  const seen = await takeLook(context, request.suite, { known, parting: (closed) => void closing.push(closed) })
  const endedAt = now()
  const db = gathering(env.DB)
  const [open, decisions, standing] = await Promise.all([
    listFindings(db, target.name, 'open'),
    decisionsAt(db, [target.name], endedAt),
    readStanding(db, [target.name], endedAt),
    seen.sample && keepSample(env.DB, target.name, seen.sample, known.daily),
    ...closing,
  ])
  const sight = await sightBefore(env.DB, open, seen, { target: target.name, at: endedAt })
  const { changes, findings, status } = settle(open, seen, endedAt, { now: runId(request), ...sight })
  const run = {
    target: target.name,
    id: runId(request),
    suite: request.suite,
    endedAt,
    outcome: RunOutcome.parse(seen),
    status,
  }
  const seenAlone = reportOf(run, findings, target.environment)
  const report = await decided(seenAlone, decisions(target.name), endedAt)
  const outcome = { ...run.outcome, withoutHealth: statusWithoutHealth(report) }
  const ending = { ...run, outcome, status: report.status, attempt, startedAt, findings: findings.length, changes }
  const settled = { target, look: seen, report, standing, at: endedAt }
  const finish = await settleIncidents(env.DB, settled, (also) => finishRun(env.DB, ending, also))
  if (finish === 'lost') return { state: 'before' }
  if (finish === 'stored') await writeStatus(env.KV, seenAlone)
  return { state: 'ended', report }
}

/** How far back the last run is looked for that could see drift: a day of ticks. */
const RUNS_BACK = 288

/** A deploy's migrations may run this long after it was first heard of, ms. */
const DEPLOYING = 3_600_000

/**
 * The newest run before that looked for drift and could see all of it, and the deploy nearest to what came since; asked for
 * only where there is new drift.
 */
async function sightBefore(
  db: D1Database,
  open: readonly SeenFinding[],
  seen: Look,
  { target, at }: { target: string; at: number },
): Promise<Omit<Runs, 'now'>> {
  const known = new Set(open.map(({ finding }) => finding.key))
  if (!seen.findings.some((finding) => isDrift(finding) && !known.has(finding.key))) return { before: null }
  const runs = await listRuns(db, target, RUNS_BACK)
  const last = runs.find(({ endedAt, outcome }) => endedAt !== null && outcome !== null && covers(outcome, 'drift'))
  const before = last?.endedAt == null ? null : { run: last.id, at: last.endedAt }
  return { before, deploy: await deployBetween(db, target, (before?.at ?? at) - DEPLOYING, at) }
}
