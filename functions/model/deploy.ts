import { z } from 'zod'
import { Severity } from './findings/shared.ts'

/** Who tells of deploys: the last part of `POST /hooks/:sender/:target`. */
export const SenderName = z.enum(['github', 'vercel', 'netlify', 'render', 'supabase', 'standard', 'bearer'])
export type SenderName = z.infer<typeof SenderName>

const text = z.string().min(1).max(500)

/** A commit's name, as git writes it in full or short. */
export const Sha = z.string().regex(/^[0-9a-f]{7,64}$/, 'a commit’s hash: 7 to 64 of 0-9a-f')

/** before: the migrations of the release have not run yet · after: they ran, or should have. */
export const Phase = z.enum(['before', 'after'])
export type Phase = z.infer<typeof Phase>

/** What a sender says of a release, in our words. */
export const DeployEvent = z.object({
  sha: Sha.nullable(),
  /** Branch or tag. */
  ref: text.nullable(),
  /** The sender's word for where it goes: `production`, `Preview`. */
  environment: text.nullable(),
  /** none: nothing is deployed yet, as with a push. */
  phase: z.enum(['before', 'after', 'none']),
  state: z.enum(['pending', 'running', 'succeeded', 'failed', 'cancelled', 'pushed']),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable(),
  /** The sender's own name for the release: what it says of one release has one name. null: it has none. */
  release: text.nullable(),
  /** Where commit statuses go: `owner/name` at GitHub. */
  repository: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/)
    .max(200)
    .nullable(),
  /** GitHub's number of the deployment, whose status can be set. */
  deployment: z.number().int().positive().nullable(),
  /** Name and file of the workflow that ran; null where none is told of. */
  workflow: z.array(text).nullable(),
  /** Paths of migrations that came along; null: the sender does not say. */
  migrationsChanged: z.array(z.string().max(4096)).nullable(),
})
export type DeployEvent = z.infer<typeof DeployEvent>

/** go: nothing stands in the way · stop: something does · unknown: something could not be looked at, which is no go. */
export const DeployVerdict = z.enum(['go', 'stop', 'unknown'])
export type DeployVerdict = z.infer<typeof DeployVerdict>

/** One thing that was done, or was left out, in a phase. */
export const StepRecord = z.object({
  step: z.string(),
  outcome: z.enum(['done', 'left-out', 'failed']),
  /** What came of it, or why it was left out; for people. */
  said: z.string(),
})
export type StepRecord = z.infer<typeof StepRecord>

/** Why a deploy is no go: a finding by its key, something that could not be looked at, or what a step says. */
export const Reason = z.discriminatedUnion('what', [
  z.object({ what: z.literal('finding'), key: z.string(), severity: Severity }),
  z.object({ what: z.literal('unknown'), subject: z.string(), reason: z.string(), mend: z.string().nullable() }),
  z.object({
    what: z.literal('step'),
    step: z.string(),
    said: z.string(),
    /** What mends it, or shows more. */
    mend: z.string().exactOptional(),
  }),
])
export type Reason = z.infer<typeof Reason>

/** What came of a phase. */
export const PhaseResult = z.object({
  verdict: DeployVerdict,
  /** Why it is no go; empty with `go`. */
  reasons: z.array(Reason),
  /** The run that looked at the target; null: none was made. */
  run: z.string().nullable(),
  steps: z.array(StepRecord),
})
export type PhaseResult = z.infer<typeof PhaseResult>

/** How far a phase is; times in ms since the epoch. */
export const PhaseRecord = z.object({
  /** When a sender told of it. */
  askedAt: z.number(),
  /** null: its Workflow has not begun. */
  begunAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  result: PhaseResult.nullable(),
})
export type PhaseRecord = z.infer<typeof PhaseRecord>

/** A release on a target, and what was found of it. */
export const Deploy = z.object({
  target: z.string(),
  /** `<commit>-<n>`; where the sender knows no commit, its own name for what it deploys stands instead. */
  id: z.string(),
  sha: z.string().nullable(),
  ref: z.string().nullable(),
  environment: z.string().nullable(),
  /** Who told of it first. */
  sender: SenderName,
  release: z.string().nullable(),
  url: z.string().nullable(),
  repository: z.string().nullable(),
  deployment: z.number().nullable(),
  state: DeployEvent.shape.state,
  migrationsChanged: z.array(z.string()).nullable(),
  /** ms; when it was first heard of. */
  at: z.number(),
  before: PhaseRecord.nullable(),
  after: PhaseRecord.nullable(),
})
export type Deploy = z.infer<typeof Deploy>

/** The phase that a deploy is in: the last that was told of; null: nothing but a push. */
export const phaseOf = ({ before, after }: Pick<Deploy, 'before' | 'after'>): Phase | null =>
  after ? 'after' : before ? 'before' : null

const RANK = ['go', 'unknown', 'stop'] as const satisfies DeployVerdict[]

/** The gravest of some verdicts: stop, then unknown; of none it is unknown, since nothing was looked at. */
export const worstVerdict = (verdicts: readonly DeployVerdict[]): DeployVerdict =>
  RANK[Math.max(...verdicts.map((verdict) => RANK.indexOf(verdict)))] ?? 'unknown'

/** What a Workflow is started with. */
export const DeployParams = z.object({
  target: z.string(),
  deploy: z.string(),
  phase: Phase,
})
export type DeployParams = z.infer<typeof DeployParams>

/**
 * The name of the Workflow instance of a deploy's phase: always the same, so that it is made once. At most 100
 * characters of `\w-` (Cloudflare's rule for ids), which a target's 40 and an id's 43 keep.
 */
export const instanceId = ({ target, deploy, phase }: DeployParams): string => `deploy-${target}-${deploy}-${phase}`
