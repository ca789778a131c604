import { Webhook } from 'standardwebhooks'
import type { Message, Refusal } from './message.ts'
import { anyOf, sameText } from './signature.ts'

/** How far a delivery's time may be from ours, ms: the specification's five minutes. */
export const TOLERANCE = 5 * 60_000

/**
 * Believes a message that is signed as https://www.standardwebhooks.com says: `v1,<base64>` of HMAC-SHA256 over
 * `id.timestamp.body`. The library signs; the headers are looked at here, since it reads `1700x` as a time and has a
 * clock of its own.
 */
export async function verifyStandard(
  { body, headers }: Message,
  secrets: readonly string[],
  now: number,
): Promise<Refusal> {
  const id = headers.get('webhook-id') ?? ''
  const stamp = headers.get('webhook-timestamp') ?? ''
  const signatures = headers.get('webhook-signature') ?? ''
  if (id === '' || stamp === '' || signatures === '')
    return 'one of webhook-id, webhook-timestamp and webhook-signature is missing'
  // A dot would let one signature be read as that of another id, time and body.
  if (!/^[!-\-/-~]{1,256}$/.test(id)) return 'webhook-id has a dot or other characters that it may not have'
  if (!/^[1-9]\d{0,11}$/.test(stamp)) return 'webhook-timestamp is no time in seconds'
  const at = Number(stamp) * 1000
  if (Math.abs(now - at) > TOLERANCE) return 'webhook-timestamp is more than 5 minutes from now'
  const given = signatures.split(' ').flatMap((one) => (one.startsWith('v1,') ? [one] : []))
  const fits = await anyOf(secrets, async (secret) => {
    const expected = new Webhook(bare(secret)).sign(id, new Date(at), body)
    return (await Promise.all(given.map((one) => sameText(one, expected)))).includes(true)
  })
  return fits ? null : 'no v1 signature is that of a secret of ours'
}

/** Supabase shows secrets as `v1,whsec_…`. */
const bare = (secret: string) => secret.replace(/^v1,/, '')

/** What is wrong with a secret of Standard Webhooks; null: nothing. */
export function wrongStandardSecret(secret: string): string | null {
  const key = bare(secret).replace(/^whsec_/, '')
  const good = /^[A-Za-z0-9+/]+={0,2}$/.test(key) && key.length % 4 === 0 && key.length >= 24
  return good ? null : 'is not base64 of 16 bytes or more, as whsec_… is'
}
