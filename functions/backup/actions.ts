import { z } from 'zod'
import { waitAfter } from '../collect/transports/rate-limit.ts'
import { githubHeaders, isLimited } from '../model/github.ts'
import type { WorkflowWay } from '../model/target.ts'
import type { Limited } from './management.ts'
import type { Refusal } from './refusal.ts'
import { pause, type World } from './world.ts'

/** GitHub Actions behind its REST API, until a deadline. */
export interface Actions {
  world: World
  way: WorkflowWay
  /** When no more is asked, ms. */
  deadline: number
}

/** A run of a workflow. https://docs.github.com/en/rest/actions/workflow-runs */
const Run = z.object({
  id: z.number().int().positive(),
  html_url: z.string(),
  display_title: z.string().nullish(),
  status: z.string().nullish(),
  conclusion: z.string().nullish(),
})
export type WorkflowRun = z.infer<typeof Run>

const Runs = z.object({ workflow_runs: z.array(Run) })
const Dispatched = z.object({ workflow_run_id: z.number().int().positive() })

/** For one request, its answer included, ms; GitHub itself gives one up after 10 s. */
export const PATIENCE = 10_000

/** What a workflow is handed; all of it is in docs/logical-backup.md's. */
export interface Inputs {
  target: string
  /** Names the run, and the place of its backup. */
  key: string
}

/** A run, by its number. */
export const findRun = (actions: Actions, id: number): Promise<Read<WorkflowRun>> =>
  readPatiently(actions, `/actions/runs/${id}`, Run)

/** The run that bears a key in its name, of those begun after `since` (ms); null: none does. */
export async function findRunOf(actions: Actions, key: string, since: number): Promise<Read<WorkflowRun | null>> {
  const created = new Date(since).toISOString().replace(/\.\d+Z$/, 'Z')
  const query = new URLSearchParams({ event: 'workflow_dispatch', per_page: '100', created: `>=${created}` })
  const { file } = actions.way.workflow
  const found = await readPatiently(actions, `/actions/workflows/${file}/runs?${query.toString()}`, Runs)
  if (found.state !== 'answered') return found
  return { state: 'answered', value: found.value.workflow_runs.find((run) => run.display_title?.includes(key)) ?? null }
}

export type Read<T> = { state: 'answered'; value: T } | Refusal

/** The number of the run, as far as GitHub tells it: dispatched it is, once it said so. */
export type Dispatch = { state: 'dispatched'; run: number | null } | Refusal | Limited

/**
 * Dispatches the workflow, once. https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event
 * @param details whether GitHub is asked which run it is: an Enterprise Server may not know of that, and refuses
 */
export async function dispatch(actions: Actions, inputs: Inputs, details = true): Promise<Dispatch> {
  const { file, ref } = actions.way.workflow
  const response = await send(actions, `/actions/workflows/${file}/dispatches`, {
    ref,
    inputs: { ...inputs, verify: 'true' },
    ...(details && { return_run_details: true }),
  })
  if ('reason' in response) return response
  const { status } = response
  // Done it is, whatever becomes of the answer.
  const text = await response.text().catch(() => '')
  if (status === 200 || status === 204)
    return { state: 'dispatched', run: Dispatched.safeParse(jsonIn(text)).data?.workflow_run_id ?? null }
  if (isLimited(response)) return limitedBy(actions, response)
  if (status === 422 && details && text.includes('return_run_details')) return dispatch(actions, inputs, false)
  return refusalOf(actions, status, text)
}

/** Asks until there is an answer or no time is left. */
async function readPatiently<T>(actions: Actions, path: string, shape: z.ZodType<T>): Promise<Read<T>> {
  const { world, deadline } = actions
  for (let tries = 0; ; tries += 1) {
    const answer = await readOnce(actions, path, shape)
    if (answer.state !== 'limited' && answer.state !== 'unsure') return answer
    const again = answer.state === 'limited' ? answer.again : world.now() + pause(tries)
    if (again >= deadline) return answer.state === 'limited' ? tooMany(again) : answer
    await world.sleep(again - world.now())
  }
}

async function readOnce<T>(actions: Actions, path: string, shape: z.ZodType<T>): Promise<Read<T> | Limited> {
  const response = await send(actions, path)
  if ('reason' in response) return response
  if (isLimited(response)) {
    await response.body?.cancel()
    return limitedBy(actions, response)
  }
  const text = await response.text().catch(() => '')
  if (response.status !== 200) return refusalOf(actions, response.status, text)
  const parsed = shape.safeParse(jsonIn(text))
  return parsed.success
    ? { state: 'answered', value: parsed.data }
    : unsure(200, 'GitHub answered with something else than runs of a workflow, or was cut off')
}

async function send({ world, way, deadline }: Actions, path: string, body?: object): Promise<Response | Refusal> {
  const { access, workflow } = way
  try {
    return await world.fetch(`${access.api}/repos/${workflow.repository}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { ...githubHeaders(access.token), ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      // The token goes to that address and to no other.
      redirect: 'manual',
      signal: world.timeout(Math.max(1, Math.min(PATIENCE, deadline - world.now()))),
    })
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    return unsure(null, `GitHub could not be asked: ${said}`)
  }
}

const unsure = (status: number | null, reason: string): Refusal => ({
  state: 'unsure',
  status,
  reason,
  mend: 'wait and ask again with the same Idempotency-Key. If it lasts: https://www.githubstatus.com',
})

/** Retry-After is of this request; the hour's limit counts where it is used up. */
function limitedBy({ world }: Actions, { headers }: Response): Limited {
  const after = headers.get('retry-after')
  const now = world.now()
  return {
    state: 'limited',
    again: now + waitAfter(after === null ? headers : new Headers({ 'retry-after': after }), now),
  }
}

/** A refusal that says when GitHub's rate limit is over (ms). */
export const tooMany = (again: number): Refusal => ({
  ...unsure(429, 'GitHub takes no more requests of GITHUB_TOKEN now'),
  mend: `ask again after ${new Date(again).toISOString()}`,
})

function refusalOf({ way }: Actions, status: number, text: string): Refusal {
  const { repository, file, ref } = way.workflow
  const message = z.looseObject({ message: z.string() }).safeParse(jsonIn(text)).data?.message.slice(0, 300)
  const said = `${status}${message === undefined ? '' : `: ${message.replaceAll(way.access.token, '…')}`}`
  if (status >= 500) return unsure(status, `GitHub failed (${said})`)
  const refused = (reason: string, mend: string): Refusal => ({ state: 'refused', status, reason, mend })
  const token = `give GITHUB_TOKEN the permission “Actions: write” for ${repository}`
  switch (status) {
    case 401:
      return refused(`GitHub refused the token (${said})`, 'npx wrangler secret put GITHUB_TOKEN')
    case 403:
      return refused(`GITHUB_TOKEN may not dispatch ${file} in ${repository} (${said})`, token)
    case 404:
      return refused(
        `GitHub knows no ${file} in ${repository}, or the token may not see it (${said})`,
        `commit .github/workflows/${file} (docs/logical-backup.md has it) to the default branch, and ${token}`,
      )
    case 422:
      return refused(
        `GitHub does not dispatch ${file} of ${ref} in ${repository} (${said})`,
        `take .github/workflows/${file} from docs/logical-backup.md: on workflow_dispatch, with the inputs target, key and verify; ref names a branch that has it`,
      )
    default:
      return refused(
        `GitHub did not take the request (${said})`,
        'check backup.workflow of the target in wrangler.toml',
      )
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
