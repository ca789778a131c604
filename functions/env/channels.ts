import { said, settingIn } from './text.ts'
import { z } from 'zod'
import { ChannelConfig, ChannelName, type ChannelType, type ChannelWay } from '../model/channel.ts'
import { isSafe } from '../model/target.ts'
import type { Fault } from './fault.ts'

type Env = Readonly<Record<string, unknown>>

/** A way to people; with a fault it is listed, and what should go there cannot be sent. */
export type Channel =
  | {
      name: string
      fault: null
      type: ChannelType
      way: ChannelWay
      /** Names of the secrets that it needs: what to look at where it is refused. */
      secrets: string[]
    }
  | { name: string; fault: Fault }

/** `[vars.CHANNELS.name]` tables of wrangler.toml, or the same as JSON text; a text: what is wrong with all of it. */
export function channelsOf(env: Env): Channel[] | Fault {
  const value = env.CHANNELS
  if (value === undefined || value === '') return []
  const table = z.record(z.string(), z.unknown()).safeParse(settingIn(value))
  if (!table.success)
    return {
      reason: 'CHANNELS is not a table of channels',
      mend: 'write one table [vars.CHANNELS.name] per channel in wrangler.toml',
    }
  return Object.entries(table.data).map(([name, config]) => readChannel(env, name, config))
}

/** The channel of a name, with a fault where there is none. */
export function channelCalled(env: Env, name: string): Channel {
  const channels = channelsOf(env)
  if (!Array.isArray(channels)) return { name, fault: channels }
  const names = channels.map((one) => one.name).join(', ')
  const reason = `there is no channel ${name}${names === '' ? ': none is configured' : `; there are: ${names}`}`
  return (
    channels.find((one) => one.name === name) ?? {
      name,
      fault: { reason, mend: `add [vars.CHANNELS.${name}] to wrangler.toml, or mend the chain that names it` },
    }
  )
}

function readChannel(env: Env, name: string, value: unknown): Channel {
  const faulty = (reason: string, mend: string): Channel => ({ name, fault: { reason, mend } })
  const goodName = ChannelName.safeParse(name)
  if (!goodName.success) return faulty(`CHANNELS.${name}: ${said(goodName.error)}`, 'rename it in wrangler.toml')
  const config = ChannelConfig.safeParse(value)
  if (!config.success) return faulty(`CHANNELS.${name}: ${said(config.error)}`, 'mend it in wrangler.toml')
  const used: string[] = []
  const way = wayOf(config.data, (setting, secretName, shape) => {
    used.push(secretName)
    return readSecret(env, { setting: `CHANNELS.${name}.${setting}`, secretName, shape })
  })
  if ('reason' in way) return { name, fault: way }
  const fault = way.type === 'github' ? githubAddress(env) : null
  if (typeof fault === 'object' && fault !== null) return { name, fault }
  const placed = way.type === 'github' && typeof fault === 'string' ? { ...way, api: fault } : way
  return { name, fault: null, type: config.data.type, way: placed, secrets: used }
}

/** What a secret must look like. */
type Shape = 'address' | 'token' | 'signing'
type Read = (setting: string, secretName: string, shape: Shape) => string | Fault

function wayOf(config: ChannelConfig, read: Read): ChannelWay | Fault {
  switch (config.type) {
    case 'slack': {
      const token = read('token_secret', config.token_secret, 'token')
      if (typeof token !== 'string') return token
      return { type: 'slack', api: bare(config.api_url), channel: config.channel, token }
    }
    case 'slack-webhook':
    case 'discord':
    case 'teams': {
      const url = read('url_secret', config.url_secret, 'address')
      return typeof url === 'string' ? { type: config.type, url } : url
    }
    case 'pagerduty': {
      const key = read('key_secret', config.key_secret, 'token')
      return typeof key === 'string' ? { type: 'pagerduty', api: bare(config.api_url), key } : key
    }
    case 'email': {
      const token = read('token_secret', config.token_secret, 'token')
      if (typeof token !== 'string') return token
      const { type, provider, from, to } = config
      return {
        type,
        provider,
        from,
        to,
        token,
        api: bare(config.api_url ?? APIS[provider]),
        stream: config.message_stream ?? null,
      }
    }
    case 'github': {
      const token = read('token_secret', config.token_secret, 'token')
      if (typeof token !== 'string') return token
      return { type: 'github', api: GITHUB, token, repository: config.repository, labels: config.labels }
    }
    case 'webhook': {
      const url = read('url_secret', config.url_secret, 'address')
      if (typeof url !== 'string') return url
      const secret = read('signing_secret', config.signing_secret, 'signing')
      return typeof secret === 'string' ? { type: 'webhook', url, secret } : secret
    }
  }
}

const APIS = { resend: 'https://api.resend.com', postmark: 'https://api.postmarkapp.com' }
const GITHUB = 'https://api.github.com'

const bare = (url: string) => url.replace(/\/+$/, '')

/** Where GitHub is: an Enterprise Server has its own address. */
function githubAddress(env: Env): string | Fault {
  const api = z
    .string()
    .refine(isSafe)
    .safeParse(env.GITHUB_API_URL ?? GITHUB)
  return api.success
    ? bare(api.data)
    : { reason: 'GITHUB_API_URL is no https:// address', mend: 'mend it in wrangler.toml' }
}

const GOOD: Record<Shape, { is: (value: string) => boolean; wrong: string }> = {
  address: { is: (value) => URL.canParse(value) && isSafe(value), wrong: 'holds no https:// address' },
  // Sent as a header, which can hold no more than this.
  token: {
    is: (value) => /^[\x21-\x7e]+$/.test(value),
    wrong: 'holds spaces, line breaks or other characters that no key has',
  },
  // 24 to 64 bytes, says the specification; 16 are what its libraries take.
  signing: {
    is: (value) => /^(?:whsec_)?[A-Za-z0-9+/]{22,}={0,2}$/.test(value),
    wrong: 'holds no whsec_… (openssl rand -base64 32)',
  },
}

function readSecret(env: Env, { setting, secretName, shape }: { setting: string; secretName: string; shape: Shape }) {
  const mend = `npx wrangler secret put ${secretName}`
  const value = env[secretName]
  if (typeof value !== 'string' || value === '')
    return { reason: `${setting} names ${secretName}, which is not set`, mend }
  return GOOD[shape].is(value) ? value : { reason: `${secretName} ${GOOD[shape].wrong}`, mend }
}
