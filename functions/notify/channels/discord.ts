import type {
  APIEmbed,
  RESTPostAPIWebhookWithTokenWaitResult,
  RESTRateLimit,
  RESTPatchAPIWebhookWithTokenMessageJSONBody,
  RESTPostAPIWebhookWithTokenJSONBody,
} from 'discord-api-types/v10'
import { z } from 'zod'
import { byStatus, json, jsonIn } from '../answer.ts'
import type { ChannelKind, DeliveryStep, Letter, Outcome } from '../channel.ts'
import { messageOf, moreSaid, type Message, type Tone } from '../message.ts'
import { clean, fit, inert, line } from '../text.ts'

/** https://docs.discord.com/developers/resources/message#embed-object-embed-limits; 6,000 in all embeds together. */
const TITLE = 256
const DESCRIPTION = 4096
const FIELD = 1024
/** Title, description and fields stay below 6,000 with this. */
const BODY = 3600

const COLOURS: Record<Tone, number> = {
  critical: 0xb91c1c,
  high: 0xdc2626,
  medium: 0xea580c,
  low: 0xca8a04,
  info: 0x0284c7,
  over: 0x16a34a,
  plain: 0x64748b,
}

/**
 * A webhook of Discord. The first message of an incident is changed to how it stands now; since a change calls nobody, a
 * short message says what is new (https://docs.discord.com/developers/resources/webhook#execute-webhook).
 */
export const discord: ChannelKind<'discord'> = ({ url }, letter) => {
  const message = messageOf(letter)
  const known = /^\d+$/.exec(letter.thread ?? '')?.[0] ?? null
  const again = known === null ? message : { ...message, facts: [], findings: [], more: 0 }
  return [...(known === null ? [] : [changed(url, letter, known, message)]), posted(url, letter, known, again)]
}

const posted = (url: string, letter: Letter, known: string | null, message: Message): DeliveryStep => {
  const body: RESTPostAPIWebhookWithTokenJSONBody = {
    embeds: [embedOf(message, letter)],
    allowed_mentions: { parse: [] },
  }
  return {
    request: { method: 'POST', url: at(url, ''), headers: json, body: JSON.stringify(body) },
    read: (answer) => {
      const outcome = read(answer, letter)
      return outcome.outcome === 'sent' && known !== null ? { ...outcome, reply: known } : outcome
    },
    essential: true,
  }
}

const changed = (url: string, letter: Letter, id: string, message: Message): DeliveryStep => {
  const body: RESTPatchAPIWebhookWithTokenMessageJSONBody = {
    embeds: [embedOf(message, letter)],
    allowed_mentions: { parse: [] },
  }
  return {
    request: { method: 'PATCH', url: at(url, `/messages/${id}`), headers: json, body: JSON.stringify(body) },
    read: (answer) => read(answer, letter),
    essential: false,
  }
}

/** The address of the webhook, or of one of its messages; `wait` has it answer with the message. */
function at(webhook: string, path: string): string {
  const url = new URL(webhook)
  url.pathname = url.pathname.replace(/\/+$/, '') + path
  if (path === '') url.searchParams.set('wait', 'true')
  return url.href
}

const Posted = z.object({ id: z.string().regex(/^\d+$/) }) satisfies z.ZodType<
  Pick<RESTPostAPIWebhookWithTokenWaitResult, 'id'>
>
const Limited = z.object({ retry_after: z.number().positive() }) satisfies z.ZodType<Pick<RESTRateLimit, 'retry_after'>>

function read(answer: Parameters<DeliveryStep['read']>[0], { now }: Letter): Outcome {
  const mend =
    'make a new webhook in the channel’s settings (Integrations), and put its address into the secret that url_secret names'
  const outcome = byStatus(answer, { who: 'Discord', mend, now })
  if (outcome.outcome === 'sent') return { outcome: 'sent', reply: Posted.safeParse(jsonIn(answer)).data?.id ?? null }
  const wait = Limited.safeParse(jsonIn(answer)).data?.retry_after
  if (outcome.outcome === 'again' && outcome.after === null && wait !== undefined)
    return { ...outcome, after: Math.min(Math.ceil(wait * 1000), 3_600_000) }
  return outcome
}

function embedOf(message: Message, { notification }: Letter): APIEmbed {
  const [page] = message.links
  return {
    // Whether a title knows Markdown depends on the client: nothing in this one needs to be escaped.
    title: fit(message.heading, TITLE),
    color: COLOURS[message.tone],
    timestamp: new Date(notification.at).toISOString(),
    description: fitted(bodyOf(message), linksOf(message)),
    ...(page && { url: page.url }),
    fields: message.facts
      .slice(0, 6)
      .map(({ label, value }) => ({ name: label, value: fit(line(value), FIELD / 8, plain) || '–', inline: true })),
  }
}

/** Links stand last and are never cut. */
const fitted = (parts: readonly string[], links: string): string => {
  const kept: string[] = []
  let room = Math.min(BODY, DESCRIPTION) - links.length
  for (const part of parts) {
    if (part.length + 1 > room) break
    kept.push(part)
    room -= part.length + 1
  }
  return [...kept, links].filter((part) => part !== '').join('\n')
}

const bodyOf = ({ headline, why, paragraphs, findings, more }: Message): string[] => [
  fit(line(headline), 600, plain),
  plain(why),
  ...paragraphs.map((paragraph) => fit(clean(paragraph), 1500, plain)),
  ...findings.flatMap(({ severity, title, mend }) => [
    `**${severity}** ${fit(line(title), 400, plain)}`,
    ...(mend === '' ? [] : [`\`\`\`sql\n${fit(clean(mend), 900, unfenced)}\n\`\`\``]),
  ]),
  ...(more === 0 ? [] : [moreSaid(more)]),
]

const linksOf = ({ links }: Message): string => links.map(({ label, url }) => `[${label}](<${url}>)`).join(' · ')

/** Any punctuation may be escaped in Discord's Markdown, as in CommonMark; then none of it means anything. */
const plain = (text: string): string => inert(text).replaceAll(/[!-/:-@[-`{-~]/g, '\\$&')

/** Inside of a code block only its end means anything. */
const unfenced = (text: string): string => text.replaceAll('```', '`\u{200B}`\u{200B}`')
