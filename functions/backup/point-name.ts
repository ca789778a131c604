/** Letters and digits that nobody mistakes for one another (Crockford's base 32). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** The API takes names of up to 20 characters. */
const LENGTH = 17

/** The name of a key's restore point, always the same: whoever tries again finds what was made. 85 bits of SHA-256. */
export async function pointName(target: string, key: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify([target, key])))
  const bytes = [...new Uint8Array(digest)].slice(0, LENGTH)
  return `pl-${bytes.map((byte) => ALPHABET[byte % ALPHABET.length]).join('')}`
}
