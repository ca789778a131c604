import type { ChannelWay } from '../model/channel.ts'
import type { DeliveryStep, HttpAnswer, HttpRequest, Letter, Outcome } from './channel.ts'
import { secretsOf, stepsOf } from './steps.ts'
import { line, redact } from './text.ts'

/** How long a channel may take to answer, ms. */
export const PATIENCE = 10_000

/** What is read of an answer, bytes: what says what came of it is short. */
const MOST_READ = 64 * 1024

/** How requests are made; tests give a double. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Tells one letter through a channel: its requests one after the other. What it says holds no secret. */
export async function sendLetter(way: ChannelWay, letter: Letter, ask: Fetch = fetch): Promise<Outcome> {
  const outcome = await allSteps(stepsOf(way, letter), letter.thread, ask)
  if (outcome.outcome === 'sent') return outcome
  return { ...outcome, why: redact(outcome.why, secretsOf(way)) }
}

async function allSteps(steps: readonly DeliveryStep[], thread: string | null, ask: Fetch): Promise<Outcome> {
  let reply = thread
  for (const { request, read, essential } of steps) {
    const outcome = await made(request, ask).then((answer) => ('status' in answer ? read(answer) : answer))
    if (outcome.outcome === 'again' || (outcome.outcome === 'dead' && essential)) return outcome
    if (outcome.outcome === 'sent' && essential) reply = outcome.reply
  }
  return { outcome: 'sent', reply }
}

/** What was answered; where nobody does in time, it is to come again. Redirects are not followed: the request holds a secret. */
async function made(request: HttpRequest, ask: Fetch): Promise<HttpAnswer | Outcome> {
  const { method, url, headers, body } = request
  try {
    const response = await ask(url, {
      method,
      headers: { ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE),
    })
    return { status: response.status, headers: response.headers, body: await beginningOf(response) }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    const why = `${new URL(url).host} did not answer in ${PATIENCE / 1000} s or could not be reached: ${line(said).slice(0, 200)}`
    return { outcome: 'again', why, after: null }
  }
}

async function beginningOf({ body }: Response): Promise<string> {
  if (body === null) return ''
  const decoder = new TextDecoder()
  let text = ''
  const reader = body.getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true })
    if (text.length >= MOST_READ) {
      await reader.cancel()
      break
    }
  }
  return text
}
