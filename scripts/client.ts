import { z } from 'zod'
import type { Acceptance, AcceptRequest } from '../functions/model/acceptance.ts'
import { BackupRecord } from '../functions/model/backup/record.ts'
import type { Blueprint } from '../functions/model/blueprint.ts'
import type { Decision } from '../functions/model/decision.ts'
import { Preflight } from '../functions/model/preflight.ts'
import type { SeenFinding, TargetReport } from '../functions/model/report.ts'
import type { SentFolder } from '../functions/model/sent-folder.ts'
import type { BackupRequest } from '../functions/model/backup/request.ts'
import { BackupsJson, ClimbJson } from '../functions/views/backups.ts'
import { FindingJson, FleetJson, TargetJson } from '../functions/views/json.ts'
import { PinInFullJson } from '../functions/views/pins.ts'
import { UserError } from './errors.ts'

/** What this reads of a problem document (RFC 9457) of the Worker. */
const Problem = z.object({ type: z.string(), title: z.string(), detail: z.string(), mend: z.string() })

/** The Worker, or the target, did not answer: nothing is known. */
export class Unreachable extends UserError {}

export interface WorkerRequest {
  /** Address of the Worker, without a slash at its end. */
  url: string
  path: string
  method?: 'GET' | 'POST' | 'DELETE'
  token?: string | null
  body?: string
  /** Besides those that every request has. */
  headers?: Readonly<Record<string, string>>
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
  const isAnswer = response.ok || (request.answers?.includes(response.status) && !isProblem(response))
  if (!isAnswer) throw refusal(request, response.status, value)
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new UserError(
    `${request.url}${request.path} answered something else than this version of plumbline reads (at ${issue?.path.join('.') || 'the top'}: ${issue?.message})`,
    'see that the address is a Plumbline Worker’s, and that both are of one version',
  )
}

/** A status may carry an answer or a problem. */
const isProblem = ({ headers }: Response) => headers.get('Content-Type') === 'application/problem+json'

async function send({
  url,
  path,
  method = 'GET',
  token,
  body,
  headers: own,
  timeout = 60_000,
}: WorkerRequest): Promise<Response> {
  const headers = {
    Accept: 'application/json',
    'User-Agent': 'plumbline',
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...own,
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
  const { type, title, detail, mend } = problem.data
  const message = `${method} ${url}${path}: ${title}: ${detail}`
  return type === '/problems/target-unknown' ? new Unreachable(message, mend) : new UserError(message, mend)
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

/** Records a logical backup of a target, or that it was proven by a restore. Throws as askWorker. */
export const recordBackup = (worker: WorkerAccess, record: BackupRecord) =>
  askWorker(
    {
      ...worker,
      path: `/${record.target}/backups/logical`,
      method: 'POST',
      body: JSON.stringify(BackupRecord.parse(record)),
    },
    z.object({ target: z.string() }),
  )

/** Has the Worker look at a target now, and answers the report. Throws as askWorker. */
export const runNow = (worker: WorkerAccess, target: string): Promise<TargetReport> =>
  askWorker({ ...worker, path: `/${target}/runs`, method: 'POST' }, TargetJson).then(reportFromJson)

/** The newest report of a target. Throws as askWorker. */
export const targetReport = (worker: WorkerAccess, target: string): Promise<TargetReport> =>
  askWorker({ ...worker, path: `/${target}` }, TargetJson).then(reportFromJson)

/** The newest reports of all targets. Throws as askWorker. */
export const fleetReports = (worker: WorkerAccess): Promise<TargetReport[]> =>
  askWorker({ ...worker, path: '/' }, FleetJson).then(({ targets }) => targets.map(reportFromJson))

/** What the Worker answers to a pin. */
export const Pinned = PinInFullJson.extend({ target: z.string(), new: z.boolean() })
export type Pinned = z.infer<typeof Pinned>

/** Has the Worker pin a target as it is now. Throws as askWorker. */
export const pinNow = (worker: WorkerAccess, target: string, decision: Decision): Promise<Pinned> =>
  askWorker({ ...worker, path: `/${target}/pins`, method: 'POST', body: JSON.stringify(decision) }, Pinned)

const acceptPath = (target: string, key: string) => `/${target}/findings/${encodeURIComponent(key)}/accept`

/** Accepts a finding of a target. Throws as askWorker. */
export const acceptFinding = (worker: WorkerAccess, target: string, key: string, request: AcceptRequest) =>
  askWorker(
    { ...worker, path: acceptPath(target, key), method: 'POST', body: JSON.stringify(request) },
    FindingJson,
  ).then(seenFromJson)

/** Withdraws the acceptance of a finding. Throws as askWorker. */
export const withdrawAcceptance = (worker: WorkerAccess, target: string, key: string) =>
  askWorker({ ...worker, path: acceptPath(target, key), method: 'DELETE' }, FindingJson).then(seenFromJson)
/** What Drizzle's next migrate would do to a target. Throws as askWorker. */
export const preflightOf = (
  worker: WorkerAccess,
  target: string,
  folder: SentFolder,
  { lint = false, probe = false, role }: { lint?: boolean; probe?: boolean; role?: string | undefined } = {},
): Promise<Preflight> =>
  askWorker(
    {
      ...worker,
      path: `/${target}/preflight?lint=${Number(lint)}&probe=${Number(probe)}${role === undefined ? '' : `&role=${encodeURIComponent(role)}`}`,
      method: 'POST',
      body: JSON.stringify(folder),
      answers: [409, 422],
    },
    Preflight,
  )

/** What backups a target has. Throws as askWorker. */
export const backupsOfTarget = (worker: WorkerAccess, target: string): Promise<BackupsJson> =>
  askWorker({ ...worker, path: `/${target}/backups` }, BackupsJson)

/** Sees to it that a target has a backup now; the same key is the same request. Throws as askWorker. */
export const askBackup = (
  worker: WorkerAccess,
  target: string,
  { key, request, timeout }: { key: string; request: BackupRequest; timeout: number },
): Promise<ClimbJson> =>
  askWorker(
    {
      ...worker,
      path: `/${target}/backups`,
      method: 'POST',
      headers: { 'Idempotency-Key': key },
      body: JSON.stringify(request),
      answers: [409, 503],
      timeout,
    },
    ClimbJson,
  )

const ms = (iso: string) => Date.parse(iso)

/** The report that an answer was made from: text views want it so. */
const reportFromJson = ({ pin, provenAt, ...json }: TargetJson): TargetReport => ({
  ...json,
  at: json.at === null ? null : ms(json.at),
  ...(pin && { pin: { ...pin, at: ms(pin.at) } }),
  ...(provenAt !== undefined && { provenAt: provenAt === null ? null : ms(provenAt) }),
  findings: json.findings.map(seenFromJson),
})

const seenFromJson = (json: FindingJson): SeenFinding => ({
  finding: json.detail,
  firstSeen: ms(json.firstSeen),
  lastSeen: ms(json.lastSeen),
  resolvedAt: json.resolvedAt === null ? null : ms(json.resolvedAt),
  ...(json.accepted && { accepted: acceptanceFromJson(json.accepted) }),
  ...(json.lapsed && { lapsed: { ...acceptanceFromJson(json.lapsed), why: json.lapsed.why } }),
})

const acceptanceFromJson = ({ who, reason, at, until }: NonNullable<FindingJson['accepted']>): Acceptance => ({
  who,
  reason,
  at: ms(at),
  until: until === null ? null : ms(until),
})
