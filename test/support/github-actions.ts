import { z } from 'zod'
import type { Answered, Asked } from '../../scripts/management-api/answer.ts'

/** A run of the backup workflow: nobody sees it before `shownAt`, and it ends at `endsAt` (ms). */
export interface ActionsRun {
  id: number
  target: string
  key: string
  shownAt: number
  endsAt: number
}

/** GitHub Actions of a repository with one workflow. */
export interface Github {
  token: string
  repository: string
  file: string
  /** How long a run takes, ms, and how it ends. */
  takes: number
  ends: 'success' | 'failure' | 'cancelled'
  /** Whether a run bears its key in its name, and whether a dispatch tells its run. */
  named: boolean
  details: boolean
  readonly runs: ActionsRun[]
}

export const githubWith = (change: Partial<Github> = {}): Github => ({
  token: 'ghp_secret',
  repository: 'acme/shop',
  file: 'plumbline-backup.yml',
  takes: 30_000,
  ends: 'success',
  named: true,
  details: true,
  runs: [],
  ...change,
})

/** What docs/logical-backup.md's workflow takes; GitHub refuses inputs that a workflow does not know. */
const Dispatch = z.strictObject({
  ref: z.literal('main'),
  inputs: z.strictObject({ target: z.string(), key: z.string(), verify: z.enum(['true', 'false']) }),
  return_run_details: z.literal(true).optional(),
})

/** What GitHub would answer at `now` (ms); a run shows `later` ms after it was dispatched. */
export function answerActions(github: Github, asked: Asked, now: number, later = 0): Answered {
  const { pathname, searchParams } = new URL(asked.url, 'http://github.test')
  if (asked.authorization !== `Bearer ${github.token}`) return refuse(401, 'Bad credentials')
  const at = `/repos/${github.repository}/actions`
  const shown = github.runs.filter(({ shownAt }) => shownAt <= now)
  if (pathname === `${at}/workflows/${github.file}/dispatches` && asked.method === 'POST') {
    const body = Dispatch.safeParse(JSON.parse(asked.body))
    if (!body.success) return refuse(422, 'Unexpected inputs provided')
    const id = 100 + github.runs.length
    const { target, key } = body.data.inputs
    github.runs.push({ id, target, key, shownAt: now + later, endsAt: now + later + github.takes })
    return github.details && body.data.return_run_details
      ? { status: 200, body: { workflow_run_id: id } }
      : { status: 204, body: null }
  }
  if (pathname === `${at}/workflows/${github.file}/runs`) {
    const since = Date.parse(searchParams.get('created')?.slice(2) ?? '')
    const listed = shown.filter(({ shownAt }) => shownAt >= since).toReversed()
    return {
      status: 200,
      body: { total_count: listed.length, workflow_runs: listed.map((run) => told(github, run, now)) },
    }
  }
  const run = shown.find(({ id }) => pathname === `${at}/runs/${id}`)
  return run ? { status: 200, body: told(github, run, now) } : refuse(404, 'Not Found')
}

const refuse = (status: number, message: string): Answered => ({ status, body: { message } })

const told = ({ ends, named, repository }: Github, { id, key, target, endsAt }: ActionsRun, now: number) => ({
  id,
  display_title: named ? `Backup of ${target} (${key})` : 'plumbline-backup',
  status: endsAt <= now ? 'completed' : 'in_progress',
  conclusion: endsAt <= now ? ends : null,
  html_url: `https://github.com/${repository}/actions/runs/${id}`,
})
