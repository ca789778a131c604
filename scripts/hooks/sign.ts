import { sign as signGithub } from '@octokit/webhooks-methods'
import { sign as signJwt } from 'hono/jwt'
import { Webhook } from 'standardwebhooks'
import { hmacKey } from '../../functions/hooks/signature.ts'
import type { SenderName } from '../../functions/model/deploy.ts'
import { sha256 } from '../../functions/model/parts.ts'

export interface Signing {
  secret: string
  /** The delivery's name. */
  id: string
  /** When it is sent, ms. */
  at: number
}

type Signer = (body: string, signing: Signing) => Promise<Record<string, string>>

const standard: Signer = async (body, { secret, id, at }) => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at / 1000)),
  'webhook-signature': new Webhook(secret.replace(/^v1,/, '')).sign(id, new Date(at), body),
})

const signers: Readonly<Record<SenderName, Signer>> = {
  github: async (body, { secret, id }) => ({
    'X-GitHub-Event': 'deployment',
    'X-GitHub-Delivery': id,
    'X-Hub-Signature-256': await signGithub(secret, body),
  }),
  async vercel(body, { secret }) {
    const bytes = new TextEncoder().encode(body)
    const signature = await crypto.subtle.sign('HMAC', await hmacKey(secret, 'SHA-1'), bytes)
    return { 'x-vercel-signature': Buffer.from(signature).toString('hex') }
  },
  netlify: async (body, { secret }) => ({
    'X-Webhook-Signature': await signJwt({ iss: 'netlify', sha256: await sha256(body) }, secret, 'HS256'),
  }),
  render: standard,
  supabase: standard,
  standard,
  bearer: async (_, { secret, id }) => ({ Authorization: `Bearer ${secret}`, 'Idempotency-Key': id }),
}

/** The headers of a delivery that a sender would sign so. */
export const signed = (sender: SenderName, body: string, signing: Signing): Promise<Record<string, string>> =>
  signers[sender](body, signing)
