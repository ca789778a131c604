import { TargetTrends } from '../../functions/model/trends.ts'
import { askWorker, type WorkerAccess } from '../client.ts'

/** Where a target goes, by the readings of so many days. Throws as askWorker. */
export const trendsOfTarget = (worker: WorkerAccess, target: string, days: number): Promise<TargetTrends> =>
  askWorker({ ...worker, path: `/${target}/trends?days=${days}` }, TargetTrends)
