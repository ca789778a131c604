import { z } from 'zod'
import { isSafe } from './target.ts'

const secretName = (what: string) => z.string(`give the name of the secret that holds ${what}`).min(1)
const api = (url: string) => z.string().refine(isSafe, 'must be an https:// address').default(url)

/** A mailbox, with or without a name; nothing that could end a header. */
const Mailbox = z
  .string()
  .max(320)
  .regex(/^(?:[^<>@,;\r\n]+ <[^\s<>@,;]+@[^\s<>@,;]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/, 'write it as name@example.com')

const Slack = z.strictObject({
  type: z.literal('slack'),
  /** Where to post: the channel’s id, or its name with #. */
  channel: z.string().regex(/^(?:[CGD][A-Z0-9]{6,}|#[^\s#]{1,80})$/, 'give the channel’s id (C0123456789) or #name'),
  /** Name of the secret with the bot’s token (`xoxb-…`), whose app has the scope chat:write and is in the channel. */
  token_secret: secretName('the token of a bot (xoxb-…)'),
  api_url: api('https://slack.com/api'),
})

/** Whoever knows the address of such a webhook may post to it: the address is the secret. */
const byAddress = <const T extends string>(type: T) =>
  z.strictObject({ type: z.literal(type), url_secret: secretName('the address of the webhook') })

const PagerDuty = z.strictObject({
  type: z.literal('pagerduty'),
  /** Name of the secret with the integration key of an Events API v2 integration. */
  key_secret: secretName('the integration key of Events API v2'),
  /** https://events.eu.pagerduty.com for accounts in the EU. */
  api_url: api('https://events.pagerduty.com'),
})

const Email = z.strictObject({
  type: z.literal('email'),
  provider: z.enum(['resend', 'postmark']),
  from: Mailbox,
  /** Postmark and Resend take up to 50. */
  to: z.array(Mailbox).min(1).max(50),
  /** Name of the secret with Resend’s API key, or with the token of a server at Postmark. */
  token_secret: secretName('the API key of Resend, or the server token of Postmark'),
  /** Of Postmark; its default stream unless given. */
  message_stream: z.string().min(1).exactOptional(),
  api_url: z.string().refine(isSafe, 'must be an https:// address').exactOptional(),
})

const Github = z.strictObject({
  type: z.literal('github'),
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'write it as owner/name'),
  /** GitHub makes those that are not there yet. */
  labels: z.array(z.string().min(1).max(50)).max(20).default(['plumbline']),
  /** Name of the secret with a token that may write issues. */
  token_secret: z.string().min(1).default('GITHUB_TOKEN'),
})

const Webhook = z.strictObject({
  type: z.literal('webhook'),
  url_secret: secretName('the address'),
  /** Name of the secret that signs (`whsec_…`), as https://www.standardwebhooks.com says. */
  signing_secret: secretName('what signs, whsec_…'),
})

/** A way to people: how it is configured in wrangler.toml under [vars.CHANNELS.name]. */
export const ChannelConfig = z.discriminatedUnion(
  'type',
  [Slack, byAddress('slack-webhook'), PagerDuty, byAddress('discord'), byAddress('teams'), Email, Github, Webhook],
  { error: 'must be one of slack, slack-webhook, pagerduty, discord, teams, email, github, webhook' },
)
export type ChannelConfig = z.infer<typeof ChannelConfig>
export type ChannelType = ChannelConfig['type']

export const ChannelName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'a lower-case letter, then up to 39 lower-case letters, digits and hyphens')

/** What a channel’s settings and secrets come to: never stored, never shown. */
export type ChannelWay =
  | { type: 'slack'; api: string; channel: string; token: string }
  | { type: 'slack-webhook'; url: string }
  | { type: 'pagerduty'; api: string; key: string }
  | { type: 'discord'; url: string }
  | { type: 'teams'; url: string }
  | {
      type: 'email'
      provider: 'resend' | 'postmark'
      api: string
      token: string
      from: string
      to: string[]
      stream: string | null
    }
  | { type: 'github'; api: string; token: string; repository: string; labels: string[] }
  | { type: 'webhook'; url: string; secret: string }

export type WayOf<T extends ChannelType> = Extract<ChannelWay, { type: T }>
