import type { Bindings } from '../env.ts'
import { instanceId, type DeployParams } from '../model/deploy.ts'
import { strandedPhases } from '../store/deploys.ts'

type Env = Pick<Bindings, 'DB' | 'DEPLOYS'>

/** Starts the Workflow of a deploy's phase, once: its name is always the same. */
export async function startPhase({ DEPLOYS }: Pick<Env, 'DEPLOYS'>, params: DeployParams): Promise<void> {
  const id = instanceId(params)
  try {
    await DEPLOYS.create({ id, params })
  } catch (error) {
    // `create` refuses a name that is taken; whether that is why, only `get` says.
    const taken = await DEPLOYS.get(id).then(
      () => true,
      () => false,
    )
    if (!taken) throw error
  }
}

/** How long a phase may wait for its Workflow before it counts as forgotten, and how long it is worth starting, ms. */
const FORGOTTEN = 60_000
const WORTH = 86_400_000

/** Starts the phases that were kept but not started: whoever took the delivery was cut off in between. */
export async function startStranded(env: Env, now: number): Promise<void> {
  for (const params of await strandedPhases(env.DB, now - WORTH, now - FORGOTTEN)) await startPhase(env, params)
}
