import { AwsClient } from 'aws4fetch'
import { UserError } from '../../errors.ts'
import { sha256 } from '../manifest.ts'
import { Later, patiently, reasonOf, REQUEST_MS } from './again.ts'
import type { Store } from './store.ts'

/** A bucket of Cloudflare R2, or of whatever else speaks the S3 API. */
export interface R2Place {
  /** https://ACCOUNT.r2.cloudflarestorage.com */
  endpoint: string
  bucket: string
  /** Without slashes at its ends; may be empty. */
  prefix: string
  accessKeyId: string
  secretAccessKey: string
}

const MEND =
  'see that the bucket is there and that the key may read and write it (R2 API token: Object Read & Write), then run it again'

/** Each request is signed with the SHA-256 of its body, so that the store refuses what was damaged on the way. */
export function r2Store({ endpoint, bucket, prefix, ...keys }: R2Place, waits?: readonly number[]): Store {
  const client = new AwsClient({ ...keys, service: 's3', region: 'auto', retries: 0 })
  const base = `${endpoint.replace(/\/+$/, '')}/${encodeURIComponent(bucket)}/`
  const where = `r2://${[bucket, prefix].filter(Boolean).join('/')}`
  const urlOf = (name: string) => base + `${prefix && `${prefix}/`}${name}`.split('/').map(encodeURIComponent).join('/')
  const ask = (name: string, init: { method: string; body?: Uint8Array<ArrayBuffer> }) =>
    patiently(async () => {
      const headers = { 'X-Amz-Content-Sha256': sha256(init.body ?? '') }
      const response = await client.fetch(urlOf(name), { ...init, headers, signal: AbortSignal.timeout(REQUEST_MS) })
      const bytes = new Uint8Array(await response.arrayBuffer())
      if (response.status >= 500 || response.status === 429) throw new Later(`it answered ${response.status}`)
      return { status: response.status, bytes }
    }, waits).catch((error: unknown) => {
      throw refused(name, reasonOf(error))
    })
  const refused = (name: string, why: string) => new UserError(`${where}/${name}: ${why}`, MEND)
  return {
    where,
    async put(name, bytes) {
      const { status, bytes: said } = await ask(name, { method: 'PUT', body: new Uint8Array(bytes) })
      if (status >= 300) throw refused(name, answerOf(status, said))
    },
    async get(name) {
      const { status, bytes } = await ask(name, { method: 'GET' })
      if (status === 200) return bytes
      const answer = answerOf(status, bytes)
      if (status === 404 && !answer.includes('NoSuchBucket')) return null
      throw refused(name, answer)
    },
  }
}

/** `403 AccessDenied: …`: S3 says why in XML. */
function answerOf(status: number, body: Uint8Array): string {
  const text = new TextDecoder().decode(body)
  const part = (name: string) => new RegExp(`<${name}>([^<]{1,200})</${name}>`).exec(text)?.[1]
  return [`it answered ${status}`, part('Code'), part('Message')].filter(Boolean).join(': ')
}
