import type { Context } from 'hono'
import { linkSecrets } from '../../env/incidents.ts'
import { LinkAction, LinkQuery, linkState } from '../../incidents/links.ts'
import type { App } from './app-env.ts'
import { Problem } from './problem.ts'

const PATH = /^\/incidents\/([^/]+)(?:\/(acknowledge|snooze|resolve))?$/

/**
 * Whether a request bears a link that this Worker signed for just that: its holder needs no token.
 * @throws Problem where it bears one that is not, or no longer, good
 */
export async function isSigned(c: Context<App>): Promise<boolean> {
  const [, incident, act] = PATH.exec(c.req.path) ?? []
  if (incident === undefined || c.req.query('signature') === undefined) return false
  const action = LinkAction.parse(act ?? 'view')
  // To see is not to do.
  if (action === 'view' && c.req.method !== 'GET' && c.req.method !== 'HEAD') return false
  const query = LinkQuery.safeParse(c.req.query())
  const secrets = linkSecrets(c.env)
  if ('reason' in secrets) throw wrongLink(`${secrets.reason}.`, secrets.mend)
  const linked = { incident: decodeURIComponent(incident), action }
  const state = query.success ? await linkState(secrets, linked, query.data, Date.now()) : 'wrong'
  if (state === 'good') return true
  throw wrongLink(
    state === 'expired'
      ? 'This link is no longer good: a link is for a week.'
      : 'This link was not signed by this Worker.',
    `use a newer message, or a token: curl -H "Authorization: Bearer $PLUMBLINE_TOKEN" …${c.req.path}`,
  )
}

const wrongLink = (detail: string, mend: string) => new Problem('wrong-link', { detail, mend })
