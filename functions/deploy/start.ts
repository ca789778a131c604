import type { Bindings } from '../env.ts'
import { instanceId, type DeployParams } from '../model/deploy.ts'
import { unendedPhases } from '../store/deploys.ts'

type Env = Pick<Bindings, 'DB' | 'DEPLOYS'>

/** Starts the Workflow of a deploy's phase, once: its name is always the same. One that broke for good is started anew. */
export async function startPhase({ DEPLOYS }: Pick<Env, 'DEPLOYS'>, params: DeployParams): Promise<void> {
  const id = instanceId(params)
  try {
    await DEPLOYS.create({ id, params })
  } catch (error) {
    // `create` refuses a name that is taken; whether that is why, only `get` says.
    const instance = await DEPLOYS.get(id).catch(() => null)
    if (instance === null) throw error
    const { status } = await instance.status()
    if (status === 'errored' || status === 'terminated') await instance.restart()
  }
}

/** How long a phase may be without its verdict before a tick sees to it, and until when it does, ms. */
const FORGOTTEN = 60_000
const WORTH = 86_400_000

/** Starts the phases that were kept but not started, or whose Workflow broke for good: what runs is left alone. */
export async function startStranded(env: Env, now: number): Promise<void> {
  for (const params of await unendedPhases(env.DB, now - WORTH, now - FORGOTTEN)) await startPhase(env, params)
}
