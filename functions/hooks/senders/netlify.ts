import { verify } from 'hono/jwt'
import { z } from 'zod'
import type { DeployEvent } from '../../model/deploy.ts'
import { sha256 } from '../../model/parts.ts'
import { parsed, SILENT, textOrNull, urlOrNull, ignored, type Sender } from '../message.ts'
import { anyOf, hmacKey, sameText } from '../signature.ts'

const Deployed = z.object({
  id: z.string().min(1).max(200),
  state: z.string().min(1).max(100),
  branch: z.string().nullish(),
  context: z.string().nullish(),
  commit_ref: z.string().nullish(),
  deploy_ssl_url: z.string().nullish(),
})

const Claims = z.object({ iss: z.literal('netlify'), sha256: z.string() })

/** States of a deploy at Netlify (https://open-api.netlify.com: `deploy.state`), by what they say. */
const STATES = {
  new: ['before', 'pending'],
  enqueued: ['before', 'pending'],
  building: ['before', 'running'],
  uploading: ['before', 'running'],
  uploaded: ['before', 'running'],
  preparing: ['before', 'running'],
  prepared: ['before', 'running'],
  processing: ['before', 'running'],
  ready: ['after', 'succeeded'],
  error: ['after', 'failed'],
} as const satisfies Record<string, readonly [DeployEvent['phase'], DeployEvent['state']]>

const isState = (state: string): state is keyof typeof STATES => Object.hasOwn(STATES, state)

/** A JWS of HS256: 32 bytes as base64url leave two bits of the last character, which must be zero to be read once only. */
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]{42}[AEIMQUYcgkosw048]$/

/**
 * Netlify: a JWS in X-Webhook-Signature whose claims name the issuer and the SHA-256 of the body, without a time.
 * https://docs.netlify.com/deploy/deploy-notifications/#payload-signature
 */
export const netlify: Sender = {
  name: 'netlify',
  // Id and state stand in the body, whose digest is signed.
  signsDelivery: true,
  secretFrom: 'openssl rand -hex 32, in the notification’s settings as JWS secret token',
  wrongSecret: () => null,

  async verify({ body, headers }, secrets) {
    const token = headers.get('x-webhook-signature') ?? ''
    if (!TOKEN.test(token)) return 'X-Webhook-Signature is missing, or is no JWS'
    const digest = await sha256(body)
    const fits = async (secret: string) => {
      const claims = Claims.safeParse(await claimsOf(token, secret))
      return claims.success && sameText(claims.data.sha256, digest)
    }
    return (await anyOf(secrets, fits)) ? null : 'X-Webhook-Signature is not that of this body and a secret of ours'
  },

  read({ headers }, value) {
    const result = parsed(Deployed, value)
    if ('unreadable' in result) return result
    const { id, state, branch, context, commit_ref, deploy_ssl_url } = result.data
    const event = textOrNull(headers.get('x-netlify-event'))?.slice(0, 100) ?? state
    const delivery = `${id}:${state}`
    if (!isState(state)) return { event, delivery, what: ignored(`a deploy that is ${state} is none of ours`) }
    const [phase, ours] = STATES[state]
    return {
      event,
      delivery,
      what: {
        kind: 'deploy',
        event: {
          ...SILENT,
          sha: textOrNull(commit_ref),
          ref: textOrNull(branch),
          environment: textOrNull(context),
          phase,
          state: ours,
          url: urlOrNull(deploy_ssl_url),
          release: `netlify-${id}`,
        },
      },
    }
  },
}

/** The claims of a token that the secret signed; null: it did not. Its times are not looked at: Netlify sets none. */
async function claimsOf(token: string, secret: string): Promise<unknown> {
  try {
    return await verify(token, await hmacKey(secret, 'SHA-256'), { alg: 'HS256', exp: false, nbf: false, iat: false })
  } catch {
    return null
  }
}
