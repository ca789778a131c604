import { trendsOf } from '../checks/trends/of-target.ts'
import type { Bindings } from '../env.ts'
import type { TargetTrends } from '../model/trends.ts'
import { daysSince, hoursSince } from '../store/days.ts'
import { SAMPLES_KEPT } from '../store/samples.ts'
import type { Usable } from './way-in.ts'

/** ms */
const DAY = 86_400_000

/** Where a target goes, by the readings of the last `days` days. Nobody asks the target. */
export async function readTrends(
  { DB }: Pick<Bindings, 'DB'>,
  { name, environment }: Pick<Usable, 'name' | 'environment'>,
  { days, now }: { days: number; now: number },
): Promise<TargetTrends> {
  const [byDay, byHour] = await Promise.all([
    daysSince(DB, name, now - days * DAY, true),
    hoursSince(DB, name, now - Math.min(SAMPLES_KEPT, days * DAY)),
  ])
  return trendsOf(name, environment, { days: byDay, hours: byHour })
}
