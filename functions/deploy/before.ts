import type { DeployStep } from './step.ts'
import { preflight } from './steps/preflight.ts'

/** What is done before the migrations of a release run, in this order, besides the look at the target. */
export const BEFORE: readonly DeployStep[] = [preflight]

/** What a deploy's record says where nothing stands in that list for it. */
export const NOT_THERE = {
  backup: 'this Plumbline makes no backup before a deploy',
  preflight: 'this Plumbline does not foretell the migrations before a deploy: POST /:target/preflight does',
} as const
