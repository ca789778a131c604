import { stepsOf } from '../../../functions/notify/steps.ts'
import { letter, NOW, THREADS, WAYS } from './letters.ts'

type Name = keyof typeof WAYS

/** What a channel answers. */
export interface Said {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

/** What comes of an answer to the last request of a letter. */
export const outcomeOf = (name: Name, { status, body = '', headers = {} }: Said, thread: string | null = null) => {
  const step = stepsOf(WAYS[name], letter(undefined, { thread })).at(-1)
  if (!step) throw new Error('nothing is sent')
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return step.read({ status, headers: new Headers(headers), body: text })
}

const slackRefusal = (error: string): Said => ({ status: 200, body: { ok: false, error } })

const names = Object.keys(WAYS).map((name) => name as Name)

/** By channel: an answer, and the name of the message in it. */
export const SENT: [Name, Said, string | null][] = [
  ['slack', { status: 200, body: { ok: true, channel: 'C0123456789', ts: '1503435956.000247' } }, THREADS.slack],
  ['slack-webhook', { status: 200, body: 'ok' }, null],
  ['pagerduty', { status: 202, body: { status: 'success', dedup_key: 'i-1' } }, null],
  ['discord', { status: 200, body: { id: '1234567890123456789' } }, THREADS.discord],
  ['teams', { status: 202 }, null],
  ['resend', { status: 200, body: { id: '49a3999c' } }, null],
  ['resend', { status: 409, body: { name: 'invalid_idempotent_request', message: 'This key was used.' } }, null],
  ['postmark', { status: 200, body: { ErrorCode: 0, Message: 'OK', MessageID: 'x' } }, null],
  ['github', { status: 201, body: { number: 42 } }, THREADS.github],
  ['webhook', { status: 204 }, null],
]

/** By channel: an answer, and how long it asks us to wait, ms. */
export const AGAIN: [Name, Said, number | null][] = [
  ...names.flatMap((name): [Name, Said, number | null][] => [
    [name, { status: 503 }, null],
    [name, { status: 429, headers: { 'retry-after': '30' } }, 30_000],
    [name, { status: 429, headers: { 'retry-after': new Date(NOW + 90_000).toUTCString() } }, 90_000],
  ]),
  ['slack', { ...slackRefusal('ratelimited'), status: 429, headers: { 'retry-after': '7' } }, 7000],
  ['slack', slackRefusal('internal_error'), null],
  [
    'discord',
    { status: 429, body: { message: 'You are being rate limited.', retry_after: 1.337, global: false } },
    1337,
  ],
  ['resend', { status: 409, body: { name: 'concurrent_idempotent_requests', message: 'It is under way.' } }, null],
  ['github', { status: 403, headers: { 'retry-after': '60' } }, 60_000],
  [
    'github',
    { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 5) } },
    5000,
  ],
  ['webhook', { status: 408 }, null],
  // Nobody waits for a day because a header says so.
  ['webhook', { status: 429, headers: { 'retry-after': '86400' } }, 3_600_000],
  ['webhook', { status: 503, headers: { 'retry-after': 'soon' } }, null],
]

/** By channel: an answer, and what mends it. */
export const DEAD: [Name, Said, string][] = [
  ...names.flatMap((name) =>
    [301, 400, 401, 403, 404, 410].map((status): [Name, Said, string] => [name, { status }, '']),
  ),
  ['slack', slackRefusal('channel_not_found'), 'invite the bot'],
  ['slack', slackRefusal('invalid_auth'), 'token_secret'],
  ['slack', slackRefusal('invalid_blocks'), 'docs.slack.dev'],
  ['slack', { status: 200, body: '<html>' }, 'api_url'],
  ['pagerduty', { status: 400, body: { status: 'invalid event', errors: ['Invalid routing key'] } }, 'key_secret'],
  ['postmark', { status: 422, body: { ErrorCode: 406, Message: 'inactive recipient' } }, 'activate it'],
  ['postmark', { status: 401, body: { ErrorCode: 10, Message: 'No Account or Server API tokens' } }, 'of the server'],
  ['resend', { status: 403, body: { name: 'validation_error', message: 'not verified' } }, 'from'],
  ['github', { status: 410, body: { message: 'Issues are disabled for this repo' } }, 'Issues: write'],
]

export const ANSWERS = [...SENT, ...AGAIN, ...DEAD]
