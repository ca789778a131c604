import { createRoute, z } from '@hono/zod-openapi'
import { listPins } from '../store/pins.ts'
import { PinPage } from '../views/pin-page.tsx'
import { pinInFullJson, PinInFullJson, pinText } from '../views/pins.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam } from './support/openapi.ts'
import { inFull } from './pin-of.ts'
import { Problem } from './support/problem.ts'
import { answerPage, answerText, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', 'html']

const route = createRoute({
  method: 'get',
  path: '/{target}/pins/{hash}',
  summary: 'A pin: who approved it, what it changed, and every fact',
  request: {
    params: TargetParam.extend({ hash: z.string().openapi({ param: { name: 'hash', in: 'path' } }) }),
    query: z.object(formatQuery(FORMATS)),
  },
  responses: responses({ description: 'The pin', schema: PinInFullJson, formats: FORMATS }, [
    'unknown-target',
    'unknown-pin',
    'unknown-format',
  ]),
})

/** GET /:target/pins/:hash; of a hash that was pinned more than once the newest act. */
export const pinShown = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const { name } = targetOf(c)
  const { hash } = c.req.valid('param')
  const record = (await listPins(c.env.DB, name)).find((pin) => pin.hash === hash)
  if (!record) throw noSuchPin(name, hash)
  const pin = await inFull(c.env.KV, record)
  const now = Date.now()
  if (format === 'html') return answerPage(c, <PinPage target={name} pin={pin} now={now} />)
  return format === 'json' ? c.json(pinInFullJson(pin)) : answerText(c, pinText(pin, textOptions(c, now)))
})

const noSuchPin = (target: string, hash: string) =>
  new Problem('unknown-pin', {
    detail: `${target} has no pin ${hash}.`,
    mend: `GET /${target}/pins lists those there are`,
  })
