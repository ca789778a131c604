import type {
  ChatPostMessageArguments,
  ChatPostMessageResponse,
  ChatUpdateArguments,
  ChatUpdateResponse,
} from '@slack/web-api'
import { z } from 'zod'
import type { WayOf } from '../../model/channel.ts'
import { byStatus, json, jsonIn, retryAfter } from '../answer.ts'
import type { ChannelKind, DeliveryStep, HttpAnswer, Letter, Outcome } from '../channel.ts'
import { messageOf, type Message } from '../message.ts'
import { line } from '../text.ts'
import { slackBlocks, slackFallback } from './slack-blocks.ts'

/**
 * Slack's Web API. What comes later of an incident is put in the thread of its first message, which is changed to how
 * it stands now (https://docs.slack.dev/reference/methods/chat.postMessage, chat.update).
 */
export const slack: ChannelKind<'slack'> = (way, letter) => {
  const message = messageOf(letter)
  const first = placeIn(letter.thread)
  if (first === null) return [post(way, letter, { channel: way.channel, ...content(message) })]
  const again = shortened(message)
  return [
    update(way, letter, { channel: first.channel, ts: first.ts, ...content(message) }),
    post(way, letter, {
      channel: first.channel,
      thread_ts: first.ts,
      reply_broadcast: isLoud(letter),
      ...content(again),
    }),
  ]
}

const content = (message: Message) => ({
  text: slackFallback(message),
  blocks: slackBlocks(message),
  parse: 'none' as const,
  link_names: false,
})

/** What the thread says each time; all of it stands in the first message. */
const shortened = (message: Message): Message => ({ ...message, facts: [], findings: [], more: 0 })

/** What people must not miss is shown in the channel, too. */
const isLoud = ({ notification: { about } }: Letter): boolean =>
  about.kind === 'incident' && (about.reason === 'raised' || about.reason === 'escalated')

/** `C0123456789:1503435956.000247` */
function placeIn(thread: string | null): { channel: string; ts: string } | null {
  const [, channel, ts] = /^([A-Z0-9]+):(\d+\.\d+)$/.exec(thread ?? '') ?? []
  return channel === undefined || ts === undefined ? null : { channel, ts }
}

function post(way: WayOf<'slack'>, letter: Letter, body: ChatPostMessageArguments): DeliveryStep {
  const metadata = { event_type: 'plumbline_notification', event_payload: { key: letter.notification.key } }
  const read = (answer: HttpAnswer): Outcome => {
    const outcome = readSlack(answer, letter.now)
    // A thread is named by its first message, not by its newest.
    return outcome.outcome === 'sent' && placeIn(letter.thread) !== null
      ? { ...outcome, reply: letter.thread }
      : outcome
  }
  const sent = { ...body, unfurl_links: false, unfurl_media: false, metadata } satisfies ChatPostMessageArguments
  return { request: call(way, 'chat.postMessage', sent), read, essential: true }
}

const update = (way: WayOf<'slack'>, letter: Letter, body: ChatUpdateArguments): DeliveryStep => ({
  request: call(way, 'chat.update', body),
  read: (answer) => readSlack(answer, letter.now),
  essential: false,
})

const call = ({ api, token }: WayOf<'slack'>, method: string, body: object) => ({
  method: 'POST' as const,
  url: `${api}/${method}`,
  headers: { ...json, Authorization: `Bearer ${token}` },
  body: JSON.stringify(body),
})

/** What Slack's library says that both methods answer; `channel` and `ts` are there where it is ok. */
const Answer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), channel: z.string(), ts: z.string() }),
  z.object({ ok: z.literal(false), error: z.string() }),
]) satisfies z.ZodType<AnswerOf<ChatPostMessageResponse> & AnswerOf<ChatUpdateResponse>>

type AnswerOf<T extends ChatPostMessageResponse | ChatUpdateResponse> = Pick<T, 'ok' | 'channel' | 'ts' | 'error'>

/** Errors of Slack's own making, which pass (docs.slack.dev: each method lists them). */
const PASSING = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'team_added_to_org']

const TOKEN = 'put the bot’s token (xoxb-…) into the secret that token_secret names'

const MENDS: Readonly<Record<string, string>> = {
  channel_not_found: 'see that `channel` is its id, and invite the bot to it: /invite @bot',
  not_in_channel: 'invite the bot to the channel: /invite @bot',
  is_archived: 'unarchive the channel, or name another one',
  missing_scope: 'give the app the scope chat:write and install it again',
  invalid_auth: TOKEN,
  not_authed: TOKEN,
  token_revoked: TOKEN,
  token_expired: TOKEN,
  account_inactive: TOKEN,
}

/** Slack answers 200 to nearly everything, and says in the body what came of it. */
function readSlack(answer: HttpAnswer, now: number): Outcome {
  const told = Answer.safeParse(jsonIn(answer))
  if (!told.success || answer.status !== 200) {
    const outcome = byStatus(answer, { who: 'Slack', mend: 'see token_secret and api_url of the channel', now })
    if (outcome.outcome !== 'sent') return outcome
    return { outcome: 'dead', why: 'what answers is not Slack', mend: 'see api_url of the channel' }
  }
  if (told.data.ok) return { outcome: 'sent', reply: `${told.data.channel}:${told.data.ts}` }
  const error = line(told.data.error).slice(0, 80)
  const why = `Slack answered ${error}`
  if (/^rate_?limited$/.test(error)) return { outcome: 'again', why, after: retryAfter(answer, now) }
  if (PASSING.includes(error)) return { outcome: 'again', why, after: null }
  return {
    outcome: 'dead',
    why,
    mend: MENDS[error] ?? `https://docs.slack.dev/reference/methods/chat.postMessage says what ${error} means`,
  }
}
