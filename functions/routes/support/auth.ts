import type { Context, MiddlewareHandler } from 'hono'
import { basicAuth } from 'hono/basic-auth'
import { bearerAuth } from 'hono/bearer-auth'
import { some } from 'hono/combine'
import { matchedRoutes } from 'hono/route'
import { timingSafeEqual } from 'hono/utils/buffer'
import { settingsOf } from '../../env.ts'
import type { App } from './app-env.ts'
import { Problem } from './problem.ts'
import { isSigned } from './signed.ts'

/** What anybody may read, even where reading needs a token: monitors, browsers and the public ask for these without one. */
const OPEN = ['/healthz', '/openapi.json', '/style.css', '/live.js', '/status', '/:help']

/** What only who may write may read: it holds what people are told. */
const ADMIN = ['/outbox']

/**
 * Whoever writes needs a write token. Whoever reads needs a read or write token where PLUMBLINE_READ_TOKEN is set, as a
 * bearer token or as the password of basic auth, which browsers can ask for. Tokens are compared in constant time. Whoever has a
 * signed link needs none for what it names.
 */
export const authorize: MiddlewareHandler<App> = async (c, next) => {
  if (!isRoute(c) || isHook(c) || (await isSigned(c))) return next()
  const { readTokens, writeTokens } = settingsOf(c.env)
  if (c.req.method === 'GET' || c.req.method === 'HEAD') {
    if (ADMIN.includes(c.req.path)) return administrators(writeTokens)(c, next)
    if (readTokens.length === 0 || OPEN.includes(c.req.path)) return next()
    return readers([...readTokens, ...writeTokens])(c, next)
  }
  if (writeTokens.length === 0) throw readOnly()
  return bearerAuth<App>({ token: writeTokens, realm: 'Plumbline' })(c, next)
}

/** Webhooks have signatures of their own: routes/hooks.ts. */
const isHook = (c: Context<App>) => routesOf(c).every(({ path }) => path === '/hooks/:sender/:target')

const routesOf = (c: Context<App>) => matchedRoutes(c).filter(({ method }) => method !== 'ALL')

/** Whether a route answers: where none does, there is nothing to guard, and 404 or 405 says more than 401. */
const isRoute = (c: Context<App>) => routesOf(c).length > 0

const administrators = (tokens: string[]): MiddlewareHandler => {
  if (tokens.length === 0) throw readOnly()
  return readers(tokens)
}

const readers = (tokens: string[]): MiddlewareHandler =>
  some(
    bearerAuth({ token: tokens, realm: 'Plumbline' }),
    basicAuth({ verifyUser: (_user, password) => isOneOf(tokens, password), realm: 'Plumbline' }),
  )

async function isOneOf(tokens: readonly string[], given: string): Promise<boolean> {
  const equal = await Promise.all(tokens.map((token) => timingSafeEqual(token, given)))
  return equal.includes(true)
}

const readOnly = () =>
  new Problem('writes-disabled', {
    detail: 'PLUMBLINE_TOKEN is not set, so nobody could be allowed to write.',
    mend: 'openssl rand -hex 32 | npx wrangler secret put PLUMBLINE_TOKEN',
  })
