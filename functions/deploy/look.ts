import { checkOf, isOfMoment } from '../model/finding.ts'
import { counted, type TargetReport } from '../model/report.ts'
import type { Phase, Reason } from '../model/deploy.ts'
import { deliverDue } from '../notify/deliver.ts'
import { performRun } from '../run/perform.ts'
import { reportOfRun } from '../run/report-of-run.ts'
import { findRun, runId } from '../store/runs.ts'
import type { look } from '../run/look/look.ts'
import type { StepContext, StepOutcome } from './step.ts'

/** How a target is looked at; tests of what comes after give their own. */
export type Look = typeof look

/**
 * Looks at the target with the suite `deploy`, once: the run is named by the moment at which the phase began. Its report
 * is read back, so that it is the same whether this or an earlier try made the run.
 * @throws where another try is at it
 */
export async function lookOnce(
  { env, target, deploy, now }: Omit<StepContext, 'durable'>,
  phase: Phase,
  ask?: Look,
): Promise<StepOutcome & { run: string }> {
  const scheduledAt = deploy[phase]?.begunAt ?? deploy.at
  const request = { target: target.name, suite: 'deploy', scheduledAt, trigger: 'hook' } as const
  const done = await performRun({ env, target, now, ...(ask && { look: ask }) }, request)
  if (done.state === 'held')
    throw new Error(`${runId(request)} is under way until ${new Date(done.until).toISOString()}`)
  // People hear at once; what fails here goes with the next tick, and spoils no look.
  await deliverDue({ env, now }).catch((error: unknown) => console.error('the outbox broke:', error))
  const run = await findRun(env.DB, target.name, runId(request))
  const report = run && (await reportOfRun(env.DB, target, run))
  if (!report) throw new Error(`${runId(request)} has not ended`)
  return { ...outcomeOf(report, deploy.at), run: runId(request) }
}

/**
 * What a report means for a deploy: findings that are high or critical stop it, what is unknown is no go. Of the target's
 * health only what came with the deploy counts: it need not be in perfect health to be migrated.
 * @param since when the deploy was first heard of, ms
 */
export function outcomeOf(report: Pick<TargetReport, 'status' | 'findings' | 'unknowns'>, since: number): StepOutcome {
  const concerned = counted(report.findings).filter(
    ({ finding, firstSeen }) => !isOfMoment(checkOf(finding)) || firstSeen >= since,
  )
  const grave = concerned.flatMap(({ finding: { key, severity } }): Reason[] =>
    severity === 'critical' || severity === 'high' ? [{ what: 'finding', key, severity }] : [],
  )
  const unknowns = report.unknowns.flatMap(({ check, subject, reason, mend }): Reason[] =>
    isOfMoment(check) ? [] : [{ what: 'unknown', subject, reason, mend }],
  )
  const verdict = grave.length > 0 ? 'stop' : unknowns.length > 0 ? 'unknown' : 'go'
  const said = `looked at: ${report.status}, ${grave.length} that stop it, ${unknowns.length} unknown`
  return { verdict, said, reasons: [...grave, ...unknowns] }
}
