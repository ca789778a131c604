import { Webhook } from 'standardwebhooks'
import { threadOf } from '../../model/notification.ts'
import { byStatus, json } from '../answer.ts'
import type { ChannelKind } from '../channel.ts'
import { messageOf } from '../message.ts'
import { token } from '../text.ts'

/**
 * Any receiver, by https://www.standardwebhooks.com: the notification as data, signed. `webhook-id` stays the same when it
 * comes again, so that receivers tell duplicates.
 */
export const webhook: ChannelKind<'webhook'> = ({ url, secret }, letter) => {
  const { notification, links, now } = letter
  const { headline, why } = messageOf(letter)
  const body = JSON.stringify({
    type: `plumbline.${notification.about.kind}`,
    timestamp: new Date(notification.at).toISOString(),
    data: { ...notification, subject: threadOf(notification), headline, why, links },
  })
  // No dots: what is signed is `id.timestamp.body`.
  const id = `msg_${token(notification.key)}`
  const headers = {
    ...json,
    'User-Agent': 'plumbline',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, new Date(now), body),
  }
  const mend = 'see the receiver, and that it has the secret that signing_secret names'
  return [
    {
      request: { method: 'POST', url, headers, body },
      read: (answer) => byStatus(answer, { who: 'the receiver', mend, now }),
      essential: true,
    },
  ]
}
