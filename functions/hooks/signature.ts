import { timingSafeEqual } from 'hono/utils/buffer'

type Hash = 'SHA-1' | 'SHA-256'

/** A secret as the key of an HMAC. */
export const hmacKey = (secret: string, hash: Hash) =>
  crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash }, false, ['sign', 'verify'])

/** The bytes of lower-case hex, which the caller has looked at. */
export const fromHex = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))

/** Whether one of the secrets fits. All are tried, so that time does not tell which. */
export async function anyOf(secrets: readonly string[], fits: (secret: string) => Promise<boolean>): Promise<boolean> {
  const all = await Promise.all(secrets.map(fits))
  return all.includes(true)
}

/** Whether two texts are the same, in a time that does not tell where they differ. */
export const sameText = (a: string, b: string): Promise<boolean> => timingSafeEqual(a, b)
