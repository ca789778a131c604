import { messageIn } from '../model/management-message.ts'

/**
 * Why the Management API gave no answer.
 * payment: the plan lacks it (402) · forbidden: the plan or the token does (403) · refused: it will not be done, however often it
 * is asked · unsure: nobody knows, not even whether it was done.
 */
export interface Refusal {
  state: 'payment' | 'forbidden' | 'refused' | 'unsure'
  /** null: there was no answer. */
  status: number | null
  reason: string
  mend: string
}

const API = 'Supabase’s Management API'
const TOKENS = 'https://supabase.com/dashboard/account/tokens'

/** What a status that is no success means, with the message that came with it. */
export function refusalOf(status: number, text: string): Refusal {
  const message = messageIn(text)
  const said = `${status}${message === '' ? '' : `: ${message}`}`
  switch (status) {
    case 401:
      return refused(
        status,
        `the access token was refused (${said})`,
        `make one at ${TOKENS} and set the secret that token_secret names again`,
      )
    case 402:
      return {
        state: 'payment',
        status,
        reason: `the project’s plan has no such thing (${said})`,
        mend: 'https://supabase.com/dashboard/org/_/billing, or name other rungs in backup.enough',
      }
    case 403:
      return {
        state: /scope|token|permission|privilege|not authori[sz]ed/i.test(message) ? 'refused' : 'forbidden',
        status,
        reason: `the access token, or the project’s plan, does not allow it (${said})`,
        mend: `take a token of a member of the project’s organisation with the scopes database:read and database:write: ${TOKENS}`,
      }
    default:
      return status >= 500
        ? { state: 'unsure', status, reason: `${API} failed (${said})`, mend: WAIT }
        : refused(
            status,
            `${API} did not take the request (${said})`,
            'check project_ref and api_url of the target in wrangler.toml',
          )
  }
}

const refused = (status: number, reason: string, mend: string): Refusal => ({ state: 'refused', status, reason, mend })

const WAIT = 'wait and ask again. If it lasts: https://status.supabase.com'

/** Why nothing, or not all of it, came back. */
export function silence(error: unknown): Refusal {
  const name = error instanceof Error ? error.name : ''
  const late = name === 'TimeoutError' || name === 'AbortError'
  const reason = late ? `${API} did not answer in time` : `${API} could not be asked: ${rootOf(error)}`
  return { state: 'unsure', status: null, reason, mend: WAIT }
}

/** `fetch failed` says less than its cause. */
function rootOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message
}
