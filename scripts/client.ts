import { z } from 'zod'
import type { Blueprint } from '../functions/model/blueprint.ts'
import { Preflight } from '../functions/model/prediction.ts'
import type { TargetReport } from '../functions/model/report.ts'
import type { SentFolder } from '../functions/model/sent-folder.ts'
import { FleetJson, TargetJson } from '../functions/views/json.ts'
import { UserError } from './errors.ts'

/** What this reads of a problem document (RFC 9457) of the Worker. */
const Problem = z.object({ title: z.string(), detail: z.string(), mend: z.string() })

/** The Worker did not answer: nothing is known. */
export class Unreachable extends UserError {}

export interface WorkerRequest {
  /** Address of the Worker, without a slash at its end. */
  url: string
  path: string
  method?: 'GET' | 'POST'
  token?: string | null
  body?: string
  /** Statuses that carry an answer besides those of success. */
  answers?: readonly number[]
  /** ms */
  timeout?: number
}

/**
 * Asks the Worker and answers its JSON.
 * @throws Unreachable where nobody answers in time
 * @throws UserError with the problem and the mend that the Worker names, or that what answered is no Plumbline
 */
export async function askWorker<T>(request: WorkerRequest, shape: z.ZodType<T>): Promise<T> {
  const response = await send(request)
  const text = await response.text()
  const value = jsonFrom(text)
  if (!response.ok && !request.answers?.includes(response.status)) throw refusal(request, response.status, value)
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new UserError(
    `${request.url}${request.path} answered something else than this version of plumbline reads (at ${issue?.path.join('.') || 'the top'}: ${issue?.message})`,
    'see that the address is a Plumbline Worker’s, and that both are of one version',
  )
}

async function send({ url, path, method = 'GET', token, body, timeout = 60_000 }: WorkerRequest): Promise<Response> {
  const headers = {
    Accept: 'application/json',
    'User-Agent': 'plumbline',
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  }
  try {
    const signal = AbortSignal.timeout(timeout)
    return await fetch(`${url}${path}`, { method, headers, signal, redirect: 'error', ...(body ? { body } : {}) })
  } catch (error) {
    throw new Unreachable(
      `no Worker answers at ${url}: ${reasonOf(error)}`,
      'start one with npm start, or give its address: --url https://plumbline.example.workers.dev',
    )
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0])
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message
}

function refusal({ url, path, method = 'GET' }: WorkerRequest, status: number, value: unknown): UserError {
  const problem = Problem.safeParse(value)
  if (!problem.success)
    return new UserError(`${url}${path} answered ${status}`, 'see that the address is a Plumbline Worker’s')
  const { title, detail, mend } = problem.data
  return new UserError(`${method} ${url}${path}: ${title}: ${detail}`, mend)
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** A Worker, and the token for what only few may ask. */
export interface WorkerAccess {
  url: string
  token: string | null
}

const Published = z.object({ target: z.string(), hash: z.string(), tag: z.string(), new: z.boolean() })

/** Publishes a blueprint for a target. Throws as askWorker. */
export const publishBlueprint = (worker: WorkerAccess, target: string, blueprint: Blueprint) =>
  askWorker({ ...worker, path: `/${target}/blueprints`, method: 'POST', body: JSON.stringify(blueprint) }, Published)

/** Has the Worker look at a target now, and answers the report. Throws as askWorker. */
export const runNow = (worker: WorkerAccess, target: string): Promise<TargetReport> =>
  askWorker({ ...worker, path: `/${target}/runs`, method: 'POST' }, TargetJson).then(reportFromJson)

/** The newest report of a target. Throws as askWorker. */
export const targetReport = (worker: WorkerAccess, target: string): Promise<TargetReport> =>
  askWorker({ ...worker, path: `/${target}` }, TargetJson).then(reportFromJson)

/** The newest reports of all targets. Throws as askWorker. */
export const fleetReports = (worker: WorkerAccess): Promise<TargetReport[]> =>
  askWorker({ ...worker, path: '/' }, FleetJson).then(({ targets }) => targets.map(reportFromJson))

/** What Drizzle's next migrate would do to a target. Throws as askWorker. */
export const preflightOf = (worker: WorkerAccess, target: string, folder: SentFolder): Promise<Preflight> =>
  askWorker(
    { ...worker, path: `/${target}/preflight`, method: 'POST', body: JSON.stringify(folder), answers: [409, 422] },
    Preflight,
  )

const ms = (iso: string) => Date.parse(iso)

/** The report that an answer was made from: text views want it so. */
const reportFromJson = (json: TargetJson): TargetReport => ({
  ...json,
  at: json.at === null ? null : ms(json.at),
  findings: json.findings.map(({ detail, firstSeen, lastSeen, resolvedAt }) => ({
    finding: detail,
    firstSeen: ms(firstSeen),
    lastSeen: ms(lastSeen),
    resolvedAt: resolvedAt === null ? null : ms(resolvedAt),
  })),
})
