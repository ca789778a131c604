import { createRoute, z } from '@hono/zod-openapi'
import { FlavourName } from '../model/flavour.ts'
import { journalOf } from '../run/journal.ts'
import { JournalJson, journalJson } from '../views/json/journal.ts'
import { JournalPage } from '../views/journal-page.tsx'
import { journalText } from '../views/text/journal.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses, TargetParam } from './support/openapi.ts'
import { answerPage, answerText, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json', 'html']

const route = createRoute({
  method: 'get',
  path: '/{target}/journal',
  summary: 'The journal table as Drizzle sees it: what it will do with each migration; read at most once a minute',
  request: {
    params: TargetParam,
    query: z.object({
      ...formatQuery(FORMATS),
      flavour: FlavourName.optional().openapi({
        description: 'The migrator; otherwise the one that the layout is for.',
      }),
    }),
  },
  responses: responses({ description: 'Entries with verdicts, and rows', schema: JournalJson, formats: FORMATS }, [
    'wrong-parameter',
    'unknown-target',
    'unknown-format',
  ]),
})

/** GET /:target/journal */
export const journal = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const target = targetOf(c)
  const flavour = c.req.valid('query').flavour ?? null
  const view = await journalOf({ env: c.env, target, flavour, now: Date.now })
  if (format === 'html') return answerPage(c, <JournalPage view={view} now={Date.now()} />)
  return format === 'json' ? c.json(journalJson(view)) : answerText(c, journalText(view, textOptions(c, Date.now())))
})
