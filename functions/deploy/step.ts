import { z } from 'zod'
import type { Bindings, Target } from '../env.ts'
import { DeployVerdict, Reason, type Deploy } from '../model/deploy.ts'
import type { Durable } from './durable.ts'

/** What a step has at hand. */
export interface StepContext {
  env: Bindings
  target: Target
  deploy: Deploy
  durable: Durable
  /** Clock, ms. */
  now(): number
}

/** What came of a step. */
export const StepOutcome = z.object({
  verdict: DeployVerdict,
  /** For people, in the deploy's record. */
  said: z.string(),
  /** Why it is no go; empty with `go`. */
  reasons: z.array(Reason),
  /** That it was left out after all, for what was seen on the way: `said` says why, and the verdict does not count. */
  leftOut: z.literal(true).exactOptional(),
})
export type StepOutcome = z.infer<typeof StepOutcome>

/** One thing that is done before the migrations of a release run: a backup, a preflight. */
export interface DeployStep {
  /** Stands in the record, and in the names of its pieces: it never changes. */
  name: string
  /** Why the step is left out of this deploy, for the record; null: it is not. */
  leftOut(context: Omit<StepContext, 'durable'>): string | null
  /** Does it in pieces of `durable.once`, each named after the step. What it throws makes the verdict unknown. */
  run(context: StepContext): Promise<StepOutcome>
}
