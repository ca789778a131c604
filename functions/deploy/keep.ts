import type { Bindings } from '../env.ts'
import { suiteOf } from '../run/schedule.ts'
import { DELIVERIES_KEPT, pruneDeliveries } from '../store/deliveries.ts'
import { DEPLOYS_KEPT, pruneDeploys } from '../store/deploys.ts'
import { startStranded } from './start.ts'

/** What a cron trigger does for deploys: each tick starts what was told of and has no verdict; daily, the old is forgotten. */
export async function keepDeploys(
  { cron, scheduledTime }: Pick<ScheduledController, 'cron' | 'scheduledTime'>,
  env: Pick<Bindings, 'DB' | 'DEPLOYS'>,
): Promise<void> {
  const suite = suiteOf(cron)
  if (suite === 'tick') await startStranded(env, scheduledTime)
  if (suite !== 'daily') return
  await pruneDeliveries(env.DB, scheduledTime - DELIVERIES_KEPT)
  await pruneDeploys(env.DB, scheduledTime - DEPLOYS_KEPT)
}
