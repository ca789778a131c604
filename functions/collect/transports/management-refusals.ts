import { messageIn } from '../../model/management-message.ts'
import type { Failure } from '../../model/question.ts'
import { failureOf, stageOf } from '../failure.ts'

/** `Failed to run sql query: ERROR:  42P01: relation "x" does not exist\nLINE 1: …` */
const SQL_ERROR = /(?:ERROR|FATAL|PANIC):\s+([0-9A-Z]{5}):\s*([^\n]*)/

const SEVERAL = /multiple commands|multiple statements|only one statement/i

/** What the Management API means by a status that is no answer, and the text that came with it. */
export function refusalOf(status: number, text: string): Failure {
  const message = messageIn(text)
  if (SEVERAL.test(message)) return severalRefused
  const sql = SQL_ERROR.exec(message)
  const [, sqlstate, said = ''] = sql ?? []
  if (sqlstate !== undefined) return failureOf(Object.assign(new Error(said), { code: sqlstate }), stageOf(sqlstate))
  if (status === 400)
    return {
      stage: 'query',
      sqlstate: null,
      reason: `the query was refused (400, without an SQLSTATE): ${message || 'no reason given'}`,
      mend: 'reach the target by postgres or edge-function, which say more',
    }
  const [reason, mend] = known(status)
  return {
    stage: 'connect',
    sqlstate: null,
    reason: `${reason} (${status}${message === '' ? '' : `: ${message}`})`,
    mend,
  }
}

const severalRefused: Failure = {
  stage: 'query',
  sqlstate: '42601',
  reason:
    'the Management API refused several statements in one query: without settings, what it prints does not compare',
  mend: 'reach the target by postgres (Hyperdrive) or edge-function: wrangler.toml shows both',
}

function known(status: number): [reason: string, mend: string] {
  switch (status) {
    case 401:
      return [
        'the access token was refused',
        'make one at https://supabase.com/dashboard/account/tokens and set the secret that token_secret names again',
      ]
    case 403:
      return [
        'the access token may not read this project’s database',
        'take a token of a member of the project’s organisation, with the scope database:read',
      ]
    case 404:
      return ['there is no such project', 'compare project_ref with the address of the project’s dashboard']
    default:
      return status >= 500
        ? ['the Management API failed', 'wait; the next run looks again. If it lasts: https://status.supabase.com']
        : ['the Management API did not take the request', 'check project_ref and api_url in wrangler.toml']
  }
}
