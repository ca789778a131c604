import { createServer } from 'node:http'
import type {
  ChatPostMessageArguments,
  ChatPostMessageResponse,
  ChatUpdateArguments,
  ChatUpdateResponse,
} from '@slack/web-api'
import { z } from 'zod'

/** A link of a message, as people click it. */
export interface SlackLink {
  text: string
  url: string
}

/** A message as it stands in the channel. */
export interface SlackMessage {
  ts: string
  /** null: it stands in the channel itself. */
  thread: string | null
  text: string
  /** All that its blocks say. */
  said: string
  links: SlackLink[]
}

/**
 * A double of Slack's chat.postMessage and chat.update, held to `@slack/web-api`: its arguments and answers by their types, what a
 * client makes of the answers by test/unit/notify/vendors.test.ts.
 */
export interface SlackDouble {
  /** For `api_url`. */
  url: string
  /** What stands in the channel, in its order, from when the bot was invited on. */
  messages: readonly SlackMessage[]
  /** Lets the bot in: until then the channel is not found. */
  invite(): void
  close(): Promise<unknown>
}

const Element = z.looseObject({ text: z.string().optional(), url: z.string().optional() })
const Block = z.object({ elements: z.array(z.object({ elements: z.array(Element) })) })
const Asked = z.object({
  channel: z.string(),
  text: z.string(),
  blocks: z.array(Block),
  thread_ts: z.string().optional(),
  ts: z.string().optional(),
} satisfies Partial<Record<KeyOf<ChatPostMessageArguments> | KeyOf<ChatUpdateArguments>, z.ZodType>>)
type Asked = z.infer<typeof Asked>

/** Of any member of a union. */
type KeyOf<T> = T extends unknown ? keyof T : never

type Answer = ChatPostMessageResponse & ChatUpdateResponse

/** Starts the double on a port of this machine. */
export async function startSlack(): Promise<SlackDouble> {
  const messages: SlackMessage[] = []
  let invited = false
  const post = (asked: Asked): Answer => {
    if (!invited) return { ok: false, error: 'channel_not_found' }
    const ts = `1503435956.${String(messages.length + 1).padStart(6, '0')}`
    messages.push({ ts, thread: asked.thread_ts ?? null, ...contentOf(asked) })
    return { ok: true, channel: asked.channel, ts }
  }
  const update = (asked: Asked): Answer => {
    const message = messages.find(({ ts }) => ts === asked.ts)
    if (message === undefined) return { ok: false, error: 'message_not_found' }
    Object.assign(message, contentOf(asked))
    return { ok: true, channel: asked.channel, ts: message.ts }
  }
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (part: string) => (body += part))
    request.on('end', () => {
      const asked = Asked.parse(JSON.parse(body))
      const answer = request.url?.endsWith('/chat.update') ? update(asked) : post(asked)
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    url: `http://127.0.0.1:${port}/api`,
    messages,
    invite: () => {
      invited = true
    },
    close: async () => void server.close().closeAllConnections(),
  }
}

function contentOf({ text, blocks }: Asked) {
  const elements = blocks.flatMap((block) => block.elements.flatMap((part) => part.elements))
  return {
    text,
    said: elements.map((element) => element.text ?? '').join(''),
    links: elements.flatMap((element) =>
      element.url === undefined ? [] : [{ text: element.text ?? '', url: element.url }],
    ),
  }
}
