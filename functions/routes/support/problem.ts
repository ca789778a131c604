import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { z } from 'zod'
import { SettingsError } from '../../env.ts'

/** Every kind of problem that a client can meet; `type` in the answer is `/problems/<name>` and never changes. */
export const PROBLEMS = {
  'unknown-target': { status: 404, title: 'There is no such target', retryable: false },
  'unknown-finding': { status: 404, title: 'The target never had such a finding', retryable: false },
  'unknown-check': { status: 404, title: 'There is no such check', retryable: false },
  'unknown-run': { status: 404, title: 'There is no such run', retryable: false },
  'unknown-blueprint': { status: 404, title: 'The target has no such blueprint', retryable: false },
  'unknown-pin': { status: 404, title: 'The target has no such pin', retryable: false },
  'unknown-sender': { status: 404, title: 'There is no such sender of webhooks', retryable: false },
  'unknown-deploy': { status: 404, title: 'There is no such deploy', retryable: true },
  'unknown-channel': { status: 404, title: 'There is no such channel', retryable: false },
  'unknown-message': { status: 404, title: 'There is no such message', retryable: false },
  'unknown-incident': { status: 404, title: 'There is no such incident', retryable: false },
  'unknown-announcement': { status: 404, title: 'There is no such announcement', retryable: false },
  'not-accepted': { status: 404, title: 'Nobody accepted this finding', retryable: false },
  'unknown-path': { status: 404, title: 'There is nothing at this path', retryable: false },
  'wrong-method': { status: 405, title: 'This path does not take this method', retryable: false },
  'wrong-parameter': { status: 400, title: 'A parameter has a value that it cannot have', retryable: false },
  'unknown-format': { status: 400, title: 'This page has no such format', retryable: false },
  'malformed-json': { status: 400, title: 'The body is not JSON', retryable: false },
  'wrong-body': { status: 400, title: 'The body has a value that it cannot have', retryable: false },
  'missing-key': { status: 400, title: 'An Idempotency-Key is needed', retryable: false },
  'key-reused': { status: 422, title: 'The Idempotency-Key belongs to another request', retryable: false },
  'request-held': { status: 409, title: 'A request with this Idempotency-Key is under way', retryable: true },
  'missing-token': { status: 401, title: 'A token is needed', retryable: false },
  'wrong-link': { status: 401, title: 'The link is not good', retryable: false },
  'wrong-signature': { status: 401, title: 'The delivery is not believed', retryable: false },
  'wrong-media': { status: 415, title: 'The body has a media type that is not read', retryable: false },
  'too-large': { status: 413, title: 'The body is too large', retryable: false },
  'no-migrations': { status: 400, title: 'The body holds no migrations folder', retryable: false },
  'unreachable-target': { status: 502, title: 'The target could not be read', retryable: true },
  'channel-refused': { status: 502, title: 'The channel did not take the message', retryable: true },
  'other-format': { status: 422, title: 'The blueprint has another format than this Worker reads', retryable: false },
  'invalid-blueprint': { status: 422, title: 'The body is not a blueprint', retryable: false },
  'wrong-hash': { status: 422, title: 'The blueprint’s hash is not that of its content', retryable: false },
  'run-held': { status: 409, title: 'This run is under way', retryable: true },
  'not-open': { status: 409, title: 'This finding is not open', retryable: false },
  'not-dead': { status: 409, title: 'This message was not given up', retryable: false },
  'incident-over': { status: 409, title: 'The incident is over', retryable: false },
  'announcement-over': { status: 409, title: 'The announcement is over', retryable: false },
  'not-acceptable': { status: 409, title: 'What is unknown cannot be accepted', retryable: false },
  'missing-part': { status: 503, title: 'A part of the blueprint is not in the store', retryable: true },
  'target-unknown': { status: 503, title: 'The target could not be fully read', retryable: true },
  'channel-not-configured': { status: 503, title: 'The settings of the channel do not hold', retryable: true },
  'hook-not-configured': { status: 503, title: 'No secret is set for this sender', retryable: true },
  'writes-disabled': { status: 503, title: 'This Worker takes no writes', retryable: false },
  'wrong-settings': { status: 500, title: 'The Worker’s settings do not hold', retryable: false },
  broken: { status: 500, title: 'The Worker broke a promise', retryable: true },
} as const satisfies Record<
  string,
  { status: 400 | 401 | 404 | 405 | 409 | 413 | 415 | 422 | 500 | 502 | 503; title: string; retryable: boolean }
>
export type ProblemName = keyof typeof PROBLEMS

/** RFC 9457, with the command that mends it and whether the same request may succeed later. */
export const ProblemDocument = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  mend: z.string(),
  retryable: z.boolean(),
})
export type ProblemDocument = z.infer<typeof ProblemDocument>

/** What is wrong with a request: thrown by routes, answered in one place. Neither text may hold a secret. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly problem: ProblemName
  readonly mend: string
  readonly headers: Record<string, string>
  constructor(problem: ProblemName, text: { detail: string; mend: string }, headers: Record<string, string> = {}) {
    super(text.detail)
    this.problem = problem
    this.mend = text.mend
    this.headers = headers
  }
}

/** Answers whatever a route or middleware threw as application/problem+json; what nobody foresaw is logged, not shown. */
export function answerProblem(error: Error, c: Context): Response {
  const { problem, message: detail, mend, headers } = problemOf(error, c)
  const { status, title, retryable } = PROBLEMS[problem]
  const body: ProblemDocument = { type: `/problems/${problem}`, title, status, detail, mend, retryable }
  return c.body(`${JSON.stringify(body, null, 2)}\n`, status, {
    ...headers,
    'Content-Type': 'application/problem+json',
  })
}

function problemOf(error: Error, c: Context): Problem {
  if (error instanceof Problem) return error
  if (error instanceof SettingsError)
    return new Problem('wrong-settings', { detail: error.fault.reason, mend: error.fault.mend })
  if (error instanceof HTTPException && (error.status === 401 || error.status === 400)) return unauthorized(error)
  const id: unknown = c.get('requestId')
  console.error(`${c.req.method} ${c.req.path} (request ${String(id)}) broke:`, error)
  return new Problem('broken', {
    detail: `Something happened that nobody foresaw; the log has it under request ${String(id)}.`,
    mend: 'npx wrangler tail',
  })
}

/** hono's auth middleware answers 401, and 400 for a malformed header, both with the challenge. */
function unauthorized(error: HTTPException): Problem {
  const challenge = error.getResponse().headers.get('WWW-Authenticate') ?? 'Bearer'
  const text = {
    detail: 'The token is missing, malformed or not (any longer) valid.',
    mend: 'send -H "Authorization: Bearer $PLUMBLINE_TOKEN" with the token that the Worker was given',
  }
  return new Problem('missing-token', text, { 'WWW-Authenticate': challenge })
}
