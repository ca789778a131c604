import type { ChatPostMessageArguments } from '@slack/web-api'
import { byStatus, json } from '../answer.ts'
import type { ChannelKind } from '../channel.ts'
import { messageOf } from '../message.ts'
import { slackBlocks, slackFallback } from './slack-blocks.ts'

/** Of each member of a union. */
type WithoutChannel<T> = T extends unknown ? Omit<T, 'channel'> : never

/**
 * An incoming webhook of Slack: one message each time, since it names none that could be changed
 * (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).
 */
export const slackWebhook: ChannelKind<'slack-webhook'> = ({ url }, letter) => {
  const message = messageOf(letter)
  // A webhook takes what chat.postMessage takes, and knows its channel.
  const body = {
    text: slackFallback(message),
    blocks: slackBlocks(message),
    unfurl_links: false,
    unfurl_media: false,
  } satisfies WithoutChannel<ChatPostMessageArguments>
  const mend =
    'make a new incoming webhook in the app’s settings, and put its address into the secret that url_secret names'
  return [
    {
      request: { method: 'POST', url, headers: json, body: JSON.stringify(body) },
      read: (answer) => byStatus(answer, { who: 'Slack', mend, now: letter.now }),
      essential: true,
    },
  ]
}
