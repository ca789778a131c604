import { messageIn } from '../../model/management-message.ts'
import type { Failure } from '../../model/question.ts'

interface About {
  /** The permission that the request needs. */
  allowed: string
  /** After a 429: when it may be asked again, ms. */
  again: number | null
}

/** Why the platform did not say how the project is: what the plan lacks, what the token may not, and what passes by itself. */
export function platformRefusal(status: number, text: string, { allowed, again }: About): Failure {
  const [reason, mend] = known(status, allowed, again)
  const message = messageIn(text)
  return { stage: 'query', sqlstate: null, reason: `${reason} (${status}${message && `: ${message}`})`, mend }
}

const TOKENS = 'https://supabase.com/dashboard/account/tokens'

function known(status: number, allowed: string, again: number | null): [reason: string, mend: string] {
  switch (status) {
    case 401:
      return ['the access token was refused', `make one at ${TOKENS} and set the secret that token_secret names again`]
    case 402:
      return [
        'the project’s plan has no such thing',
        'https://supabase.com/dashboard/org/_/billing, or turn the check "off" in the target’s thresholds',
      ]
    case 403:
      return [
        'the access token may not ask that of this project',
        `take one of a member of the project’s organisation with the permission ${allowed}: ${TOKENS}`,
      ]
    case 404:
      return [
        'there is no such project, or it has no such thing',
        'compare project_ref with the address of the project’s dashboard; else turn the check "off" in the target’s thresholds',
      ]
    case 429:
      return [
        'Supabase’s Management API takes no more requests for this project now',
        `the next run looks again${again === null ? '' : `, after ${new Date(again).toISOString()}`}; who else uses the same token?`,
      ]
    default:
      return status >= 500
        ? ['Supabase’s Management API failed', 'the next run looks again. If it lasts: https://status.supabase.com']
        : ['Supabase’s Management API did not take the request', 'check project_ref and api_url in wrangler.toml']
  }
}
