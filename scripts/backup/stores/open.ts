import { UserError } from '../../errors.ts'
import { folderStore } from './folder.ts'
import { r2Store } from './r2.ts'
import type { Store } from './store.ts'
import { supabaseStore } from './supabase.ts'

type Env = Readonly<Record<string, string | undefined>>

/**
 * The store that a text names: a folder, `r2://bucket/prefix` or `supabase://bucket/prefix`. Keys come from the environment alone.
 * @throws UserError where it names none, or where a variable is missing
 */
export function openStore(option: string, text: string, env: Env): Store {
  const [, scheme, rest = ''] = /^([a-z][a-z\d+.-]*):\/\/(.*)$/i.exec(text) ?? []
  if (scheme === undefined) {
    if (text !== '') return folderStore(text)
    throw new UserError(`${option} names no place`, `${option} ./backups/today`)
  }
  const [bucket = '', ...path] = rest.split('/')
  const prefix = path.filter(Boolean).join('/')
  if (!/^[\w.-]+$/.test(bucket) || path.includes('..'))
    throw new UserError(`${option} ${scheme}:// names no bucket`, `${option} ${scheme}://bucket/production/2026-01-31`)
  const from = (name: string, example: string) => variable(env, name, `${scheme}://`, example)
  switch (scheme) {
    case 'r2':
      return r2Store({
        endpoint:
          env.R2_ENDPOINT ||
          `https://${from('R2_ACCOUNT_ID', 'the id of the Cloudflare account')}.r2.cloudflarestorage.com`,
        accessKeyId: from('R2_ACCESS_KEY_ID', 'the id of an R2 API token'),
        secretAccessKey: from('R2_SECRET_ACCESS_KEY', 'its secret'),
        bucket,
        prefix,
      })
    case 'supabase':
      return supabaseStore({
        url: from('SUPABASE_URL', 'https://PROJECT.supabase.co'),
        key: env.SUPABASE_SECRET_KEY || from('SUPABASE_SERVICE_ROLE_KEY', 'a secret key of that project'),
        bucket,
        prefix,
      })
    default:
      throw new UserError(
        `${option} ${scheme}:// is no place that a backup can lie in`,
        `${option} a folder, r2://bucket/prefix or supabase://bucket/prefix`,
      )
  }
}

function variable(env: Env, name: string, scheme: string, what: string): string {
  const value = env[name]
  if (value !== undefined && value !== '') return value
  throw new UserError(`${scheme} needs the variable ${name}`, `export ${name}=… (${what})`)
}
