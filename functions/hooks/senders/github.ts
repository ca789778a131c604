import { verify } from '@octokit/webhooks-methods'
import type { z } from 'zod'
import type { DeployEvent } from '../../model/deploy.ts'
import { ignored, parsed, SILENT, textOrNull, urlOrNull, type Sender, type Unreadable, type What } from '../message.ts'
import { anyOf } from '../signature.ts'
import { Deployment, DeploymentStatus, Push, WorkflowRun } from './github-events.ts'

/** What Plumbline's own deployment statuses begin with: they must not trigger it again. */
export const OWN = 'Plumbline: '

/**
 * GitHub: HMAC-SHA256 of the body in X-Hub-Signature-256, without a time.
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export const github: Sender = {
  name: 'github',
  // X-GitHub-Delivery and X-GitHub-Event are not signed: whoever has a body could send it again under another name.
  signsDelivery: false,
  secretFrom: 'openssl rand -hex 32, in the webhook’s settings as its secret',
  wrongSecret: () => null,

  async verify({ body, headers }, secrets) {
    const signature = headers.get('x-hub-signature-256') ?? ''
    // The library's build for browsers would read hex in capitals, and between other characters.
    if (!/^sha256=[0-9a-f]{64}$/.test(signature)) return 'X-Hub-Signature-256 is missing, or is not sha256=<hex>'
    if (body === '') return 'the body is empty'
    return (await anyOf(secrets, (secret) => verify(secret, body, signature)))
      ? null
      : 'X-Hub-Signature-256 is not that of a secret of ours'
  },

  read({ headers }, value) {
    const event = headers.get('x-github-event') ?? ''
    const what = whatOf(event, value)
    if ('unreadable' in what) return what
    const delivery = headers.get('x-github-delivery')
    return {
      event: event.slice(0, 100) || 'none',
      delivery: delivery && /^[\w-]{1,100}$/.test(delivery) ? delivery : null,
      what,
    }
  },
}

function whatOf(event: string, value: unknown): What | Unreadable {
  switch (event) {
    case 'deployment':
      return read(Deployment, value, deploymentMade)
    case 'deployment_status':
      return read(DeploymentStatus, value, statusSet)
    case 'workflow_run':
      return read(WorkflowRun, value, workflowRan)
    case 'push':
      return read(Push, value, pushed)
    default:
      return ignored(`${event === '' ? 'what has no X-GitHub-Event' : event.slice(0, 100)} says nothing of a deploy`)
  }
}

function read<T>(schema: z.ZodType<T>, value: unknown, meaning: (data: T) => What): What | Unreadable {
  const result = parsed(schema, value)
  return 'data' in result ? meaning(result.data) : result
}

const deploy = (event: Pick<DeployEvent, 'phase' | 'state'> & Partial<DeployEvent>): What => ({
  kind: 'deploy',
  event: { ...SILENT, ...event },
})

const of = ({ deployment, repository }: z.infer<typeof Deployment>) => ({
  sha: deployment.sha,
  ref: textOrNull(deployment.ref),
  environment: textOrNull(deployment.environment),
  release: `github-${deployment.id}`,
  deployment: deployment.id,
  repository: repository.full_name,
})

const deploymentMade = (data: z.infer<typeof Deployment>): What =>
  data.action === 'created'
    ? deploy({ ...of(data), phase: 'before', state: 'pending' })
    : ignored(`deployment was ${data.action}`)

/** https://docs.github.com/en/rest/deployments/statuses: `inactive` is what became of an older deployment. */
const STATES = {
  pending: ['before', 'pending'],
  queued: ['before', 'pending'],
  in_progress: ['before', 'running'],
  success: ['after', 'succeeded'],
  failure: ['after', 'failed'],
  error: ['after', 'failed'],
} as const satisfies Record<string, readonly [DeployEvent['phase'], DeployEvent['state']]>

const isState = (state: string): state is keyof typeof STATES => Object.hasOwn(STATES, state)

function statusSet(data: z.infer<typeof DeploymentStatus>): What {
  const { state, description, environment_url } = data.deployment_status
  if (description?.startsWith(OWN)) return ignored('this status is our own')
  if (!isState(state)) return ignored(`the deployment is ${state}`)
  const [phase, ours] = STATES[state]
  return deploy({ ...of(data), phase, state: ours, url: urlOrNull(environment_url) })
}

function workflowRan({ action, workflow_run: run, repository }: z.infer<typeof WorkflowRun>): What {
  const ended = action === 'completed'
  if (!ended && action !== 'requested' && action !== 'in_progress') return ignored(`the workflow run was ${action}`)
  if (run.conclusion === 'skipped') return ignored('the workflow run was skipped')
  return deploy({
    sha: run.head_sha,
    ref: textOrNull(run.head_branch),
    phase: ended ? 'after' : 'before',
    state: ended ? endOf(run.conclusion) : 'running',
    url: urlOrNull(run.html_url),
    release: `github-run-${run.id}-${run.run_attempt}`,
    repository: repository.full_name,
    workflow: [run.name, run.path].flatMap((name) => textOrNull(name) ?? []),
  })
}

const endOf = (conclusion: string | null | undefined): DeployEvent['state'] =>
  conclusion === 'success' ? 'succeeded' : conclusion === 'cancelled' ? 'cancelled' : 'failed'

const BRANCH = 'refs/heads/'

function pushed({ ref, after, deleted, compare, commits, repository }: z.infer<typeof Push>): What {
  if (!ref.startsWith(BRANCH)) return ignored(`${ref.slice(0, 100)} is no branch`)
  if (deleted) return ignored('the branch was deleted')
  const paths = commits.flatMap(({ added, removed, modified }) => [...added, ...removed, ...modified])
  return deploy({
    sha: after,
    ref: textOrNull(ref.slice(BRANCH.length)),
    phase: 'none',
    state: 'pushed',
    url: urlOrNull(compare),
    repository: repository.full_name,
    // Kept by concerns.ts where they are migrations of the target.
    migrationsChanged: [...new Set(paths)].toSorted(),
  })
}
