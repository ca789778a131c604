import { createRoute, z } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { MigrationTimes } from '../model/migration-times.ts'
import { seriesOf } from '../performance/percentiles.ts'
import { listMigrationTimes, noteMigrationTimes } from '../store/migration-times.ts'
import { migrationSeriesJson, MigrationSeriesJson } from '../views/performance/json.ts'
import { migrationSeriesText } from '../views/performance/migrations-text.ts'
import { bodyOf } from './support/body.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, jsonBody, responses, TargetParam, WRITES } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { answerText, targetOf, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json']
const EXAMPLE =
  '{"migrations":[{"migration":"0009_subscriptions","at":1767225600000,"ms":812,"outcome":"applied","statements":[]}]}'

/** So many runs of migrations are read for one answer. */
const MOST = 500
/** 200 migrations of 2,000 statements would be more; a folder has seldom both. bytes */
const LIMIT = 1024 * 1024
/** Clocks may differ by this much, ms. */
const SKEW = 300_000

const shown = createRoute({
  method: 'get',
  path: '/{target}/migrations',
  summary: 'How long migrations and their statements took, with percentiles',
  request: { params: TargetParam, query: z.object(formatQuery(FORMATS)) },
  responses: responses({ description: 'The series', schema: MigrationSeriesJson, formats: FORMATS }, [
    'unknown-target',
    'unknown-format',
  ]),
})

const noted = createRoute({
  method: 'post',
  path: '/{target}/migrations',
  summary: 'Notes how long migrations took; plumbline migrate tells of those that it ran',
  description:
    'All or none is noted. What is known by tag and time stays as it is: 201 where anything is new, 200 otherwise.',
  security: WRITES,
  middleware: bodyLimit({
    maxSize: LIMIT,
    onError: () => {
      const detail = `Times of migrations may have ${LIMIT / 1024 / 1024} MiB.`
      throw new Problem('too-large', { detail, mend: 'send fewer migrations at once' })
    },
  }),
  request: { params: TargetParam },
  requestBody: jsonBody('MigrationTimes'),
  responses: responses(
    { status: 201, description: 'Noted', schema: z.object({ target: z.string(), noted: z.number().int() }) },
    ['malformed-json', 'wrong-body', 'unknown-target', 'too-large', 'writes-disabled'],
  ),
})

/** GET and POST /:target/migrations */
export const migrations = router()
migrations.openAPIRegistry.register('MigrationTimes', MigrationTimes)
migrations.openapi(shown, async (c) => {
  const format = formatOf(c, FORMATS)
  const { name } = targetOf(c)
  const series = seriesOf(name, await listMigrationTimes(c.env.DB, name, MOST))
  return format === 'json'
    ? c.json(migrationSeriesJson(series))
    : answerText(c, migrationSeriesText(series, textOptions(c, Date.now())))
})
migrations.openapi(noted, async (c) => {
  const { name } = targetOf(c)
  const { migrations: times } = await bodyOf(c, MigrationTimes, EXAMPLE)
  const late = times.findIndex(({ at }) => at > Date.now() + SKEW)
  if (late >= 0)
    throw new Problem('wrong-body', {
      detail: `At migrations.${late}.at: it is in the future: the clocks differ.`,
      mend: 'set the clock of the machine that migrates (ntpdate), and send what it then says',
    })
  const count = await noteMigrationTimes(c.env.DB, name, times)
  return c.json({ target: name, noted: count }, count > 0 ? 201 : 200)
})
