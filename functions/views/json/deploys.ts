import { z } from 'zod'
import { Deploy, DeployVerdict, phaseOf, Phase, Reason, StepRecord, type PhaseRecord } from '../../model/deploy.ts'
import { reasonText, type Titles } from '../words/deploys.ts'

const Time = z.iso.datetime().describe('UTC, ISO 8601')

const PhaseJson = z.object({
  askedAt: Time,
  begunAt: Time.nullable().describe('null: its Workflow has not begun'),
  endedAt: Time.nullable().describe('null: it is under way'),
  verdict: DeployVerdict.nullable().describe('null: it is under way'),
  reasons: z.array(z.object({ said: z.string(), detail: Reason })).describe('Why it is no go'),
  run: z.string().nullable().describe('The run that looked at the target: GET /:target/runs/:id'),
  steps: z.array(StepRecord).describe('What was done, and what was left out and why'),
})

/** A deploy as clients see it. */
export const DeployJson = Deploy.omit({ at: true, before: true, after: true }).extend({
  at: Time.describe('When it was first heard of'),
  phase: Phase.nullable().describe('The phase that it is in; null: nothing but a push'),
  before: PhaseJson.nullable(),
  after: PhaseJson.nullable(),
})
export type DeployJson = z.infer<typeof DeployJson>

const iso = (ms: number) => new Date(ms).toISOString()
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms))

const phaseJson = ({ askedAt, begunAt, endedAt, result }: PhaseRecord, titles: Titles): z.infer<typeof PhaseJson> => ({
  askedAt: iso(askedAt),
  begunAt: isoOrNull(begunAt),
  endedAt: isoOrNull(endedAt),
  verdict: result?.verdict ?? null,
  reasons: (result?.reasons ?? []).map((detail) => ({ said: reasonText(detail, titles), detail })),
  run: result?.run ?? null,
  steps: result?.steps ?? [],
})

/** A deploy for clients; `titles` of the findings that stop it. */
export function deployJson(deploy: Deploy, titles: Titles): DeployJson {
  const { at, before, after, ...same } = Deploy.parse(deploy)
  return {
    ...same,
    at: iso(at),
    phase: phaseOf(deploy),
    before: before && phaseJson(before, titles),
    after: after && phaseJson(after, titles),
  }
}

/** What was delivered for a target, and what was refused. */
export const DeliveryJson = z.object({
  at: Time,
  sender: z.string(),
  event: z.string(),
  delivery: z.string(),
  outcome: z.enum(['deploy', 'look', 'ignored']),
  said: z.string(),
  deploy: z.string().nullable(),
})
export const RefusalJson = z.object({
  sender: z.string(),
  refused: z.number().int(),
  lastAt: Time,
  reason: z.string().describe('Why the last one was not believed'),
})

/** The deploys of a target with what came to its hooks. */
export const DeploysJson = z.object({
  target: z.string(),
  deploys: z.array(DeployJson),
  deliveries: z.array(DeliveryJson).describe('The newest deliveries that were believed; kept for 90 days'),
  refusals: z.array(RefusalJson).describe('Deliveries that were not believed, by sender; nothing of them is kept'),
})
export type DeploysJson = z.infer<typeof DeploysJson>

/** What views show of a target's deploys; times in ms. */
export interface DeploysShown {
  target: string
  deploys: readonly Deploy[]
  deliveries: readonly (Omit<z.infer<typeof DeliveryJson>, 'at'> & { at: number })[]
  refusals: readonly (Omit<z.infer<typeof RefusalJson>, 'lastAt'> & { lastAt: number })[]
}

/** The deploys of a target for clients. */
export const deploysJson = ({ target, deploys, deliveries, refusals }: DeploysShown, titles: Titles): DeploysJson => ({
  target,
  deploys: deploys.map((deploy) => deployJson(deploy, titles)),
  deliveries: deliveries.map((one) => DeliveryJson.parse({ ...one, at: iso(one.at) })),
  refusals: refusals.map((one) => RefusalJson.parse({ ...one, lastAt: iso(one.lastAt) })),
})
