import { publishCommand } from '../../model/commands.ts'
import { promotionOf, type Promotion } from '../../run/promotion.ts'
import { listPublications } from '../../store/blueprints.ts'
import { StepOutcome, type DeployStep, type StepContext } from '../step.ts'

/** Holds a deploy back until the target that comes first was found true to the same blueprint. */
export const order: DeployStep = {
  name: 'order',
  leftOut: ({ target }) =>
    target.fault !== null || target.config.after === undefined ? 'no target comes before this one' : null,
  run: (context) => context.durable.once('order', StepOutcome, () => outcomeOf(context)),
}

async function outcomeOf({ env, target }: Omit<StepContext, 'durable'>): Promise<StepOutcome> {
  const [newest] = await listPublications(env.DB, target.name)
  if (newest === undefined) {
    const reason = 'no blueprint was published: nobody can say what is to be deployed'
    const mend = publishCommand(target.name)
    return { verdict: 'unknown', said: reason, reasons: [{ what: 'unknown', subject: 'the blueprint', reason, mend }] }
  }
  const promotion = await promotionOf(env.DB, target, newest.hash)
  if (promotion === null) return { verdict: 'go', said: 'no target comes before this one', reasons: [] }
  if (promotion.verified !== null) return { verdict: 'go', said: verifiedSaid(promotion), reasons: [] }
  const { reason: said, mend } = promotion
  return { verdict: 'stop', said, reasons: [{ what: 'step', step: 'order', said, mend }] }
}

const verifiedSaid = ({ after, verified: { run, at } }: Extract<Promotion, { reason: null }>) =>
  `${after} was found true to it by ${run}, ${new Date(at).toISOString()}`
