import { createRoute, z } from '@hono/zod-openapi'
import { backupsOf } from '../run/backups.ts'
import { backupsJson, BackupsJson } from '../views/backups.ts'
import { BackupsPage } from '../views/backups-page.tsx'
import { backupsText } from '../views/text/backups.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam } from './support/openapi.ts'
import { answerPage, answerText, textOptions, usableTarget } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', 'html']

/** Whoever may read has the platform asked no oftener than this, ms. */
const MAX_AGE = 60_000

const route = createRoute({
  method: 'get',
  path: '/{target}/backups',
  summary: 'What backups there are, how old they are, what is missing; the platform is asked at most once a minute',
  request: { params: TargetParam, query: z.object(formatQuery(FORMATS)) },
  responses: responses({ description: 'Backups', schema: BackupsJson, formats: FORMATS }, [
    'unknown-target',
    'unknown-format',
    'target-unknown',
  ]),
})

/** GET /:target/backups */
export const backups = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const target = usableTarget(c)
  const view = await backupsOf({ env: c.env, target, maxAge: MAX_AGE })
  const now = Date.now()
  if (format === 'html') return answerPage(c, <BackupsPage view={view} now={now} />)
  return format === 'json' ? c.json(backupsJson(view, now)) : answerText(c, backupsText(view, textOptions(c, now)))
})
