import { z } from 'zod'
import { heldSaid } from '../../backup/said.ts'
import type { World } from '../../backup/world.ts'
import type { Reason } from '../../model/deploy.ts'
import { Climb } from '../../model/backup/outcome.ts'
import { backUp, type BackupAnswer } from '../../run/backup.ts'
import { provenRestores } from '../../store/logical-backups.ts'
import type { DeployStep, StepContext, StepOutcome } from '../step.ts'

/** How long one climb may take, s: below what a piece of a Workflow may (workflow.ts). */
const CLIMB = 180
/** So often the ladder is climbed while nobody can say, ms apart: about eight minutes more. */
const CLIMBS = 5
const PAUSE = 120_000

const Answer: z.ZodType<BackupAnswer> = z.discriminatedUnion('state', [
  z.object({ state: z.literal('done'), climb: Climb, stored: z.boolean() }),
  z.object({ state: z.literal('other') }),
  z.object({ state: z.literal('held'), until: z.number() }),
])

/**
 * Sees to it that a backup exists: once for a deploy, however often it is cut off.
 * @param world the clock and the network; tests give their own
 */
export const backupBy = (world: World): DeployStep => ({
  name: 'backup',
  leftOut({ target }) {
    if (target.fault !== null) return 'the target’s settings do not hold'
    if (target.backups !== null || target.config.backup !== undefined) return null
    return `no way to its backups is configured: add [vars.TARGETS.${target.name}.backup] to wrangler.toml`
  },
  async run(context) {
    for (let i = 1; ; i += 1) {
      const answer = await context.durable.once(`backup: climb ${i}`, Answer, () => climbOf(context, world))
      const isOpen = answer.state === 'held' || (answer.state === 'done' && answer.climb.verdict === 'unknown')
      if (!isOpen || i === CLIMBS) return outcomeOf(answer, context.target.name, await proofOf(context))
      await context.durable.sleep(`backup: pause ${i}`, PAUSE)
    }
  },
})

async function climbOf({ env, target, deploy }: StepContext, world: World): Promise<BackupAnswer> {
  if (target.fault !== null) throw new Error(target.fault.reason)
  const request = { reason: `before deploy ${deploy.id}`, wait: CLIMB }
  return backUp({ env, target, world }, `deploy-${deploy.id}`, request)
}

const Proof = z.object({ provenAt: z.number().nullable() })

/** A backup is worth what its restore is: when one was proven last. */
const proofOf = async ({ durable, env, target: { name } }: StepContext): Promise<string> => {
  const { provenAt } = await durable.once('backup: proof', Proof, async () => ({
    provenAt: (await provenRestores(env.DB, [name])).get(name) ?? null,
  }))
  return provenAt === null ? 'no restore was ever proven' : `last proven restore: ${new Date(provenAt).toISOString()}`
}

function outcomeOf(answer: BackupAnswer, target: string, proof: string): StepOutcome {
  if (answer.state !== 'done') {
    const said = answer.state === 'held' ? 'another request is still at it' : 'its key belongs to another request'
    const mend = `see what there is, then let the sender tell of the deploy again: curl $PLUMBLINE_URL/${target}/backups`
    return { verdict: 'unknown', said, reasons: [{ what: 'step', step: 'backup', said, mend }] }
  }
  const { climb } = answer
  if (climb.verdict === 'go') return { verdict: 'go', said: `${heldSaid(climb)}; ${proof}`, reasons: [] }
  const tried = climb.tried.filter(({ state }) => state !== 'notEnough')
  return climb.verdict === 'refuse'
    ? {
        verdict: 'stop',
        said: 'there is no backup that is enough',
        reasons: tried.map(({ rung, reason, mend }) => ({
          what: 'step',
          step: 'backup',
          said: `${rung}: ${reason}`,
          mend,
        })),
      }
    : {
        verdict: 'unknown',
        said: 'nobody can say whether there is a backup',
        reasons: tried.map(({ rung, reason, mend }): Reason => ({
          what: 'unknown',
          subject: `the backup (${rung})`,
          reason,
          mend,
        })),
      }
}
