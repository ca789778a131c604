import type { Fault } from '../../env/fault.ts'
import { githubHeaders, isLimited, type GithubAccess } from '../../model/github.ts'

/** For the whole archive, ms. */
const PATIENCE = 120_000

/** GitHub leads to where its archives are; a repository that was renamed, to its new name first. */
const HOPS = 5

/** Where GitHub may lead to: what comes along in the address of a private repository's archive is a secret. */
const isSafe = ({ protocol, hostname }: URL) =>
  protocol === 'https:' || (protocol === 'http:' && /^(?:127\.0\.0\.1|localhost)$/.test(hostname))

/** A commit of a repository at GitHub. */
export interface Commit {
  /** `owner/name` */
  repository: string
  /** In full. */
  sha: string
}

/**
 * The archive (tar, gzip) of a commit at GitHub; or why there is none, and what mends it. The token goes to the API and nowhere else.
 * https://docs.github.com/en/rest/repos/contents#download-a-repository-archive-tar
 * @throws where the same may succeed later
 */
export async function fetchArchive(
  { api, token }: GithubAccess,
  { repository, sha }: Commit,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | Fault> {
  const path = `/repos/${repository}/tarball/${sha}`
  const { origin } = new URL(api)
  const signal = AbortSignal.timeout(PATIENCE)
  let url = new URL(`${api}${path}`)
  for (let hop = 0; hop <= HOPS; hop += 1) {
    const headers = githubHeaders(url.origin === origin ? token : null)
    const response = await fetch(url.href, { headers, redirect: 'manual', signal })
    if (response.status === 200 && response.body !== null) return response.body
    await response.body?.cancel()
    const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null
    const where = url.origin === origin ? `GET ${path}` : `the archive at ${url.host}`
    if (location === null) return refusalOf(response, where, repository)
    const to = URL.parse(location, url)
    if (to === null || !isSafe(to)) return leadsAstray(where)
    url = to
  }
  return leadsAstray(`GET ${path}`)
}

const leadsAstray = (where: string): Fault => ({
  reason: `GitHub leads from ${where} to nowhere that can be followed`,
  mend: 'see that GITHUB_API_URL in wrangler.toml is the address of GitHub’s REST API',
})

/** @throws where the same may succeed later */
function refusalOf(response: Response, where: string, repository: string): Fault {
  const { status, headers } = response
  const reason = `GitHub answered ${status} to ${where}`
  if (status >= 500 || isLimited(response)) throw new Error(reason)
  if (status === 401)
    return { reason: `${reason}: the token is refused, or has expired`, mend: 'npx wrangler secret put GITHUB_TOKEN' }
  const asked = headers.get('x-accepted-github-permissions')
  const needs = `give GITHUB_TOKEN the permission “Contents: read” for ${repository}`
  if (status === 403)
    return { reason: `${reason}${asked === null ? '' : `, and asks for ${asked}`}`, mend: `${needs}; see SSO, too` }
  if (status === 404)
    return {
      reason: `${reason}: there is no such commit, or the token may not see the repository`,
      mend: `${needs}, and see that the commit is pushed there`,
    }
  return { reason, mend: 'see that GITHUB_API_URL in wrangler.toml is the address of GitHub’s REST API' }
}
