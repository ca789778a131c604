import { z } from 'zod'
import type { Bindings, Target } from '../env.ts'
import { worstVerdict, type DeployParams, type PhaseResult, type StepRecord } from '../model/deploy.ts'
import { beginPhase, endPhase, StoredDeploy } from '../store/deploys.ts'
import { BEFORE } from './before.ts'
import type { Durable } from './durable.ts'
import { lookOnce, type Look } from './look.ts'
import { settle } from './settle.ts'
import { StepOutcome, type DeployStep, type StepContext } from './step.ts'
import { tellGithub } from './tell.ts'

export interface PerformContext {
  env: Bindings
  target: Target
  durable: Durable
  /** Clock, ms. */
  now(): number
  /** What is done before a release; tests give their own. */
  before?: readonly DeployStep[]
  look?: Look
}

const Looked = StepOutcome.extend({ run: z.string().nullable() })
const Nothing = z.object({})

/** What a step of a phase yields. */
interface Made {
  record: StepRecord
  outcome: z.infer<typeof Looked> | null
}

/**
 * Carries out one phase of a deploy and keeps its verdict. Each piece has a name of its own and may be cut off anywhere:
 * it is taken up there, and does nothing twice. What breaks for good makes the verdict unknown, never go.
 */
export async function performPhase(context: PerformContext, params: DeployParams): Promise<PhaseResult> {
  const { env, target, durable, now } = context
  const { deploy: id, phase } = params
  const deploy = await durable.once('record', StoredDeploy, () => beginPhase(env.DB, target.name, id, phase, now()))
  const tell = { env, durable, deploy, phase }
  // Not waited for: GitHub may be slow, and the verdict is what people wait for.
  const pending = tellGithub(tell, null)

  const steps = { env, target, deploy, durable, now }
  const made =
    phase === 'before' ? await doAll(steps, context.before ?? BEFORE) : [await attempt('settle', () => settle(steps))]
  made.push(
    await attempt('look', () =>
      durable.once('look', Looked, () => lookOnce({ env, target, deploy, now }, phase, context.look)),
    ),
  )
  const result = resultOf(made)
  const keep = (step: string, whole: PhaseResult) =>
    durable.once(step, Nothing, async () => {
      await endPhase(env.DB, { target: target.name, id, phase }, whole, now())
      return {}
    })
  await keep('verdict', result)
  await pending
  const told = await tellGithub(tell, result)
  const whole = { ...result, steps: [...result.steps, ...told] }
  await keep('told', whole)
  return whole
}

async function doAll(context: StepContext, steps: readonly DeployStep[]): Promise<Made[]> {
  const made: Made[] = []
  for (const step of steps) {
    const why = step.leftOut(context)
    made.push(
      why === null
        ? await attempt(step.name, () => step.run(context))
        : { record: { step: step.name, outcome: 'left-out', said: why }, outcome: null },
    )
  }
  return made
}

async function attempt(step: string, work: () => Promise<StepOutcome & { run?: string | null }>): Promise<Made> {
  try {
    const outcome = await work()
    if (outcome.leftOut) return { record: { step, outcome: 'left-out', said: outcome.said }, outcome: null }
    return { record: { step, outcome: 'done', said: outcome.said }, outcome: { run: null, ...outcome } }
  } catch (error) {
    const said = `it broke: ${error instanceof Error ? error.message : String(error)}`
    const reasons = [{ what: 'step', step, said } as const]
    return { record: { step, outcome: 'failed', said }, outcome: { verdict: 'unknown', said, reasons, run: null } }
  }
}

function resultOf(made: readonly Made[]): PhaseResult {
  const outcomes = made.flatMap(({ outcome }) => outcome ?? [])
  return {
    verdict: worstVerdict(outcomes.map(({ verdict }) => verdict)),
    reasons: outcomes.flatMap(({ reasons }) => reasons),
    run: outcomes.findLast(({ run }) => run !== null)?.run ?? null,
    steps: made.map(({ record }) => record),
  }
}
