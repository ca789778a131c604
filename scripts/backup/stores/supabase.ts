import type { StorageApiError, SupabaseClient } from '@supabase/supabase-js'
import { UserError } from '../../errors.ts'
import { Later, patiently, reasonOf, REQUEST_MS } from './again.ts'
import type { Store } from './store.ts'

/** A bucket of Supabase Storage. */
export interface SupabasePlace {
  /** https://PROJECT.supabase.co */
  url: string
  /** A secret key, or the service_role key. */
  key: string
  bucket: string
  /** Without slashes at its ends; may be empty. */
  prefix: string
}

const MEND =
  'see that the bucket is there and private, that the key is a secret one, and that the bucket’s file size limit is not below 16 MB'

interface Opened {
  files: ReturnType<SupabaseClient['storage']['from']>
  isOfStorage(error: unknown): error is StorageApiError
}

/** supabase-js is loaded where it is used: it takes more memory than a backup does. */
async function open({ url, key, bucket }: SupabasePlace): Promise<Opened> {
  const { createClient, StorageApiError: OfStorage } = await import('@supabase/supabase-js')
  const client = createClient(url, key, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(REQUEST_MS) }) },
  })
  return { files: client.storage.from(bucket), isOfStorage: (error) => error instanceof OfStorage }
}

/** Keeps the parts as objects; the bucket must be there already. */
export function supabaseStore(place: SupabasePlace, waits?: readonly number[]): Store {
  const { bucket, prefix } = place
  let opened: Promise<Opened> | undefined
  const storage = () => (opened ??= open(place))
  const where = `supabase://${[bucket, prefix].filter(Boolean).join('/')}`
  const path = (name: string) => `${prefix && `${prefix}/`}${name}`
  const refused = (name: string) => (error: unknown) => {
    throw new UserError(`${where}/${name}: ${reasonOf(error)}`, MEND)
  }
  return {
    where,
    put: (name, bytes) =>
      patiently(async () => {
        // A copy that a cache keeps could be that of a backup that was there before.
        const options = { upsert: true, contentType: 'application/octet-stream', cacheControl: '0' }
        const { files, isOfStorage } = await storage()
        const { error } = await files.upload(path(name), bytes, options)
        if (error) throw passing(error, isOfStorage)
      }, waits).catch(refused(name)),
    get: (name) =>
      patiently(async () => {
        const { files, isOfStorage } = await storage()
        const { data, error } = await files.download(path(name))
        if (data) return new Uint8Array(await data.arrayBuffer())
        if (isOfStorage(error) && error.statusCode === '404' && !/bucket/i.test(error.message)) return null
        throw passing(error, isOfStorage)
      }, waits).catch(refused(name)),
  }
}

/** Which of Storage's errors another attempt may better. */
function passing(error: Error, isOfStorage: Opened['isOfStorage']): Error {
  if (!isOfStorage(error)) return new Later(reasonOf('originalError' in error ? error.originalError : error))
  const said = `it answered ${error.status}: ${error.message}`
  return error.status >= 500 || error.status === 429 ? new Later(said) : new Error(said)
}
