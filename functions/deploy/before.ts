import { realWorld } from '../backup/world.ts'
import type { DeployStep } from './step.ts'
import { backupBy } from './steps/backup.ts'
import { order } from './steps/order.ts'
import { preflight } from './steps/preflight.ts'

/** What is done before the migrations of a release run, in this order, besides the look at the target. */
export const BEFORE: readonly DeployStep[] = [order, backupBy(realWorld), preflight]
