import { realWorld } from '../backup/world.ts'
import type { Bindings, Target } from '../env.ts'
import { publishCommand } from '../model/commands.ts'
import { MissingPart } from '../model/parts.ts'
import type { SeenFinding, TargetReport } from '../model/report.ts'
import type { Look, RunRequest } from '../model/run.ts'
import { newestOrMissing } from '../store/blueprints.ts'
import { deployBetween } from '../store/deploys.ts'
import { listFindings } from '../store/findings.ts'
import { finishRun } from '../store/finish.ts'
import { decisionsAt } from '../store/decisions.ts'
import { driftMemo } from '../store/memo.ts'
import { newestPin } from '../store/pins.ts'
import { claimRun, lastRun, listRuns, releaseRun, runId } from '../store/runs.ts'
import { daysSince, hoursSince } from '../store/days.ts'
import { keepSample, SAMPLES_KEPT, samplesAt } from '../store/samples.ts'
import { RunOutcome } from '../store/shapes.ts'
import { writeStatus } from '../store/status.ts'
import { withBackups } from './backups.ts'
import { decided, statusWithoutHealth } from './decided.ts'
import { healthRequest, suitesDue, withStanding } from './health-due.ts'
import { settleIncidents } from './incidents.ts'
import { look } from './look.ts'
import { withPerformance } from './slower.ts'
import { reportOf } from './report.ts'
import { checksOf } from './schedule.ts'
import { covers, isDrift, settle, type Runs } from './settle.ts'
import { misconfigured, unlooked } from './unlooked.ts'
import { wayIn } from './way-in.ts'

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
  const { DB } = context.env
  const claim = await claimRun(DB, request, context.now())
  if (claim.state === 'held') return claim
  if (claim.state === 'ended') return { state: 'before' }
  try {
    return await runClaimed(context, request, claim.attempt)
  } catch (error) {
    await releaseRun(DB, request.target, runId(request), claim.attempt)
    throw error
  }
}

async function runClaimed(context: RunContext, request: RunRequest, attempt: number): Promise<Performed> {
  const { env, target, now } = context
  const startedAt = now()
  const seen = await lookAt(context, request)
  const endedAt = now()
  const [open, decisions] = await Promise.all([
    listFindings(env.DB, target.name, 'open'),
    decisionsAt(env.DB, [target.name], endedAt),
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
  const settled = { target, look: seen, report, at: endedAt }
  const finish = await settleIncidents(env.DB, settled, (also) => finishRun(env.DB, ending, also))
  if (finish === 'lost') return { state: 'before' }
  if (finish === 'stored') await writeStatus(env.KV, seenAlone)
  return { state: 'ended', report }
}

/** How far back the last run is looked for that could see drift: a day of ticks. */
const RUNS_BACK = 288

/** How far back readings say what is to come, ms. */
const TREND_REACHES = 40 * 86_400_000

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

async function lookAt({ env, target, now, look: ask = look }: RunContext, { suite }: RunRequest): Promise<Look> {
  if (target.fault !== null) return unlooked(misconfigured(target.fault))
  const at = now()
  const [blueprint, pin, before, samples, open] = await Promise.all([
    newestOrMissing(env, target.name),
    newestPin(env, target.name),
    lastRun(env.DB, target.name),
    samplesAt(env.DB, target.name, at),
    listFindings(env.DB, target.name, 'open'),
  ])
  if (blueprint instanceof MissingPart) return unlooked(unreadable(blueprint, target.name))
  const suites = suitesDue(suite, before?.outcome ?? null)
  const daily = suites.includes('daily')
  const [days, hours] = await Promise.all([
    daysSince(env.DB, target.name, at - TREND_REACHES, daily),
    daily ? hoursSince(env.DB, target.name, at - SAMPLES_KEPT) : [],
  ])
  const health = healthRequest(suites, {
    readings: { days, hours },
    thresholds: target.config.thresholds ?? {},
    samples,
    open,
    outside: { platform: target.backups, application: target.application },
  })
  const seen = await ask({
    ...wayIn(target),
    blueprint,
    pin,
    target: target.name,
    checks: checksOf(suite),
    health,
    memo: driftMemo(env.KV),
    now: at,
  })
  if (seen.sample) await keepSample(env.DB, target.name, seen.sample, daily)
  const standing = withStanding(seen, { suites, goneOn: health.goOn === true }, before?.outcome ?? null)
  return withPerformance({ env, target }, await withBackups({ env, target, world: { ...realWorld, now } }, standing))
}

const unreadable = (error: MissingPart, target: string) =>
  ({
    key: 'drift:blueprint',
    check: 'drift',
    subject: 'the blueprint',
    reason: error.message,
    mend: publishCommand(target),
  }) as const
