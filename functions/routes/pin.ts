import { createRoute, z } from '@hono/zod-openapi'
import type { Target } from '../env.ts'
import { Decision } from '../model/decision.ts'
import type { Pin } from '../model/pin.ts'
import { takePin } from '../run/look/pins.ts'
import { wayIn } from '../run/way-in.ts'
import { keepPin } from '../store/pins.ts'
import { pinInFullJson, PinInFullJson, pinText } from '../views/pins.ts'
import { bodyOf, shortBody } from './support/body.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, jsonBody, responses, TargetParam, WRITES } from './support/openapi.ts'
import { inFull } from './pin-of.ts'
import { Problem } from './support/problem.ts'
import { answerText, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json']

const Pinned = PinInFullJson.extend({ target: z.string(), new: z.boolean() })

const route = createRoute({
  method: 'post',
  path: '/{target}/pins',
  summary: 'Pins a target: what no migration declares is approved as it is now',
  description:
    'Looks at the target now. A pin is named by its content: the same facts again are the same pin, answered with 200; what is the newest pin already keeps who approved it first.',
  security: WRITES,
  middleware: shortBody,
  request: { params: TargetParam, query: z.object(formatQuery(FORMATS)) },
  requestBody: jsonBody('Decision'),
  responses: responses({ status: 201, description: 'Pinned', schema: Pinned, formats: FORMATS }, [
    'malformed-json',
    'wrong-body',
    'unknown-target',
    'unknown-format',
    'too-large',
    'target-unknown',
    'writes-disabled',
  ]),
})

/** POST /:target/pins */
export const pin = router()
pin.openAPIRegistry.register('Decision', z.object(Decision.shape))
pin.openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const target = targetOf(c)
  const decision = await bodyOf(c, Decision, '{"who":"you@example.com","reason":"looked through, and right"}')
  const taken = await take(target)
  const { state, record } = await keepPin(c.env, target.name, taken, decision, Date.now())
  const made = await inFull(c.env.KV, record, taken.content)
  c.header('Location', `/${target.name}/pins/${record.hash}`)
  const status = state === 'created' ? 201 : 200
  return format === 'json'
    ? c.json({ ...pinInFullJson(made), target: target.name, new: state === 'created' }, status)
    : answerText(c, pinText(made, textOptions(c, Date.now())), status)
})

/** What the target has now. @throws Problem where any of it could not be read: nothing is pinned then */
async function take(target: Target): Promise<Pin> {
  if (target.fault !== null) throw unread(target.name, target.fault.reason, target.fault.mend)
  const { reach, journal } = wayIn(target)
  const reached = await takePin(reach, journal)
  if (reached.reached) return reached.value
  throw unread(target.name, reached.failure.reason, reached.failure.mend)
}

const unread = (target: string, reason: string, mend: string | null) =>
  new Problem('target-unknown', {
    detail: `${target} could not be read, so nothing was pinned: ${reason}.`,
    mend: mend ?? `see curl $PLUMBLINE_URL/${target}, then pin again`,
  })
