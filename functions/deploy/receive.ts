import type { Bindings, Target } from '../env.ts'
import { concerning } from '../hooks/concerns.ts'
import type { What } from '../hooks/message.ts'
import { placeOf, subjectOf } from '../hooks/place.ts'
import type { Delivery } from '../hooks/read.ts'
import { DeploysConfig } from '../model/deploys-config.ts'
import type { DeployEvent, Phase, SenderName } from '../model/deploy.ts'
import { HookAnswer } from '../model/hook-answer.ts'
import { answerOf, keepDelivery } from '../store/deliveries.ts'
import { deploysOf, makeDeploy, tellDeploy, type StoredDeploy } from '../store/deploys.ts'
import { startPhase } from './start.ts'

export interface ReceiveContext {
  env: Pick<Bindings, 'DB' | 'RUNS' | 'DEPLOYS'>
  target: Target
  /** The Worker's own address, for links. */
  origin: string
  /** ms */
  now: number
}

/** Deliveries of one deploy that come at once may have to step back for each other this often. */
const TRIES = 8

/**
 * Takes a believed delivery, once however often it comes: keeps it together with what it tells of a deploy, in one
 * transaction, then starts what is to be done. Cut off in between, the next delivery or tick starts it.
 */
export async function receive(
  context: ReceiveContext,
  delivery: Delivery,
): Promise<{ answer: HookAnswer; before: boolean }> {
  const { env, target, now } = context
  const name = { target: target.name, sender: delivery.sender, delivery: delivery.delivery, digest: delivery.digest }
  const what = concerning(delivery.what, concernOf(target))
  for (let tries = 1; ; tries += 1) {
    const known = await answerOf(env.DB, name)
    if (known) {
      await start(context, known)
      return { answer: known, before: true }
    }
    const { change, ...told } = await whatToDo(context, delivery.sender, what)
    // Parsed, as what is read back is: both have their fields in one order.
    const answer = HookAnswer.parse({ delivery: name.delivery, sender: name.sender, event: delivery.event, ...told })
    const kept = await keepDelivery(env.DB, name, answer, { at: now, change })
    if (kept === 'taken' && tries < TRIES) continue
    if (kept === 'taken') throw new Error(`${name.delivery} of ${name.sender} could not be kept in ${TRIES} tries`)
    await start(context, answer)
    if (answer.outcome === 'look')
      await env.RUNS.send({ target: target.name, suite: 'asked', scheduledAt: now, trigger: 'hook' })
    return { answer, before: false }
  }
}

/** A target whose settings do not hold is still known by its environment; nothing else is then. */
const concernOf = (target: Target) => ({
  target: target.name,
  environment: target.environment,
  project: target.fault === null && target.config.transport === 'management-api' ? target.config.project_ref : null,
  config: target.fault === null ? target.config.deploys : DeploysConfig.parse({}),
})

/** Starts the phase that an answer promises; always under the same name, so that it is started once. */
async function start({ env, target }: ReceiveContext, { deploy, begins: phase }: HookAnswer): Promise<void> {
  if (deploy !== null && phase !== null) await startPhase(env, { target: target.name, deploy, phase })
}

type Told = Pick<HookAnswer, 'outcome' | 'said' | 'deploy' | 'begins'> & { change: D1PreparedStatement[] }

async function whatToDo(context: ReceiveContext, sender: SenderName, what: What): Promise<Told> {
  const nothing = { deploy: null, begins: null, change: [] }
  if (what.kind === 'ignored') return { ...nothing, outcome: 'ignored', said: what.reason }
  if (what.kind === 'look') return { ...nothing, outcome: 'look', said: `${what.reason}: a look was asked for` }
  return deployOf(context, sender, what.event)
}

async function deployOf(context: ReceiveContext, sender: SenderName, event: DeployEvent): Promise<Told> {
  const { env, target, now } = context
  const subject = subjectOf(event)
  const known = await deploysOf(env.DB, target.name, subject)
  const place = placeOf(event, sender, known, now)
  if (place) {
    const begins = event.phase !== 'none' && place[event.phase] === null ? event.phase : null
    const change = [tellDeploy(env.DB, place, event, now)]
    return { outcome: 'deploy', deploy: place.id, begins, said: saidOf(place.id, event, begins), change }
  }
  const n = known.length === 0 ? 1 : Number(known[0]?.id.split('-').at(-1)) + 1
  const deploy = newDeploy(context, sender, event, `${subject}-${n}`)
  const begins = event.phase === 'none' ? null : event.phase
  const change = [makeDeploy(env.DB, deploy, subject, n)]
  return { outcome: 'deploy', deploy: deploy.id, begins, said: saidOf(deploy.id, event, begins), change }
}

function newDeploy(
  { target, origin, now }: ReceiveContext,
  sender: SenderName,
  event: DeployEvent,
  id: string,
): StoredDeploy {
  const { sha, ref, environment, release, url, repository, deployment, state, migrationsChanged, phase } = event
  const asked = { askedAt: now, begunAt: null, endedAt: null, result: null }
  return {
    sha,
    ref,
    environment,
    release,
    url,
    repository,
    deployment,
    state,
    migrationsChanged,
    target: target.name,
    id,
    sender,
    origin,
    at: now,
    before: phase === 'before' ? asked : null,
    after: phase === 'after' ? asked : null,
  }
}

const saidOf = (id: string, { phase, state }: DeployEvent, begins: Phase | null): string =>
  begins === null ? `deploy ${id}: ${state}, nothing more begins` : `deploy ${id}: ${state}, the phase ${phase} begins`
