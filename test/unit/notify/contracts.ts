import * as cards from 'adaptivecards'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import type { HttpRequest, Letter } from '../../../functions/notify/channel.ts'
import { LINKS, SIGNING, type WAYS } from './letters.ts'

/**
 * What is wrong with a request by the contract of whoever receives it; none: nothing. Which fields there are is held at
 * compile time by the vendors’ types in functions/notify/channels, and by their own clients in vendors.test.ts; here is what
 * no type says: lengths, and that no text means anything but itself.
 */
export type Contract = (request: HttpRequest, letter: Letter) => string[]

const ours = (url: string) => LINKS.some((link) => link.url === url)
const OurLink = z.string().refine(ours, 'is no link of ours')
const wrongIn = (shape: z.ZodType, value: unknown): string[] =>
  shape.safeParse(value).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []

const bodyOf = ({ body }: HttpRequest): unknown => JSON.parse(body)

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block: elements are data; of these only links lead anywhere. */
const SlackElement = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: z.string().min(1).max(3000),
    style: z.strictObject({ bold: z.boolean().optional(), code: z.boolean().optional() }).optional(),
  }),
  z.strictObject({ type: z.literal('emoji'), name: z.string().regex(/^[a-z_]+$/) }),
  z.strictObject({ type: z.literal('link'), url: OurLink, text: z.string().min(1) }),
])
const SlackBlock = z.strictObject({
  type: z.literal('rich_text'),
  elements: z
    .array(
      z.strictObject({
        type: z.enum(['rich_text_section', 'rich_text_preformatted']),
        elements: z.array(SlackElement).min(1),
      }),
    )
    .min(1),
})
/** https://docs.slack.dev/reference/methods/chat.postMessage: 50 blocks; text is read as mrkdwn, where < begins a mention. */
const SlackMessage = z.object({
  text: z
    .string()
    .min(1)
    .max(4000)
    .regex(/^(?:[^<>&]|&(?:amp|lt|gt);)*$/, 'could be a mention'),
  // Beyond, Slack answers msg_blocks_too_long: https://github.com/slackapi/bolt-js/issues/2867
  blocks: z
    .array(SlackBlock)
    .min(1)
    .max(50)
    .refine((blocks) => new TextEncoder().encode(JSON.stringify(blocks)).length <= 11_000, 'too long'),
  link_names: z.literal(false).optional(),
  parse: z.literal('none').optional(),
})
/** An incoming webhook knows its channel. */
const SlackQuiet = SlackMessage.extend({ unfurl_links: z.literal(false), unfurl_media: z.literal(false) })
const SlackPost = SlackQuiet.extend({
  channel: z.string().regex(/^C[A-Z0-9]+$/),
  thread_ts: z
    .string()
    .regex(/^\d+\.\d+$/)
    .optional(),
  metadata: z.object({ event_type: z.string().max(255) }),
})
const SlackUpdate = SlackMessage.extend({ channel: z.string(), ts: z.string().regex(/^\d+\.\d+$/) })

/** The lengths of https://developer.pagerduty.com/docs/send-alert-event and send-change-event. */
const PagerKey = z.string().min(1).max(255)
const PagerPayload = z.object({
  summary: z.string().min(1).max(1024),
  source: z.string().min(1),
  timestamp: z.iso.datetime(),
})
const PagerLinks = z.array(z.object({ href: OurLink, text: z.string().min(1) }))
const PagerEvent = z.discriminatedUnion('event_action', [
  z.object({
    event_action: z.literal('trigger'),
    dedup_key: PagerKey,
    payload: PagerPayload,
    client_url: OurLink,
    links: PagerLinks,
  }),
  z.object({ event_action: z.enum(['acknowledge', 'resolve']), dedup_key: PagerKey }),
])
const PagerChange = z.object({ payload: PagerPayload, links: PagerLinks })

/** https://docs.discord.com/developers/resources/message#embed-object-embed-limits */
const Embed = z.object({
  title: z.string().min(1).max(256),
  description: z.string().min(1).max(4096),
  url: OurLink,
  color: z.int().min(0).max(0xffffff),
  timestamp: z.iso.datetime(),
  fields: z.array(z.object({ name: z.string().min(1).max(256), value: z.string().min(1).max(1024) })).max(25),
})
const DiscordMessage = z.object({
  embeds: z.array(Embed).length(1),
  allowed_mentions: z.strictObject({ parse: z.array(z.never()).length(0) }),
})

/** What is left where escapes, code and our own marks are taken out: none of it may mean anything. */
function meaningIn(markdown: string): string[] {
  const own = LINKS.reduce((text, { label, url }) => text.replaceAll(`[${label}](<${url}>)`, ''), markdown)
  const bare = own
    .replaceAll(/^(`{3,})sql\n[^]*?\n\1$/gm, '')
    .replaceAll(/^<!-- plumbline [\w%.!~*'()]* -->$/gm, '')
    .replaceAll(/\\[!-/:-@[-`{-~]/g, '')
    .replaceAll(/^\*\*(?:critical|high|medium|low|info)\*\* /gm, '')
    .replaceAll(/^- (?:Target|Severity|State|Since|Level|Acknowledged by|Sent): /gm, '')
  return [...bare.matchAll(/[*_~`|<>[\]@#]|:\/\//g)].map(([mark]) => `${mark} is in force`)
}

function discord(request: HttpRequest): string[] {
  const body = bodyOf(request)
  const wrong = wrongIn(DiscordMessage, body)
  const parsed = DiscordMessage.safeParse(body)
  if (!parsed.success) return wrong
  const texts = parsed.data.embeds.flatMap(({ title, description, fields }) => [
    title,
    description,
    ...fields.flatMap(({ name, value }) => [name, value]),
  ])
  const length = texts.join('').length
  const waits = request.method === 'PATCH' || new URL(request.url).searchParams.get('wait') === 'true'
  return [
    ...(length > 6000 ? [`${length} characters`] : []),
    ...(waits ? [] : ['does not wait']),
    ...texts.flatMap(meaningIn),
  ]
}

/** Microsoft's own parser of cards; what stands in a text run is text. */
function teams(request: HttpRequest): string[] {
  const Message = z.strictObject({
    type: z.literal('message'),
    attachments: z.tuple([
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        contentUrl: z.null(),
        content: z.record(z.string(), z.unknown()),
      }),
    ]),
  })
  const parsed = Message.safeParse(bodyOf(request))
  if (!parsed.success) return wrongIn(Message, bodyOf(request))
  const { content } = parsed.data.attachments[0]
  const context = new cards.SerializationContext(cards.Versions.v1_5)
  new cards.AdaptiveCard().parse(content, context)
  const told = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message)
  const size = new TextEncoder().encode(request.body).length
  const Card = z.object({
    version: z.literal('1.5'),
    body: z.array(
      z.strictObject({
        type: z.literal('RichTextBlock'),
        inlines: z.array(
          z
            .looseObject({ type: z.literal('TextRun'), text: z.string().min(1) })
            .refine(({ text, fontType }) => fontType === 'Monospace' || !text.includes('://'), 'would be a link'),
        ),
      }),
    ),
    actions: z.array(z.strictObject({ type: z.literal('Action.OpenUrl'), title: z.string(), url: OurLink })),
  })
  return [...told, ...wrongIn(Card, content), ...(size > 28 * 1024 ? [`${size} bytes`] : [])]
}

const Header = z.string().regex(/^[\x20-\x7e]{1,998}$/, 'is no header')
const MessageId = Header.regex(/^<[\w.-]+@example\.com>$/)
const Headers = z.strictObject({
  'Message-ID': MessageId,
  'In-Reply-To': MessageId,
  References: MessageId,
  'Auto-Submitted': Header,
  'X-PM-KeepID': Header.optional(),
})
const Subject = z
  .string()
  .min(1)
  .max(998)
  .regex(/^[^\p{Cc}]+$/u, 'would end the header')

/** Well-formed, only what we write ourselves, and no link but ours. */
const Html = z.string().refine((html) => {
  const page = html.replace('<!doctype html>', '')
  if (XMLValidator.validate(page) !== true) return false
  const tags = [...page.matchAll(/<\/?([a-zA-Z!?][^\s>/]*)/g)].map(([, name]) => name)
  const hrefs = [...page.matchAll(/\shref="([^"]*)"/g)].map(([, href]) => href?.replaceAll('&amp;', '&') ?? '')
  const known = /^(?:html|body|h1|p|table|tr|th|td|div|strong|br|code|pre|a)$/
  new XMLParser().parse(page)
  return (
    tags.every((name) => known.test(name ?? '')) &&
    hrefs.every(ours) &&
    !/\s(?:on\w+|src)=/.test(page.replaceAll(/>[^<]*</g, '><'))
  )
}, 'is not our HTML')

/** https://resend.com/docs/api-reference/emails/send-email */
const ResendMail = z.object({
  to: z.array(z.string()).min(1).max(50),
  subject: Subject,
  text: z.string().min(1).max(200_000),
  html: Html,
  headers: Headers,
})
/** https://postmarkapp.com/developer/api/email-api */
const PostmarkMail = z.object({
  Subject: Subject.max(2000),
  TextBody: z
    .string()
    .min(1)
    .max(5 * 1024 * 1024),
  HtmlBody: Html,
  Headers: z
    .array(z.object({ Name: z.string(), Value: z.string() }))
    .refine((all) => Headers.safeParse(Object.fromEntries(all.map(({ Name, Value }) => [Name, Value]))).success),
})

/** GitHub says no lengths: https://github.com/orgs/community/discussions/27190 measured them. */
const IssueBody = z.string().max(65_536)
const Issue = z.object({
  title: z
    .string()
    .min(1)
    .max(256)
    .refine((title) => !title.includes('@') || /@\u2060/.test(title)),
  body: IssueBody,
  labels: z.array(z.string().max(50)),
})
function github(request: HttpRequest): string[] {
  const body = bodyOf(request)
  const { pathname } = new URL(request.url)
  if (request.method === 'PATCH') return wrongIn(Issue.pick({ title: true }).partial(), body)
  const shape = pathname.endsWith('/comments') ? Issue.pick({ body: true }) : Issue
  const text = z.object({ body: z.string() }).parse(body).body
  return [...wrongIn(shape, body), ...meaningIn(text)]
}

/** The library of the specification believes it. */
function webhook(request: HttpRequest, { now }: Letter): string[] {
  const real = Date.now
  try {
    // The library has a clock of its own.
    Date.now = () => now
    new Webhook(SIGNING).verify(request.body, { ...request.headers })
    return /^[\w-]{1,256}$/.test(request.headers['webhook-id'] ?? '') ? [] : ['webhook-id is no name']
  } catch (error) {
    return [String(error)]
  } finally {
    Date.now = real
  }
}

export const CONTRACTS: Record<keyof typeof WAYS, Contract> = {
  slack: (request) => wrongIn(request.url.endsWith('/chat.update') ? SlackUpdate : SlackPost, bodyOf(request)),
  'slack-webhook': (request) => wrongIn(SlackQuiet, bodyOf(request)),
  pagerduty: (request) => [
    ...wrongIn(request.url.endsWith('/change/enqueue') ? PagerChange : PagerEvent, bodyOf(request)),
    ...(request.body.length > 512 * 1024 ? ['too large'] : []),
  ],
  discord,
  teams,
  resend: (request) => [
    ...wrongIn(ResendMail, bodyOf(request)),
    ...wrongIn(Header.max(256), request.headers['Idempotency-Key']),
  ],
  postmark: (request) => wrongIn(PostmarkMail, bodyOf(request)),
  github,
  webhook,
}
