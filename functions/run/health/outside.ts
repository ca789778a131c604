import { askApplication } from '../../collect/outside/application.ts'
import { outsideWorld, type OutsideAnswers, type OutsideWorld } from '../../collect/outside/answers.ts'
import { askPlatform } from '../../collect/outside/platform.ts'
import { DiskRow } from '../../checks/platform/project-disk.ts'
import type { Judgement, OutsideContext } from '../../checks/check.ts'
import { asksOutside, checkCalled } from '../../checks/list.ts'
import type { Fault } from '../../env/fault.ts'
import type { HealthId, Sample } from '../../model/health.ts'
import type { Failure } from '../../model/question.ts'
import type { ApplicationWay, BackupsWay } from '../../model/target.ts'
import { limitsOf, type HealthRequest } from './checks.ts'

/** Whom a target's checks ask besides its database; null: nobody is configured, and its checks are not made. */
export interface OutsideWays {
  platform: BackupsWay | Fault | null
  application: ApplicationWay | Fault | null
  world?: OutsideWorld
}

const OUTSIDE = ['platform', 'application'] as const

/** Asks the platform and the application at once, whatever becomes of the database meanwhile. */
export async function askOutside(request: HealthRequest | undefined): Promise<OutsideAnswers> {
  if (request?.outside === undefined) return new Map()
  const { outside, ids, thresholds } = request
  const { world = outsideWorld } = outside
  const all = await Promise.all(
    OUTSIDE.map(async (where): Promise<OutsideAnswers> => {
      const wanted = ids.filter((id) => checkCalled(id).where === where && thresholds[id] !== 'off')
      const way = outside[where]
      if (way === null) return new Map()
      if ('reason' in way) return new Map(wanted.map((id) => [id, faulty(way)]))
      return 'token' in way ? askPlatform(way, wanted, world) : askApplication(way, wanted, world)
    }),
  )
  return new Map(all.flatMap((answers) => [...answers]))
}

const faulty = ({ reason, mend }: Fault): Failure => ({ stage: 'query', sqlstate: null, reason, mend })

/** What the answers say of each check. */
export function judgeOutside(
  answers: OutsideAnswers,
  { thresholds, ...context }: OutsideContext & Pick<HealthRequest, 'thresholds'>,
): Map<HealthId, Judgement> {
  return new Map(
    [...answers].map(([id, answer]): [HealthId, Judgement] => {
      const check = checkCalled(id)
      if (!asksOutside(check)) throw new Error(`${id} asks the database`)
      if (Array.isArray(answer)) return [id, check.judge(answer, limitsOf(check, thresholds), context)]
      return [id, { told: [], doubts: [{ subject: id, reason: answer.reason, mend: answer.mend }] }]
    }),
  )
}

/** A sample with how full the disk was. */
export function withDisk(sample: Sample | null, answers: OutsideAnswers): Sample | null {
  const answer = answers.get('project-disk')
  const disk = Array.isArray(answer) ? DiskRow.safeParse(answer[0]).data : undefined
  if (sample === null || disk === undefined) return sample
  const { fs_used_bytes: used, fs_avail_bytes: free } = disk.metrics
  return { ...sample, counters: { ...sample.counters, disk_used: used, disk_size: used + free } }
}
