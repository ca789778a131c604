import { PerformanceJson, VerdictJson } from '../../functions/views/performance/json.ts'
import { askWorker, type WorkerAccess } from '../client.ts'

/** What is known of a target's performance. Throws as askWorker. */
export const performanceOf = (worker: WorkerAccess, target: string): Promise<PerformanceJson> =>
  askWorker({ ...worker, path: `/${target}/performance` }, PerformanceJson)

/** Has a target judged now, beside its newest hourly snapshot. Throws as askWorker. */
export const judgePerformanceNow = (worker: WorkerAccess, target: string): Promise<VerdictJson> =>
  askWorker({ ...worker, path: `/${target}/performance`, method: 'POST' }, VerdictJson)
