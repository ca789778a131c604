import { heartbeatUrl } from '../env/heartbeat.ts'
import type { Fetch } from './send.ts'

/** start: a tick has begun · alive: every target was looked at, and what was to be told was told · fail: it was not. */
export type Beat = { beat: 'start' } | { beat: 'alive' } | { beat: 'fail'; why: string }

/** How long the switch may take, ms; nothing waits for it longer. */
const PATIENCE = 5000

/** As https://healthchecks.io/docs/http_api has it: what is added to the address. Others ignore a body. */
const PATHS: Record<Beat['beat'], string> = { start: '/start', alive: '', fail: '/fail' }

/**
 * Tells a dead man's switch how the monitor is. It alarms when it hears nothing for too long, so that what goes wrong here is
 * a line in the log and nothing else.
 */
export async function beat(env: Readonly<Record<string, unknown>>, told: Beat, ask: Fetch = fetch): Promise<void> {
  const address = heartbeatUrl(env)
  if (address === null) return
  if (typeof address !== 'string') return console.warn(`no heartbeat: ${address.reason} → ${address.mend}`)
  const url = new URL(address)
  url.pathname = url.pathname.replace(/\/+$/, '') + PATHS[told.beat]
  try {
    const response = await ask(url.href, {
      method: 'POST',
      headers: { 'User-Agent': 'plumbline', 'Content-Type': 'text/plain; charset=utf-8' },
      body: told.beat === 'fail' ? told.why : '',
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE),
    })
    await response.body?.cancel()
    if (!response.ok) console.warn(`the heartbeat (${told.beat}) was answered with ${response.status}`)
  } catch {
    console.warn(`the heartbeat (${told.beat}) could not be sent`)
  }
}
