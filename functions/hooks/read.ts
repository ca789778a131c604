import { DeployEvent } from '../model/deploy.ts'
import { sha256 } from '../model/parts.ts'
import { parsed, type Message, type Reading, type Sender, type Unreadable } from './message.ts'

/** A believed delivery: what it tells, and the two names under which it is known again. */
export interface Delivery extends Reading {
  sender: Sender['name']
  delivery: string
  /** Of what is signed: the same content under another name, where names are not signed, is the same delivery. */
  digest: string
}

/** The text of a body byte for byte; null where it is no UTF-8: what is lost in decoding could not be verified. */
export function textOf(body: ArrayBuffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    return null
  }
}

/** What a believed message with a body in JSON tells, in our words; `now` in ms. */
export async function readDelivery(
  sender: Sender,
  message: Message,
  value: unknown,
  now: number,
): Promise<Delivery | Unreadable> {
  const reading = sender.read(message, value)
  if ('unreadable' in reading) return reading
  const { event, what } = reading
  if (what.kind === 'deploy') {
    const checked = parsed(DeployEvent, what.event)
    if ('unreadable' in checked) return checked
  }
  // A sender that could have named a delivery and did not means each to count.
  const name = sender.signsDelivery ? `${reading.delivery ?? now}\n` : ''
  const digest = await sha256(`${name}${message.body}`)
  return { sender: sender.name, event, what, delivery: reading.delivery ?? `sha256:${digest}`, digest }
}
