import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { realWorld } from '../backup/world.ts'
import { BackupRequest, IdempotencyKey } from '../model/backup/request.ts'
import { backUp as ask } from '../run/backup.ts'
import { climbJson, ClimbJson } from '../views/backups.ts'
import { climbText } from '../views/text/backups.ts'
import type { App } from './support/app-env.ts'
import { bodyOf, shortBody } from './support/body.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, jsonBody, responses, TargetParam, WRITES } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { answerText, textOptions, usableTarget } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json']
const EXAMPLE = '{"reason":"before release 42","wait":60}'
const HEADER = 'Idempotency-Key'
const KEY_MEND = `send -H "${HEADER}: $(uuidgen)", and the same again to ask for the same backup`

/** Retry-After of what is not known yet, s. */
const AGAIN = 15

const climbed = (description: string) => ({ description, content: { 'application/json': { schema: ClimbJson } } })

const route = createRoute({
  method: 'post',
  path: '/{target}/backups',
  summary: 'Sees to it that a backup exists: restore point, PITR, logical backup, daily backup, the first that holds',
  description:
    'Which rungs are enough is in the target’s settings (backup.enough). 200 where one holds, with its evidence; 409 where none does; 503 where nobody can say yet: ask again with the same key. A key means one request for 90 days: the same answer comes again, with `Idempotency-Replayed: true`, and a restore point is made, or the workflow of a logical backup dispatched, once.',
  security: WRITES,
  middleware: shortBody,
  request: {
    params: TargetParam,
    query: z.object(formatQuery(FORMATS)),
    headers: z.object({
      'idempotency-key': z.string().optional().openapi({
        description: 'Required: 1 to 200 visible ASCII characters (draft-ietf-httpapi-idempotency-key-header)',
        example: '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
      }),
    }),
  },
  requestBody: { ...jsonBody('Backup'), required: false },
  responses: {
    ...responses({ description: 'A rung holds', schema: ClimbJson, formats: FORMATS }, [
      'malformed-json',
      'wrong-body',
      'missing-key',
      'unknown-target',
      'unknown-format',
      'too-large',
      'key-reused',
    ]),
    409: climbed('No rung holds; or, as a problem, a request with this key is under way (/problems/request-held)'),
    503: climbed('No rung holds yet; or, as a problem, this Worker takes no writes'),
  },
})

const STATUS = { go: 200, refuse: 409, unknown: 503 } as const

/** POST /:target/backups */
export const backUp = router()
backUp.openAPIRegistry.register('Backup', z.object(BackupRequest.shape))
backUp.openAPIRegistry.registerPath(route)
backUp.post('/:target/backups', shortBody, async (c) => {
  const format = formatOf(c, FORMATS)
  const target = usableTarget(c)
  const key = keyOf(c)
  const request = await requestOf(c)
  const answer = await ask({ env: c.env, target, world: realWorld }, key, request)
  if (answer.state === 'other') throw reused(target.name, key)
  if (answer.state === 'held') throw held(key, answer.until)
  const { climb, stored } = answer
  if (stored) c.header('Idempotency-Replayed', 'true')
  if (climb.verdict === 'unknown') c.header('Retry-After', String(AGAIN))
  const json = climbJson(target.name, climb)
  const status = STATUS[climb.verdict]
  return format === 'json' ? c.json(json, status) : answerText(c, climbText(json, textOptions(c, Date.now())), status)
})

/** An empty body asks for the defaults. @throws Problem with an example */
async function requestOf(c: Context<App>): Promise<BackupRequest> {
  const { byteLength } = await c.req.arrayBuffer()
  return byteLength === 0 ? BackupRequest.parse({}) : bodyOf(c, BackupRequest, EXAMPLE)
}

function keyOf(c: Context<App>): string {
  const value = c.req.header(HEADER)
  if (value === undefined)
    throw new Problem('missing-key', { detail: `The header ${HEADER} is missing.`, mend: KEY_MEND })
  const key = IdempotencyKey.safeParse(value)
  if (key.success) return key.data
  throw new Problem('missing-key', {
    detail: `The header ${HEADER} ${key.error.issues[0]?.message ?? 'is wrong'}.`,
    mend: KEY_MEND,
  })
}

const reused = (target: string, key: string) =>
  new Problem('key-reused', {
    detail: `The key ${key} was used for another request on ${target}: its body was another.`,
    mend: 'send the same body, or another key',
  })

const held = (key: string, until: number) => {
  const seconds = Math.max(1, Math.ceil((until - Date.now()) / 1000))
  return new Problem(
    'request-held',
    {
      detail: `A request with the key ${key} is under way, at most until ${new Date(until).toISOString()}.`,
      mend: 'ask again with the same key in some seconds',
    },
    { 'Retry-After': String(Math.min(seconds, AGAIN)) },
  )
}
