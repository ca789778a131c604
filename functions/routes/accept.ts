import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { AcceptRequest, expiryOf, mustExpire, stateOf } from '../model/acceptance.ts'
import type { Finding } from '../model/finding.ts'
import { keepAcceptance, withdrawAcceptance } from '../store/acceptances.ts'
import { findEpisodes } from '../store/findings.ts'
import { FindingJson, findingJson } from '../views/json.ts'
import { findingText } from '../views/text.ts'
import type { App } from './support/app-env.ts'
import { bodyOf, shortBody } from './support/body.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { FindingParam, formatQuery, jsonBody, responses, WRITES } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { answerText, reportsOf, seenLast, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json']
const EXAMPLE = '{"who":"you@example.com","reason":"why it may stay","expires":"30d"}'

const path = '/{target}/findings/{key}/accept'
const request = { params: FindingParam, query: z.object(formatQuery(FORMATS)) }

const acceptRoute = createRoute({
  method: 'post',
  path,
  summary: 'Accepts a finding as it is: it is still shown, and counts for nothing',
  description:
    'Holds until it expires, is withdrawn, or the finding changes. Critical and high findings need `expires`. Accepting again replaces what was said before, and is answered with 200.',
  security: WRITES,
  middleware: shortBody,
  request,
  requestBody: jsonBody('Acceptance'),
  responses: responses({ status: 201, description: 'The finding, accepted', schema: FindingJson, formats: FORMATS }, [
    'malformed-json',
    'wrong-body',
    'unknown-target',
    'unknown-finding',
    'unknown-format',
    'not-open',
    'not-acceptable',
    'too-large',
    'writes-disabled',
  ]),
})

const withdrawRoute = createRoute({
  method: 'delete',
  path,
  summary: 'Withdraws the acceptance of a finding: it counts again',
  security: WRITES,
  request,
  responses: responses({ description: 'The finding, no longer accepted', schema: FindingJson, formats: FORMATS }, [
    'unknown-target',
    'not-accepted',
    'unknown-format',
    'writes-disabled',
  ]),
})

/** POST and DELETE /:target/findings/:key/accept */
export const accept = router()
accept.openAPIRegistry.register('Acceptance', z.object(AcceptRequest.shape))
accept.openapi(acceptRoute, async (c) => {
  const format = formatOf(c, FORMATS)
  const { name } = targetOf(c)
  const now = Date.now()
  const { who, reason, expires } = await bodyOf(c, AcceptRequest, EXAMPLE)
  const { finding, accepted } = await openFinding(c, c.req.valid('param').key, now)
  const until = untilOf(finding, expires, now)
  const state = await stateOf(finding)
  await keepAcceptance(c.env.DB, name, { key: finding.key, state, who, reason, at: now, until })
  return answer(c, finding.key, format, accepted === undefined ? 201 : 200)
})
accept.openapi(withdrawRoute, async (c) => {
  const format = formatOf(c, FORMATS)
  const { name } = targetOf(c)
  const { key } = c.req.valid('param')
  if (!(await withdrawAcceptance(c.env.DB, name, key, Date.now()))) throw notAccepted(name, key)
  return answer(c, key, format, 200)
})

/** The finding as it stands now. */
async function answer(c: Context<App>, key: string, format: Format, status: 200 | 201) {
  const target = targetOf(c)
  const [seen] = await seenLast(c, target, findEpisodes(c.env.DB, target.name, key))
  if (!seen) throw new Error(`${key} of ${target.name} is gone`)
  if (format === 'json') return c.json(findingJson(seen), status)
  return answerText(c, findingText(seen, textOptions(c, Date.now()), target.name), status)
}

/** The finding of that key that is open. @throws Problem that says what there is instead */
async function openFinding(c: Context<App>, key: string, now: number) {
  const target = targetOf(c)
  const [seen] = await seenLast(c, target, findEpisodes(c.env.DB, target.name, key))
  if (seen?.resolvedAt === null) return seen
  const [report] = await reportsOf(c, [target], now)
  const unknown = report?.unknowns.find((one) => one.key === key)
  if (unknown) {
    throw new Problem('not-acceptable', {
      detail: `${key} is no finding: ${unknown.subject} could not be looked at: ${unknown.reason}. Nobody knows what would be accepted.`,
      mend: unknown.mend ?? `see GET /${target.name}`,
    })
  }
  throw seen === undefined ? neverSeen(target.name, key) : resolved(target.name, key, seen.resolvedAt ?? now)
}

/** When an acceptance ends, ms; null: never. @throws Problem where it cannot be so */
function untilOf({ severity }: Finding, expires: string | undefined, now: number): number | null {
  if (expires === undefined) {
    if (mustExpire(severity)) throw wrong(`At expires: a ${severity} finding is accepted for a time only.`)
    return null
  }
  const end = expiryOf(expires, now)
  if ('wrong' in end) throw wrong(`At expires: ${JSON.stringify(expires)} ${end.wrong}.`)
  return end.until
}

const wrong = (detail: string) => new Problem('wrong-body', { detail, mend: `send JSON: -d '${EXAMPLE}'` })

const neverSeen = (target: string, key: string) =>
  new Problem('unknown-finding', {
    detail: `No run on ${target} ever found ${key}.`,
    mend: `GET /${target}/findings lists the keys of what is open; a key must be URL-encoded`,
  })

const resolved = (target: string, key: string, at: number) =>
  new Problem('not-open', {
    detail: `${key} was resolved at ${new Date(at).toISOString()}: there is nothing to accept.`,
    mend: `GET /${target}/findings lists what is open`,
  })

const notAccepted = (target: string, key: string) =>
  new Problem('not-accepted', {
    detail: `No acceptance of ${key} stands on ${target}.`,
    mend: `GET /${target} shows what was accepted`,
  })
