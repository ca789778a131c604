import { z } from 'zod'
import { age } from './age.ts'
import { dim, hang, shade, visible, wrap, bodyWidth, type TextOptions } from './text/lines.ts'
import { count, list } from './words/text.ts'

const Time = z.iso.datetime().nullable().describe('UTC, ISO 8601')

/** A way to people: the public contract of GET /channels. */
export const ChannelJson = z.object({
  name: z.string(),
  type: z.string().nullable().describe('null: its settings do not hold'),
  fault: z.object({ reason: z.string(), mend: z.string() }).nullable(),
  chains: z.array(z.string()).describe('The targets whose chain names it, with the level: shop (1)'),
  waiting: z.number().int().describe('Messages that are to be sent, or sent again'),
  dead: z.number().int().describe('Messages that were given up: GET /outbox'),
  sentAt: Time,
})
export type ChannelJson = z.infer<typeof ChannelJson>

export const ChannelsJson = z.object({
  channels: z.array(ChannelJson),
  links: z
    .object({ reason: z.string(), mend: z.string() })
    .nullable()
    .describe('Why messages hold no links; null: they hold links'),
})
export type ChannelsJson = z.infer<typeof ChannelsJson>

/** What a channel said to a test message. */
export const ChannelTestJson = z.object({
  channel: z.string(),
  type: z.string(),
  sent: z.literal(true),
  reply: z.string().nullable().describe('What the channel calls the message; null: it gives no names'),
  ms: z.number().int(),
})
export type ChannelTestJson = z.infer<typeof ChannelTestJson>

/** The channels, each with what waits and what was given up. */
export function channelsText({ channels, links }: ChannelsJson, options: TextOptions): string {
  if (channels.length === 0)
    return 'No channel is configured: nobody is told of anything.\n[vars.CHANNELS.name] in wrangler.toml adds one; docs/channels.md has all of them.\n'
  const blocks = channels.map((channel) => block(channel, options))
  const without =
    links === null
      ? []
      : [hang('links', wrap(`messages hold none: ${links.reason} → ${links.mend}`, bodyWidth(options)))]
  return `${[...blocks, ...without].map((one) => one.join('\n')).join('\n\n')}\n`
}

function block(channel: ChannelJson, options: TextOptions): string[] {
  const { name, type, fault, chains, waiting, dead, sentAt } = channel
  const status = fault !== null ? 'unknown' : dead > 0 ? 'fail' : 'pass'
  const label = fault !== null ? 'fault' : dead > 0 ? 'dead' : 'ok'
  const told = [
    [
      visible(name),
      ...(type === null ? [] : [type]),
      sentAt === null ? 'nothing sent yet' : `sent ${age(Date.parse(sentAt), options.now)}`,
    ].join(' · '),
    ...(fault === null ? [] : [`${fault.reason} → ${fault.mend}`]),
    ...(waiting === 0 ? [] : [`${count(waiting, 'message')} waiting`]),
    ...(dead === 0
      ? []
      : [
          `${count(dead, 'message')} given up: curl -H "Authorization: Bearer $PLUMBLINE_TOKEN" ${options.origin ?? ''}/outbox`,
        ]),
  ].flatMap((text) => wrap(text, bodyWidth(options)))
  const used = dim(chains.length === 0 ? 'in no chain' : `in the chain of ${list(chains, 6)}`, options)
  return hang(label, [...told, used], shade(status, label, options))
}
