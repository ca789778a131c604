import { z } from 'zod'

// What is read of GitHub's events: https://docs.github.com/en/webhooks/webhook-events-and-payloads

const Repository = z.object({ full_name: z.string() })
const Deployed = z.object({
  id: z.number(),
  sha: z.string(),
  ref: z.string(),
  environment: z.string(),
})

/** `deployment`: somebody wants to deploy. */
export const Deployment = z.object({ action: z.string(), deployment: Deployed, repository: Repository })

/** `deployment_status`: how far that is. */
export const DeploymentStatus = z.object({
  action: z.string(),
  deployment: Deployed,
  deployment_status: z.object({
    state: z.string(),
    description: z.string().nullish(),
    environment_url: z.string().nullish(),
  }),
  repository: Repository,
})

/** `workflow_run`: a workflow of GitHub Actions begins or ends. */
export const WorkflowRun = z.object({
  action: z.string(),
  workflow_run: z.object({
    id: z.number(),
    run_attempt: z.number().default(1),
    name: z.string().nullish(),
    path: z.string().nullish(),
    head_sha: z.string(),
    head_branch: z.string().nullish(),
    event: z.string(),
    status: z.string().nullish(),
    conclusion: z.string().nullish(),
    html_url: z.string(),
  }),
  repository: Repository,
})

const Paths = z.array(z.string()).default([])
/** `push`: commits came, with the paths that they touch. */
export const Push = z.object({
  ref: z.string(),
  after: z.string(),
  deleted: z.boolean(),
  compare: z.string(),
  commits: z.array(z.object({ added: Paths, removed: Paths, modified: Paths })),
  repository: Repository,
})
