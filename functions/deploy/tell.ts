import { z } from 'zod'
import { githubAccess } from '../env/github.ts'
import { OWN } from '../hooks/senders/github.ts'
import type { Phase, PhaseResult, StepRecord } from '../model/deploy.ts'
import { addDeploymentStatus, setCommitStatus, type Told } from '../notify/github.ts'
import type { StoredDeploy } from '../store/deploys.ts'
import type { Durable } from './durable.ts'

export interface TellContext {
  env: Readonly<Record<string, unknown>>
  durable: Durable
  deploy: StoredDeploy
  phase: Phase
}

/** What came of telling GitHub, as it is kept. */
export const ToldShape: z.ZodType<Told> = z.discriminatedUnion('told', [
  z.object({ told: z.literal(true) }),
  z.object({ told: z.literal(false), why: z.string() }),
])

const STATES = { go: 'success', stop: 'failure', unknown: 'error' } as const

const leftOut = (step: string, said: string): StepRecord => ({ step, outcome: 'left-out', said })

/**
 * Tells GitHub what is known of a deploy: a commit status, and with the verdict a status of its deployment, where it is
 * one. null: the phase is under way. What cannot be told is said in the deploy's record; it changes no verdict.
 */
export async function tellGithub(context: TellContext, result: PhaseResult | null): Promise<StepRecord[]> {
  const { env, durable, deploy, phase } = context
  const records: StepRecord[] = []
  const tell = async (step: string, send: () => Promise<Told>) => {
    const told = await durable
      .once(`${step}: ${result === null ? 'under way' : 'verdict'}`, ToldShape, send)
      .catch((error: unknown): Told => ({ told: false, why: error instanceof Error ? error.message : String(error) }))
    records.push({ step, outcome: told.told ? 'done' : 'failed', said: told.told ? 'told GitHub' : told.why })
  }
  const access = githubAccess(env)
  const { repository, sha, deployment } = deploy
  if (repository === null) return [leftOut('commit status', `${deploy.sender} names no repository at GitHub`)]
  if (typeof access === 'string') return [leftOut('commit status', access)]
  const url = `${deploy.origin}/${deploy.target}/deploys/${deploy.id}`
  const description = `${OWN}${said(result, phase)}`
  if (sha === null || !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(sha)) {
    records.push(leftOut('commit status', 'the commit’s full name is not known'))
  } else {
    const state = result === null ? 'pending' : STATES[result.verdict]
    const context = `plumbline/${deploy.target}/${phase}`
    await tell('commit status', () => setCommitStatus(access, { repository, sha, state, description, context, url }))
  }
  // Before a deploy its status is GitHub's or the pipeline's to set, unless it is to be stopped.
  if (deployment !== null && result !== null && (phase === 'after' || result.verdict === 'stop')) {
    const state = STATES[result.verdict]
    await tell('deployment status', () =>
      addDeploymentStatus(access, { repository, deployment, state, description, logUrl: url }),
    )
  }
  return records
}

function said(result: PhaseResult | null, phase: Phase): string {
  if (result === null) return phase === 'before' ? 'looking before the deploy' : 'looking after the deploy'
  const [first] = result.reasons
  if (first === undefined) return phase === 'before' ? 'nothing stands in the way' : 'the database is as it should be'
  const more = result.reasons.length > 1 ? ` and ${result.reasons.length - 1} more` : ''
  if (first.what === 'finding') return `${first.severity}: ${first.key}${more}`
  return first.what === 'unknown' ? `unknown: ${first.subject}${more}` : `${first.step}: ${first.said}${more}`
}
