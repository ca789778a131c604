import { setTimeout as sleep } from 'node:timers/promises'
import { Cron } from 'croner'
import type { TargetReport } from '../../functions/model/report.ts'
import { SCHEDULE } from '../../functions/run/schedule.ts'
import { targetReport, type WorkerAccess } from '../client.ts'
import { performanceOf } from '../client/performance.ts'

/** How long a run may take to show, ms: the queue waits a second, then the target is looked at. */
const PATIENCE = 45_000

/** Fires a cron trigger of a local Worker, as Cloudflare's scheduler would. @throws where the Worker's handler fails */
export async function fireCron({ url }: WorkerAccess, cron: string): Promise<void> {
  const response = await fetch(`${url}/cdn-cgi/handler/scheduled?cron=${encodeURIComponent(cron)}`, {
    signal: AbortSignal.timeout(PATIENCE),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`the cron trigger ${cron} failed (${response.status}): ${text.slice(0, 400)}`)
}

/** The report of the first run of a target that ends after `since`, ms. @throws where none does in time */
export async function reportAfter(worker: WorkerAccess, target: string, since: number): Promise<TargetReport> {
  for (const until = Date.now() + PATIENCE; Date.now() < until; await sleep(150)) {
    const report = await targetReport(worker, target)
    if (report.at !== null && report.at >= since) return report
  }
  throw new Error(`the cron was fired, and no run on ${target} ended within ${PATIENCE / 1000} s`)
}

/** Waits until the hour's snapshot of the counters is kept, which a tick takes after its run. @throws where none is in time */
export async function countersKept(worker: WorkerAccess, target: string): Promise<void> {
  for (const until = Date.now() + PATIENCE; Date.now() < until; await sleep(50))
    if ((await performanceOf(worker, target)).at !== null) return
  throw new Error(`no snapshot of the counters of ${target} was kept within ${PATIENCE / 1000} s`)
}

/**
 * Fires every cron trigger when it is due, until it is told to stop: a local Worker has no clock of its own.
 * @returns what stops it
 */
export function keepTime(worker: WorkerAccess, onError: (error: unknown) => void): () => void {
  const jobs = Object.values(SCHEDULE).map(
    (cron) => new Cron(cron, { timezone: 'UTC', catch: onError }, () => fireCron(worker, cron)),
  )
  return () => jobs.forEach((job) => job.stop())
}
