import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import type { Stage } from './stage.ts'

const URL_SECRET = 'DEMO_CHANNEL_URL'
const SIGNING_SECRET = 'DEMO_CHANNEL_SECRET'

/** What this shows of a delivery. */
const Told = z.object({
  data: z.object({ headline: z.string(), links: z.array(z.object({ label: z.string(), url: z.string() })) }),
})
export type Told = z.infer<typeof Told>['data']

/** A channel of the demo, and what came through it. */
export interface DemoChannel {
  vars: Record<string, unknown>
  secrets: Record<string, string>
  /** What people were told by now; waits for the first up to `patience` (ms). */
  told(patience: number): Promise<readonly Told[]>
}

/** The demo has nobody to call: what its channel sends comes to this machine, as it would to any receiver of webhooks. */
export async function demoChannel(stage: Stage): Promise<DemoChannel> {
  const secret = `whsec_${randomBytes(24).toString('base64')}`
  const told: Told[] = []
  const first = Promise.withResolvers<void>()
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (part: string) => (body += part))
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
      const believed = Told.safeParse(verified(secret, body, headers))
      if (believed.success) told.push(believed.data.data)
      response.writeHead(believed.success ? 204 : 401).end()
      first.resolve()
    })
  })
  const listening = new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  await stage.add(listening, async () => void server.close().closeAllConnections())
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    vars: { CHANNELS: { primary: { type: 'webhook', url_secret: URL_SECRET, signing_secret: SIGNING_SECRET } } },
    secrets: { [URL_SECRET]: `http://127.0.0.1:${port}/`, [SIGNING_SECRET]: secret },
    told: async (patience) => {
      const { promise: late, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, patience)
      await Promise.race([first.promise, late])
      clearTimeout(timer)
      return told
    },
  }
}

function verified(secret: string, body: string, headers: Record<string, string>): unknown {
  try {
    return new Webhook(secret).verify(body, headers)
  } catch {
    return null
  }
}
