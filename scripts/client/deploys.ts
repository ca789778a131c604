import { z } from 'zod'
import { DeployVerdict, Phase, type Deploy } from '../../functions/model/deploy.ts'
import { DeployJson, DeploysJson } from '../../functions/views/json/deploys.ts'
import type { Titles } from '../../functions/views/words/deploys.ts'
import { askWorker, type WorkerAccess, type WorkerRequest } from '../client.ts'

/** The deploys of a target, and what came to its hooks. Throws as askWorker. */
export const deploysOf = (worker: WorkerAccess, target: string): Promise<DeploysJson> =>
  askWorker({ ...worker, path: `/${target}/deploys` }, DeploysJson)

/** One deploy. Throws as askWorker. */
export const deployOf = (worker: WorkerAccess, target: string, id: string): Promise<DeployJson> =>
  askWorker({ ...worker, path: `/${target}/deploys/${encodeURIComponent(id)}` }, DeployJson)

const Gate = z.object({ gate: DeployVerdict.or(z.literal('running')), phase: Phase, deploy: DeployJson })

export interface GateQuery {
  sha: string | undefined
  phase: Phase | undefined
  /** s */
  wait: number
}

/** The verdict on a deploy, waited for. Throws as askWorker. */
export function gateOf(worker: WorkerAccess, target: string, { sha, phase, wait }: GateQuery) {
  const query = new URLSearchParams({ wait: String(wait), ...(sha && { sha }), ...(phase && { phase }) })
  const timeout = (wait + 30) * 1000
  return askWorker({ ...worker, path: `/${target}/gate?${query.toString()}`, answers: [409, 504], timeout }, Gate)
}

/** Sends a delivery with the headers that its sender signed. Throws as askWorker. */
export const deliver = <T>(request: Pick<WorkerRequest, 'url' | 'path' | 'body' | 'headers'>, shape: z.ZodType<T>) =>
  askWorker({ ...request, method: 'POST' }, shape)

/** What findings are called that stand in the way. */
export const titlesIn = ({ before, after }: DeployJson): Titles =>
  new Map(
    [...(before?.reasons ?? []), ...(after?.reasons ?? [])].flatMap(({ said, detail }) =>
      detail.what === 'finding' ? [[detail.key, said.slice(detail.severity.length + 2)]] : [],
    ),
  )

const ms = (iso: string) => Date.parse(iso)
const msOrNull = (iso: string | null) => (iso === null ? null : ms(iso))

/** The deploy that an answer was made from: text views want it so. */
export const deployFromJson = ({ at, before, after, phase: _phase, ...same }: DeployJson): Deploy => ({
  ...same,
  at: ms(at),
  before: before && phaseFromJson(before),
  after: after && phaseFromJson(after),
})

const phaseFromJson = (phase: NonNullable<DeployJson['before']>): NonNullable<Deploy['before']> => ({
  askedAt: ms(phase.askedAt),
  begunAt: msOrNull(phase.begunAt),
  endedAt: msOrNull(phase.endedAt),
  result:
    phase.verdict === null
      ? null
      : {
          verdict: phase.verdict,
          reasons: phase.reasons.map(({ detail }) => detail),
          run: phase.run,
          steps: phase.steps,
        },
})
