import { z } from 'zod'

/** What a signed link lets its holder do to one incident; `view`: see its page. */
export const LinkAction = z.enum(['view', 'acknowledge', 'snooze', 'resolve'])
export type LinkAction = z.infer<typeof LinkAction>

/** The links of a message about an incident: each does one thing, to one incident, for a while. */
export interface SignedLinks {
  page: string
  acknowledge: string
  snooze: string
  resolve: string
}

/** How long a link is good, ms: a week, in which a message may lie over a holiday. */
export const LINK_LIFETIME = 7 * 86_400_000

/** The parameters of a signed link. `until`: s since the epoch. */
export const LinkQuery = z.object({
  until: z.string().regex(/^\d{1,12}$/),
  signature: z.string().regex(/^[\w-]{43}$/),
})
export type LinkQuery = z.infer<typeof LinkQuery>

/** What a link is for. */
interface Linked {
  /** The incident's id. */
  incident: string
  action: LinkAction
}

/**
 * The links of a message about an incident. Following one shows a page; what it names is done when that page is sent.
 * @param secret PLUMBLINE_LINK_SECRET @param origin the Worker's address, without a slash at its end @param now ms
 */
export async function signedLinks(secret: string, origin: string, incident: string, now: number): Promise<SignedLinks> {
  const link = async (action: LinkAction) => `${origin}${await signedPath(secret, { incident, action }, now)}`
  const [page, acknowledge, snooze, resolve] = await Promise.all([
    link('view'),
    link('acknowledge'),
    link('snooze'),
    link('resolve'),
  ])
  return { page, acknowledge, snooze, resolve }
}

/** The path and query of one link, good from `now` (ms) on for LINK_LIFETIME. */
export async function signedPath(secret: string, linked: Linked, now: number): Promise<string> {
  const until = String(Math.floor((now + LINK_LIFETIME) / 1000))
  const bytes = await crypto.subtle.sign('HMAC', await keyOf(secret), signed(linked, until))
  const signature = btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
  const path = `/incidents/${encodeURIComponent(linked.incident)}${linked.action === 'view' ? '' : `/${linked.action}`}`
  return `${path}?until=${until}&signature=${signature}`
}

/** Whether a link was signed with one of our secrets, and is still good at `now` (ms). Compared in constant time. */
export async function linkState(
  secrets: readonly string[],
  linked: Linked,
  query: LinkQuery,
  now: number,
): Promise<'good' | 'wrong' | 'expired'> {
  const padded = query.signature.replaceAll('-', '+').replaceAll('_', '/')
  const bytes = Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0))
  const fits = await Promise.all(
    secrets.map(async (secret) =>
      crypto.subtle.verify('HMAC', await keyOf(secret), bytes, signed(linked, query.until)),
    ),
  )
  if (!fits.includes(true)) return 'wrong'
  return Number(query.until) * 1000 > now ? 'good' : 'expired'
}

/** What is signed: no part can be taken for another, since none has a line break. */
const signed = ({ incident, action }: Linked, until: string) =>
  new TextEncoder().encode(['plumbline incident link 1', incident, action, until].join('\n'))

const keyOf = (secret: string) =>
  crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ])
