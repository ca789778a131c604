import type { Message as PostmarkMessage, Models } from 'postmark'
import type { CreateEmailOptions, ErrorResponse } from 'resend'
import { z } from 'zod'
import type { WayOf } from '../../model/channel.ts'
import { threadOf } from '../../model/notification.ts'
import { byStatus, json, jsonIn } from '../answer.ts'
import type { ChannelKind, HttpAnswer, HttpRequest, Letter, Outcome } from '../channel.ts'
import { messageOf, type Message } from '../message.ts'
import { line, token } from '../text.ts'
import { mailHtml, mailSubject, mailText } from './mail.tsx'

/**
 * A mail through Resend (https://resend.com/docs/api-reference/emails/send-email) or Postmark
 * (https://postmarkapp.com/developer/api/email-api). All mails of one incident refer to the same message, which was never
 * sent: mail programs put them together by that (RFC 5322, 3.6.4), whatever provider, retry or recipient.
 */
export const email: ChannelKind<'email'> = (way, letter) => {
  const message = messageOf(letter)
  const request = way.provider === 'resend' ? toResend(way, letter, message) : toPostmark(way, letter, message)
  return [{ request, read: (answer) => read(way, answer, letter.now), essential: true }]
}

const post = (url: string, headers: Readonly<Record<string, string>>, body: object): HttpRequest => ({
  method: 'POST',
  url,
  headers: { ...json, Accept: 'application/json', 'User-Agent': 'plumbline', ...headers },
  body: JSON.stringify(body),
})

function toResend(way: WayOf<'email'>, letter: Letter, message: Message): HttpRequest {
  const { key } = letter.notification
  const headers = { Authorization: `Bearer ${way.token}`, 'Idempotency-Key': token(key).slice(0, 256) }
  return post(`${way.api}/emails`, headers, {
    from: way.from,
    to: way.to,
    subject: mailSubject(message),
    text: mailText(message),
    html: mailHtml(message),
    headers: headersOf(way, letter),
  } satisfies CreateEmailOptions)
}

/** What Postmark's own library takes; a way to track links is a word. */
type PostmarkMail = Omit<PostmarkMessage, 'TrackLinks'> & { TrackLinks: `${Models.LinkTrackingOptions}` }

function toPostmark(way: WayOf<'email'>, letter: Letter, message: Message): HttpRequest {
  // Postmark makes a Message-ID of its own unless it is told to keep ours.
  const headers = { ...headersOf(way, letter), 'X-PM-KeepID': 'true' }
  return post(`${way.api}/email`, { 'X-Postmark-Server-Token': way.token }, {
    From: way.from,
    To: way.to.join(', '),
    Subject: mailSubject(message),
    TextBody: mailText(message),
    HtmlBody: mailHtml(message),
    Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
    ...(way.stream !== null && { MessageStream: way.stream }),
    TrackOpens: false,
    TrackLinks: 'None',
  } satisfies PostmarkMail)
}

/** RFC 5322, 3.6.4, with the domain of the sender; X-Entity-Ref-ID keeps Gmail from folding what differs. */
function headersOf({ from }: WayOf<'email'>, { notification }: Letter): Record<string, string> {
  const domain = /@([^\s>]+)>?$/.exec(from)?.[1] ?? 'plumbline.invalid'
  const root = `<${token(threadOf(notification))}.plumbline@${domain}>`
  return {
    'Message-ID': `<${token(notification.key)}.message.plumbline@${domain}>`,
    'In-Reply-To': root,
    References: root,
    'Auto-Submitted': 'auto-generated',
  }
}

const Refusal = z.object({ name: z.string() })
const PostmarkAnswer = z.object({
  ErrorCode: z.number(),
  Message: z.string(),
}) satisfies z.ZodType<Models.DefaultResponse>

/** The name that Resend's own library knows for a key that comes again with another mail. */
const USED = 'invalid_idempotent_request' satisfies ErrorResponse['name']

/** Of Postmark's codes those that a setting brings about (https://postmarkapp.com/developer/api/overview#error-codes). */
const POSTMARK: Readonly<Record<number, string>> = {
  10: 'put the token of the server (not of the account) into the secret that token_secret names',
  300: 'see `from` and `to` of the channel',
  400: 'confirm the sender signature or the domain of `from` at Postmark',
  401: 'confirm the sender signature or the domain of `from` at Postmark',
  405: 'Postmark has no credit left: see the account',
  406: 'Postmark holds the recipient inactive after a bounce: activate it there, or mend `to`',
  412: 'Postmark has not approved the account yet: until then it sends to its own domain only',
}

function read(way: WayOf<'email'>, answer: HttpAnswer, now: number): Outcome {
  const who = way.provider === 'resend' ? 'Resend' : 'Postmark'
  const outcome = byStatus(answer, {
    who,
    mend: 'see the secret that token_secret names, `from` and `to` of the channel',
    now,
  })
  if (way.provider === 'resend') {
    const refusal = Refusal.safeParse(jsonIn(answer)).data?.name
    // The key was used, with other links in the mail: it is on its way since an earlier try.
    if (answer.status === 409 && refusal === USED) return { outcome: 'sent', reply: null }
    if (answer.status === 409) return { outcome: 'again', why: 'Resend is at it (409)', after: null }
    return outcome
  }
  const told = PostmarkAnswer.safeParse(jsonIn(answer)).data
  if (told === undefined || told.ErrorCode === 0 || outcome.outcome !== 'dead') return outcome
  return {
    outcome: 'dead',
    why: `Postmark answered ${told.ErrorCode}: ${line(told.Message).slice(0, 200)}`,
    mend: POSTMARK[told.ErrorCode] ?? outcome.mend,
  }
}
