import type { SenderName } from '../../functions/model/deploy.ts'

/** Secrets of the tests, one per sender. */
export const SECRETS: Readonly<Record<SenderName, string>> = {
  github: 'It is a secret to everybody',
  vercel: 'vercel-webhook-secret',
  netlify: 'netlify-jws-secret-token',
  render: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  supabase: 'v1,whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
  standard: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
  bearer: 'a-bearer-token-of-32-characters-0',
}

/** A secret of the same form that differs in one letter. */
export const otherSecret = (sender: SenderName): string => SECRETS[sender].replace(/[a-zA-Z](?=[^a-zA-Z]*$)/, 'Q')

export interface Signing {
  secret?: string
  /** Standard Webhooks: the delivery. */
  id?: string
  /** Standard Webhooks: when it was sent, ms. */
  at: number
}

const utf8 = (text: string) => new TextEncoder().encode(text)
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
const base64url = (bytes: Uint8Array) => base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** The HMAC of a text with a key, which is a secret's text or its bytes. */
export async function hmac(hash: string, key: string | Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array> {
  const bytes = typeof key === 'string' ? utf8(key) : key
  const imported = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, utf8(text)))
}

/** A JWS of such a header and such claims. */
export async function jws(header: object, claims: object, secret: string, hash = 'SHA-256'): Promise<string> {
  const text = [header, claims].map((part) => base64url(utf8(JSON.stringify(part)))).join('.')
  return `${text}.${base64url(await hmac(hash, secret, text))}`
}

/** The claims with which Netlify signs a body. */
export const netlifyClaims = async (body: string) => ({
  iss: 'netlify',
  sha256: hex(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(body)))),
})

async function standard(body: string, { secret = '', id = 'msg_1', at }: Signing): Promise<Record<string, string>> {
  const key = Uint8Array.from(atob(secret.replace(/^(v1,)?whsec_/, '')), (char) => char.charCodeAt(0))
  const stamp = String(Math.floor(at / 1000))
  const signature = base64(await hmac('SHA-256', key, `${id}.${stamp}.${body}`))
  return { 'webhook-id': id, 'webhook-timestamp': stamp, 'webhook-signature': `v1,${signature}` }
}

type Signer = (body: string, signing: Signing) => Promise<Record<string, string>>

const signers: Readonly<Record<SenderName, Signer>> = {
  github: async (body, { secret = '' }) => ({
    'x-hub-signature-256': `sha256=${hex(await hmac('SHA-256', secret, body))}`,
  }),
  vercel: async (body, { secret = '' }) => ({ 'x-vercel-signature': hex(await hmac('SHA-1', secret, body)) }),
  netlify: async (body, { secret = '' }) => ({
    'x-webhook-signature': await jws({ alg: 'HS256', typ: 'JWT' }, await netlifyClaims(body), secret),
  }),
  render: standard,
  supabase: standard,
  standard,
  bearer: async (_, { secret = '' }) => ({ authorization: `Bearer ${secret}` }),
}

/** The headers with which a sender signs a body: written from its documents, apart from what verifies them. */
export const signed = (sender: SenderName, body: string, signing: Signing): Promise<Record<string, string>> =>
  signers[sender](body, { secret: SECRETS[sender], ...signing })
