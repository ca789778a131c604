import { z } from 'zod'
import type { DeployEvent } from '../../model/deploy.ts'
import { ignored, parsed, SILENT, textOrNull, urlOrNull, type Sender, type Unreadable, type What } from '../message.ts'
import { anyOf, fromHex, hmacKey } from '../signature.ts'

const Event = z.object({
  id: z.string().min(1).max(200),
  type: z.string(),
  payload: z.record(z.string(), z.unknown()),
})

const Payload = z.object({
  target: z.string().nullish(),
  url: z.string().nullish(),
  deployment: z.object({
    id: z.string(),
    url: z.string().nullish(),
    meta: z.record(z.string(), z.unknown()).nullish(),
  }),
})

/** https://vercel.com/docs/webhooks/webhooks-api: what each says of a release. */
const TYPES = {
  'deployment.created': ['before', 'running'],
  'deployment.ready': ['after', 'succeeded'],
  'deployment.succeeded': ['after', 'succeeded'],
  'deployment.promoted': ['after', 'succeeded'],
  'deployment.error': ['after', 'failed'],
  'deployment.canceled': ['after', 'cancelled'],
} as const satisfies Record<string, readonly [DeployEvent['phase'], DeployEvent['state']]>

const isType = (type: string): type is keyof typeof TYPES => Object.hasOwn(TYPES, type)

/** Vercel: HMAC-SHA1 of the body in x-vercel-signature, without a time. https://vercel.com/docs/webhooks#securing-webhooks */
export const vercel: Sender = {
  name: 'vercel',
  // It stands in the body, which is signed.
  signsDelivery: true,
  secretFrom: 'what Vercel showed when the webhook was made',
  wrongSecret: () => null,

  async verify({ body, headers }, secrets) {
    const signature = headers.get('x-vercel-signature') ?? ''
    if (!/^[0-9a-f]{40}$/.test(signature)) return 'x-vercel-signature is missing, or is not 40 of 0-9a-f'
    const [given, text] = [fromHex(signature), new TextEncoder().encode(body)]
    const fits = async (secret: string) => crypto.subtle.verify('HMAC', await hmacKey(secret, 'SHA-1'), given, text)
    return (await anyOf(secrets, fits)) ? null : 'x-vercel-signature is not that of a secret of ours'
  },

  read(_, value) {
    const event = parsed(Event, value)
    if ('unreadable' in event) return event
    const { id, type, payload } = event.data
    const what = whatOf(type, payload)
    return 'unreadable' in what ? what : { event: type.slice(0, 100), delivery: id, what }
  },
}

function whatOf(type: string, value: unknown): What | Unreadable {
  if (!isType(type)) return ignored(`${type.slice(0, 100)} says nothing of a deploy`)
  const result = parsed(Payload, value)
  if ('unreadable' in result) return { unreadable: result.unreadable.replace('at ', 'at payload.') }
  const { deployment, target, url } = result.data
  const [phase, state] = TYPES[type]
  const meta = (name: string) => {
    const found = deployment.meta?.[name]
    return typeof found === 'string' ? textOrNull(found) : null
  }
  const commit = meta('githubCommitSha') ?? meta('gitlabCommitSha') ?? meta('bitbucketCommitSha')
  const [owner, name] = [meta('githubCommitOrg') ?? meta('githubOrg'), meta('githubCommitRepo') ?? meta('githubRepo')]
  return {
    kind: 'deploy',
    event: {
      ...SILENT,
      sha: commit,
      ref: meta('githubCommitRef') ?? meta('gitlabCommitRef') ?? meta('bitbucketCommitRef'),
      // Without a target it is a preview.
      environment: textOrNull(target) ?? 'preview',
      phase,
      state,
      url: urlOrNull(withScheme(deployment.url ?? url)),
      release: `vercel-${deployment.id}`,
      repository: owner !== null && name !== null ? `${owner}/${name}` : null,
    },
  }
}

/** Vercel names hosts without a scheme. */
const withScheme = (host: string | null | undefined) => (host && !/^https?:/.test(host) ? `https://${host}` : host)
