import { createRoute, z } from '@hono/zod-openapi'
import { channelsOf, type Channel } from '../env/channels.ts'
import type { Notification } from '../model/notification.ts'
import { linksOf } from '../notify/links.ts'
import { sendLetter } from '../notify/send.ts'
import { ChannelTestJson } from '../views/channels.ts'
import { responses, WRITES } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { router } from './support/router.ts'

const route = createRoute({
  method: 'post',
  path: '/channels/{name}/test',
  summary: 'Sends a test message through a channel and answers what the channel said',
  description:
    'Past the outbox, once. At PagerDuty it makes an alert of severity info and resolves it; at GitHub an issue, which stays open.',
  security: WRITES,
  request: {
    params: z.object({ name: z.string().openapi({ param: { name: 'name', in: 'path' }, example: 'primary' }) }),
  },
  responses: responses({ description: 'The channel took it', schema: ChannelTestJson }, [
    'unknown-channel',
    'channel-not-configured',
    'channel-refused',
    'writes-disabled',
  ]),
})

/** POST /channels/:name/test */
export const channelTest = router().openapi(route, async (c) => {
  const channel = usable(channelsOf(c.env), c.req.valid('param').name)
  const began = Date.now()
  const about = { kind: 'test' as const, by: 'Somebody with the write token' }
  const notification: Notification = { key: `test-${c.get('requestId')}`, at: began, target: 'plumbline', about }
  const links = await linksOf(c.env, notification, began)
  const outcome = await sendLetter(channel.way, { notification, links, thread: null, now: began })
  if (outcome.outcome === 'sent') {
    const { name, type } = channel
    return c.json({ channel: name, type, sent: true as const, reply: outcome.reply, ms: Date.now() - began })
  }
  const secrets = channel.secrets.join(' and ')
  throw new Problem('channel-refused', {
    detail: `${outcome.why}.`,
    mend: outcome.outcome === 'dead' ? `${outcome.mend} (${secrets})` : 'try again in a minute',
  })
})

function usable(channels: ReturnType<typeof channelsOf>, asked: string): Extract<Channel, { fault: null }> {
  if (!Array.isArray(channels))
    throw new Problem('channel-not-configured', { detail: `${channels.reason}.`, mend: channels.mend })
  const channel = channels.find(({ name }) => name === asked)
  const names = channels.map(({ name }) => name).join(', ')
  if (channel === undefined)
    throw new Problem('unknown-channel', {
      detail:
        names === ''
          ? `There is no channel ${asked}: none is configured.`
          : `There is no channel ${asked}; there are: ${names}.`,
      mend: `ask for one of those, or add [vars.CHANNELS.${asked}] to wrangler.toml and deploy`,
    })
  if (channel.fault === null) return channel
  throw new Problem('channel-not-configured', { detail: `${channel.fault.reason}.`, mend: channel.fault.mend })
}
