import { z } from 'zod'
import type { ApplicationWay, BackupsWay, TargetConfig, Way } from '../model/target.ts'
import type { Fault } from './fault.ts'

type Env = Readonly<Record<string, unknown>>

/** The way in that a target's settings describe, with the secrets that they name; or what is wrong with it. */
export function wayTo(env: Env, name: string, config: TargetConfig): Way | Fault {
  switch (config.transport) {
    case 'postgres':
      return config.hyperdrive === undefined
        ? direct(env, name, config.url_secret ?? '')
        : throughHyperdrive(env, name, config.hyperdrive)
    case 'management-api': {
      const token = secret(env, name, 'token_secret', config.token_secret)
      if (typeof token !== 'string') return token
      return { transport: config.transport, api: config.api_url, projectRef: config.project_ref, token }
    }
    case 'edge-function': {
      const key = secret(env, name, 'key_secret', config.key_secret)
      if (typeof key !== 'string') return key
      const shared = secret(env, name, 'function_secret', config.function_secret)
      if (typeof shared !== 'string') return shared
      return { transport: config.transport, url: config.function_url, key, secret: shared }
    }
  }
}

/** The way to what the platform keeps of a target's backups, or what is wrong with it; null: none is configured. */
export function backupsWayTo(env: Env, name: string, config: TargetConfig): BackupsWay | Fault | null {
  const { backup } = config
  const own = config.transport === 'management-api' ? config : null
  const projectRef = backup?.project_ref ?? own?.project_ref
  const setting = backup?.token_secret === undefined ? 'token_secret' : 'backup.token_secret'
  const tokenSecret = backup?.token_secret ?? own?.token_secret
  if (projectRef === undefined || tokenSecret === undefined) return null
  const token = secret(env, name, setting, tokenSecret)
  const api = backup?.api_url ?? own?.api_url ?? 'https://api.supabase.com'
  return typeof token === 'string' ? { api, projectRef, token } : token
}

/** The way to the project's own addresses, or what is wrong with it; null: none is configured. */
export function applicationWayTo(env: Env, name: string, config: TargetConfig): ApplicationWay | Fault | null {
  const { application } = config
  if (application === undefined) return null
  const edge = config.transport === 'edge-function' ? config : null
  const ref = config.transport === 'management-api' ? config.project_ref : config.backup?.project_ref
  const url = application.url ?? (edge ? new URL(edge.function_url).origin : ref && `https://${ref}.supabase.co`)
  const keySecret = application.key_secret ?? edge?.key_secret
  const lacks = (setting: string, example: string): Fault => ({
    reason: `TARGETS.${name}.application has no ${setting}`,
    mend: `add ${setting} = "${example}" to [vars.TARGETS.${name}.application] in wrangler.toml`,
  })
  if (url === undefined) return lacks('url', 'https://<ref>.supabase.co')
  if (keySecret === undefined) return lacks('key_secret', 'SHOP_KEY')
  const key = secret(env, name, 'application.key_secret', keySecret)
  return typeof key === 'string' ? { url, key, functions: application.functions } : key
}

function throughHyperdrive(env: Env, name: string, binding: string): Way | Fault {
  const bound = z.object({ connectionString: z.string() }).safeParse(env[binding])
  if (bound.success) return { transport: 'postgres', url: bound.data.connectionString }
  return {
    reason: `TARGETS.${name}.hyperdrive names ${binding}, which is not bound`,
    mend: `add [[hyperdrive]] with binding = "${binding}" to wrangler.toml`,
  }
}

function direct(env: Env, name: string, secretName: string): Way | Fault {
  const url = secret(env, name, 'url_secret', secretName)
  if (typeof url !== 'string') return url
  if (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)) return { transport: 'postgres', url }
  return { reason: `${secretName} is not a postgresql:// connection string`, mend: put(secretName) }
}

function secret(env: Env, name: string, setting: string, secretName: string): string | Fault {
  const value = env[secretName]
  if (typeof value !== 'string' || value === '')
    return { reason: `TARGETS.${name}.${setting} names ${secretName}, which is not set`, mend: put(secretName) }
  // All but a connection string is sent as a header, which can hold no more than this.
  if (/^[\x21-\x7e]+$/.test(value) || setting === 'url_secret') return value
  return {
    reason: `${secretName} holds spaces, line breaks or other characters that no key has`,
    mend: put(secretName),
  }
}

const put = (secretName: string) => `wrangler secret put ${secretName}`
