/** The way to GitHub's REST API. */
export interface GithubAccess {
  /** Without a slash at its end. */
  api: string
  token: string
}

/** What every request to GitHub's REST API says. */
export const githubHeaders = (token: string | null): Record<string, string> => ({
  Accept: 'application/vnd.github+json',
  ...(token !== null && { Authorization: `Bearer ${token}` }),
  // GitHub refuses requests without one.
  'User-Agent': 'plumbline',
  'X-GitHub-Api-Version': '2022-11-28',
})

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api: limits are 429, or 403 with a header. */
export const isLimited = ({ status, headers }: Pick<Response, 'status' | 'headers'>): boolean =>
  status === 429 || (status === 403 && (headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0'))
