import { z } from 'zod'
import type { GithubAccess } from '../model/github.ts'

type Env = Readonly<Record<string, unknown>>

const Address = z.string().regex(/^(?:https:\/\/|http:\/\/(?:127\.0\.0\.1|localhost)[:/])/)
const Token = z.string().regex(/^[\x21-\x7e]+$/)

/**
 * GITHUB_TOKEN, a secret that may set commit and deployment statuses, read what is in a repository and dispatch workflows, and GITHUB_API_URL where it is an Enterprise
 * Server's. A text: why nothing can be told there.
 */
export function githubAccess(env: Env): GithubAccess | string {
  const token = Token.safeParse(env.GITHUB_TOKEN)
  if (!token.success)
    return 'GITHUB_TOKEN is not set (npx wrangler secret put GITHUB_TOKEN: a token that may write commit statuses and deployments, and read contents)'
  const api = Address.safeParse(env.GITHUB_API_URL ?? 'https://api.github.com')
  if (!api.success) return 'GITHUB_API_URL is no https:// address (mend it in wrangler.toml)'
  return { api: api.data.replace(/\/+$/, ''), token: token.data }
}
