import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers'
import { settingsOf, type Bindings } from '../env.ts'
import { DeployParams, type PhaseResult } from '../model/deploy.ts'
import type { Durable } from './durable.ts'
import { followDeploy, noteStart } from './follow.ts'
import { performPhase } from './perform.ts'

/** How often a piece is tried again, and how long it may take: with these pauses for about five minutes. */
const TRIES = {
  retries: { limit: 5, delay: '10 seconds', backoff: 'exponential' },
  timeout: '5 minutes',
} as const

/** One phase of one deploy: its instances are named by start.ts. */
export class DeployWorkflow extends WorkflowEntrypoint<Bindings, DeployParams> {
  override async run(event: Readonly<WorkflowEvent<DeployParams>>, step: WorkflowStep): Promise<PhaseResult | null> {
    const params = DeployParams.parse(event.payload)
    const target = settingsOf(this.env).targets.find(({ name }) => name === params.target)
    if (!target) {
      console.warn(`a deploy was told of on ${params.target}, which is no longer configured`)
      return null
    }
    const context = { env: this.env, target, durable: durableOf(step), now: Date.now }
    // Beside what is done before: its verdict does not wait for it, and takes longer.
    const start = params.phase === 'before' ? noteStart(context, params) : null
    const result = await performPhase(context, params)
    await (start ?? followDeploy(context, params))
    return result
  }
}

/** Pieces as Cloudflare's Workflows keep them: results cross as JSON, and are checked when they come back. */
const durableOf = (step: WorkflowStep): Durable => ({
  async once(name, shape, work) {
    const json = await step.do(name, TRIES, async () => JSON.stringify(await work()))
    return shape.parse(JSON.parse(json))
  },
  sleep: (name, ms) => step.sleep(name, ms),
})
