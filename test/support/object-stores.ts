import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { AwsV4Signer } from 'aws4fetch'

/** What a double does to one request instead of answering it. */
export type Fault = 'drop' | 'hang' | number | null

export interface ObjectStore {
  url: string
  /** By `bucket/name`. */
  objects: Map<string, Buffer>
  requests: string[]
  /** What becomes of the nth request (from 1); null: it is answered. */
  fault: (n: number) => Fault
  close(): Promise<void>
}

type Answer = (request: IncomingMessage, body: Buffer, store: ObjectStore) => Promise<Reply> | Reply
interface Reply {
  status: number
  body?: Buffer | string
  type?: string
}

async function serve(answer: Answer): Promise<ObjectStore> {
  const server = createServer((request, response) => void handle(request, response))
  const store: ObjectStore = {
    url: '',
    objects: new Map(),
    requests: [],
    fault: () => null,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = Buffer.concat(await request.toArray())
    store.requests.push(`${request.method} ${request.url}`)
    const fault = store.fault(store.requests.length)
    if (fault === 'hang') return
    if (fault === 'drop') return void request.socket.destroy()
    const reply = fault === null ? await answer(request, body, store) : { status: fault, body: 'not now' }
    response.writeHead(reply.status, { 'Content-Type': reply.type ?? 'application/octet-stream' }).end(reply.body ?? '')
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the double has no port')
  store.url = `http://127.0.0.1:${address.port}`
  return store
}

const s3Error = (status: number, code: string): Reply => ({
  status,
  type: 'application/xml',
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code} it is.</Message></Error>`,
})

export const R2_KEYS = { accessKeyId: 'key-id', secretAccessKey: 'key-secret' }

/**
 * A double of R2's S3 API with one bucket, `backups`: PutObject and GetObject, signatures (computed anew from the request) and the
 * SHA-256 of the body checked, errors in S3's XML.
 */
export const r2Double = (): Promise<ObjectStore> =>
  serve(async (request, body, { objects, url }) => {
    const path = decodeURIComponent(request.url ?? '').slice(1)
    const headers = request.headers
    const datetime = String(headers['x-amz-date'])
    const said = String(headers['x-amz-content-sha256'])
    const signer = new AwsV4Signer({
      ...R2_KEYS,
      method: request.method ?? '',
      url: `${url}${request.url}`,
      headers: { 'X-Amz-Content-Sha256': said, 'X-Amz-Date': datetime },
      service: 's3',
      region: 'auto',
      datetime,
    })
    if ((await signer.authHeader()) !== headers.authorization) return s3Error(403, 'SignatureDoesNotMatch')
    if (createHash('sha256').update(body).digest('hex') !== said) return s3Error(400, 'XAmzContentSHA256Mismatch')
    if (!path.startsWith('backups/')) return s3Error(404, 'NoSuchBucket')
    if (request.method === 'PUT') {
      objects.set(path, body)
      return { status: 200 }
    }
    const found = objects.get(path)
    return found === undefined ? s3Error(404, 'NoSuchKey') : { status: 200, body: found }
  })

/** Whatever the fault, Storage answers 400 and says the status in the body. */
const storageError = (status: number, statusCode: string, message: string): Reply => ({
  status,
  type: 'application/json',
  body: JSON.stringify({ statusCode, error: message, message }),
})

export const STORAGE_KEY = 'sb_secret_test'

/**
 * A double of Supabase Storage's object API with one bucket, `backups` (supabase.com/docs/reference/javascript/storage-from-upload): POST
 * /storage/v1/object/BUCKET/NAME, x-upsert, and GET of the same; errors as JSON with statusCode, error and message, most of them as 400.
 */
export const storageDouble = (): Promise<ObjectStore> =>
  serve((request, body, { objects }) => {
    const path = decodeURIComponent(request.url ?? '').replace('/storage/v1/object/', '')
    if (request.headers.authorization !== `Bearer ${STORAGE_KEY}`)
      return storageError(400, '403', 'Invalid Compact JWS')
    if (!path.startsWith('backups/')) return storageError(400, '404', 'Bucket not found')
    if (request.method === 'POST') {
      if (objects.has(path) && request.headers['x-upsert'] !== 'true')
        return storageError(400, '409', 'The resource already exists')
      objects.set(path, body)
      return { status: 200, type: 'application/json', body: JSON.stringify({ Id: 'id', Key: path }) }
    }
    const found = objects.get(path)
    return found === undefined ? storageError(400, '404', 'Object not found') : { status: 200, body: found }
  })
