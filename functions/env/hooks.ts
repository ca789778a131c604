import { jsonOrNull } from './text.ts'
import { z } from 'zod'
import type { Fault } from './fault.ts'

type Env = Readonly<Record<string, unknown>>

/** What this must know of a sender. */
interface OfSender {
  name: string
  secretFrom: string
  wrongSecret(secret: string): string | null
}

const nameOf = (sender: string) => `HOOK_SECRET_${sender.toUpperCase()}`

/**
 * The secrets that a sender's deliveries for a target may be signed with: of `HOOK_SECRET_GITHUB_SHOP` where it is set,
 * else of `HOOK_SECRET_GITHUB`. Several, separated by commas or as a JSON list, are valid at once, so that one can be
 * changed after the other. No fault holds one.
 */
export function hookSecrets(env: Env, sender: OfSender, target: string): string[] | Fault {
  const own = `${nameOf(sender.name)}_${target.toUpperCase().replaceAll('-', '_')}`
  const name = isSet(env[own]) ? own : nameOf(sender.name)
  const mend = `npx wrangler secret put ${name} (${sender.secretFrom})`
  if (!isSet(env[name])) return { reason: `neither ${name} nor ${own} is set: nobody could be believed`, mend }
  const secrets = listIn(String(env[name]))
  if (secrets === null || secrets.length === 0)
    return { reason: `${name} is neither a secret, nor several separated by commas, nor a JSON list of them`, mend }
  const wrong = secrets.map((secret) => sender.wrongSecret(secret)).find((why) => why !== null)
  return wrong === undefined ? secrets : { reason: `a secret in ${name} ${wrong}`, mend }
}

const isSet = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

const List = z.array(z.string().min(1))

function listIn(value: string): string[] | null {
  const text = value.trim()
  if (text.startsWith('[')) return List.safeParse(jsonOrNull(text)).data ?? null
  // Supabase writes `v1,whsec_…`: that comma separates nothing.
  return text
    .replaceAll('v1,whsec_', 'whsec_')
    .split(',')
    .map((secret) => secret.trim())
    .filter((secret) => secret !== '')
}
