import { said, settingIn } from './text.ts'
import { z } from 'zod'
import { IncidentPolicy, type Alerting } from '../model/incident-policy.ts'
import type { Fault } from './fault.ts'

type Env = Readonly<Record<string, unknown>>

const Table = z.record(z.string(), z.unknown())

/** A table of wrangler.toml, or the same as JSON text; null: it is neither. */
function tableIn(value: unknown): Record<string, unknown> | null {
  if (value === undefined || value === '') return {}
  return Table.safeParse(settingIn(value)).data ?? null
}

/** The names of the channels in [vars.CHANNELS]. */
export const channelNames = (env: Env): string[] => Object.keys(tableIn(env.CHANNELS) ?? {})

/**
 * The policy of [vars.INCIDENTS], with what `own` says instead, and the channels that there are; or what is wrong with it.
 * Without a chain: those of primary, secondary and escalation that there are; else all channels, one after the other.
 * @param where what `own` is called in wrangler.toml
 */
export function alertingOf(env: Env, own: unknown, where: string): Alerting | Fault {
  const shared = tableIn(env.INCIDENTS)
  if (shared === null) return { reason: 'INCIDENTS is no table', mend: 'write it as [vars.INCIDENTS] in wrangler.toml' }
  const merged = { ...shared, ...tableIn(own) }
  const channels = channelNames(env)
  const given = IncidentPolicy.safeParse(merged)
  if (!given.success) return { reason: `${where}: ${said(given.error)}`, mend: 'mend it in wrangler.toml' }
  const policy = 'chain' in merged ? given.data : { ...given.data, chain: usualChain(given.data.chain, channels) }
  const named = (names: readonly string[]) => names.find((name) => channels.length > 0 && !channels.includes(name))
  const missing = named(policy.chain.flat()) ?? named(policy.announce ?? [])
  if (missing === undefined) return { policy, channels }
  return {
    reason: `${where} names ${missing}, which is no channel`,
    mend: `name one of ${channels.join(', ')}, or add [vars.CHANNELS.${missing}] to wrangler.toml`,
  }
}

function usualChain(usual: string[][], channels: readonly string[]): string[][] {
  if (channels.length === 0) return usual
  const there = usual.filter((names) => names.every((name) => channels.includes(name)))
  return there.length > 0 ? there : channels.map((name) => [name])
}

const Origin = z
  .url({ protocol: /^https?$/ })
  .transform((url) => url.replace(/\/+$/, ''))
  .refine((url) => new URL(url).pathname === '/', 'has a path')

/** What signed links are made of: the Worker's own address, and the secrets, the one that signs first. */
export interface LinkSettings {
  origin: string
  secrets: readonly [string, ...string[]]
}

/** A secret shorter than this could be guessed. */
const SHORTEST = 24

/** PLUMBLINE_URL and PLUMBLINE_LINK_SECRET; or why no link can be signed. */
export function linkSettings(env: Env): LinkSettings | Fault {
  const origin = Origin.safeParse(env.PLUMBLINE_URL)
  if (!origin.success)
    return {
      reason: 'PLUMBLINE_URL is not the address of this Worker',
      mend: 'add PLUMBLINE_URL = "https://plumbline.example.workers.dev" under [vars] in wrangler.toml',
    }
  const secrets = linkSecrets(env)
  return 'reason' in secrets ? secrets : { origin: origin.data, secrets }
}

/** The secrets that a link may be signed with, separated by commas so that one can be changed after the other. */
export function linkSecrets(env: Env): readonly [string, ...string[]] | Fault {
  const mend = 'openssl rand -hex 32 | npx wrangler secret put PLUMBLINE_LINK_SECRET'
  const [first, ...more] = String(env.PLUMBLINE_LINK_SECRET ?? '')
    .split(',')
    .map((secret) => secret.trim())
    .filter((secret) => secret !== '')
  if (first === undefined) return { reason: 'PLUMBLINE_LINK_SECRET is not set', mend }
  if ([first, ...more].some((secret) => secret.length < SHORTEST))
    return { reason: `a secret of PLUMBLINE_LINK_SECRET has less than ${SHORTEST} characters`, mend }
  return [first, ...more]
}
