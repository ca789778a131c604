import type { operations } from '@octokit/openapi-types'
import { githubHeaders, isLimited, type GithubAccess } from '../model/github.ts'

/** What GitHub takes in a description, characters (https://docs.github.com/en/rest/commits/statuses). */
const DESCRIPTION = 140

/** How long GitHub may take to answer, ms. */
const PATIENCE = 20_000

/** What GitHub's own OpenAPI document says of an operation's body. */
type BodyOf<T extends 'repos/create-commit-status' | 'repos/create-deployment-status'> =
  operations[T]['requestBody']['content']['application/json']

/** What came of telling GitHub. What may succeed later is thrown instead. */
export type Told = { told: true } | { told: false; why: string }

export interface CommitStatus {
  /** `owner/name` */
  repository: string
  /** In full. */
  sha: string
  state: 'pending' | 'success' | 'failure' | 'error'
  description: string
  /** Names the status among others of the commit. */
  context: string
  url: string
}

/** Sets a commit status. @throws where the same may succeed later */
export const setCommitStatus = (access: GithubAccess, status: CommitStatus): Promise<Told> =>
  post(access, `/repos/${status.repository}/statuses/${status.sha}`, {
    state: status.state,
    description: status.description.slice(0, DESCRIPTION),
    context: status.context,
    target_url: status.url,
  } satisfies BodyOf<'repos/create-commit-status'>)

export interface DeploymentStatus {
  repository: string
  /** GitHub's number. */
  deployment: number
  state: 'success' | 'failure' | 'error'
  description: string
  /** Where more is said. */
  logUrl: string
}

/** Adds a status to a deployment; older deployments stay as they are. @throws where the same may succeed later */
export const addDeploymentStatus = (access: GithubAccess, status: DeploymentStatus): Promise<Told> =>
  post(access, `/repos/${status.repository}/deployments/${status.deployment}/statuses`, {
    state: status.state,
    description: status.description.slice(0, DESCRIPTION),
    log_url: status.logUrl,
    auto_inactive: false,
  } satisfies BodyOf<'repos/create-deployment-status'>)

async function post({ api, token }: GithubAccess, path: string, body: object): Promise<Told> {
  const response = await fetch(`${api}${path}`, {
    method: 'POST',
    headers: { ...githubHeaders(token), 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE),
  })
  await response.body?.cancel()
  if (response.status === 201) return { told: true }
  const why = `GitHub answered ${response.status} to POST ${path}`
  if (response.status >= 500 || isLimited(response)) throw new Error(why)
  return { told: false, why: `${why}: see that GITHUB_TOKEN may write commit statuses and deployments there` }
}
