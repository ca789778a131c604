import { createRoute, z } from '@hono/zod-openapi'
import { listPins } from '../store/pins.ts'
import { pinJson, PinJson, pinsText } from '../views/pins.ts'
import { PinsPage } from '../views/pins-page.tsx'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam } from './support/openapi.ts'
import { answerPage, answerText, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', 'html']

const route = createRoute({
  method: 'get',
  path: '/{target}/pins',
  summary: 'What was pinned of a target, the newest first; runs compare with the newest',
  request: { params: TargetParam, query: z.object(formatQuery(FORMATS)) },
  responses: responses({ description: 'Pins', schema: z.array(PinJson), formats: FORMATS }, [
    'unknown-target',
    'unknown-format',
  ]),
})

/** GET /:target/pins */
export const pins = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const { name } = targetOf(c)
  const now = Date.now()
  const list = await listPins(c.env.DB, name)
  if (format === 'html') return answerPage(c, <PinsPage target={name} pins={list} now={now} />)
  return format === 'json' ? c.json(list.map(pinJson)) : answerText(c, pinsText(name, list, textOptions(c, now)))
})
