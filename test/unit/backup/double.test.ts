import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createRestorePoint, getRestorePoint, listBackups } from '../../../functions/backup/calls.ts'
import { pointName } from '../../../functions/backup/point-name.ts'
import { PLATFORM_QUESTIONS } from '../../../functions/collect/outside/platform.ts'
import { answerBackups, BACKUPS, RESTORE_POINT } from '../../../scripts/management-api/answer.ts'
import { dailyBackups, freeProject, paidProject } from '../../../scripts/management-api/platform.ts'
import { answerProject, PROJECT_PATHS, wellProject } from '../../../scripts/management-api/project.ts'
import { RateLimit } from '../../../scripts/management-api/rate.ts'

const NOW = Date.UTC(2026, 2, 1, 12)
const DOCUMENT =
  process.env.SUPABASE_MANAGEMENT_OPENAPI ??
  fileURLToPath(new URL('../../../../shared/reference/supabase-management-v1.openapi.json', import.meta.url))

const Schema = z.looseObject({ $ref: z.string().optional() })
const Body = z.object({ content: z.object({ 'application/json': z.object({ schema: Schema }) }) })
const Operation = z.object({
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string(), schema: z.looseObject({}) })),
  requestBody: Body.optional(),
  responses: z.record(z.string(), z.looseObject({ content: Body.shape.content.optional() })),
})
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
})

/** A schema of the document as one that checks. */
function schemaOf(document: z.infer<typeof Document>, { $ref }: z.infer<typeof Schema>): z.ZodType {
  const schema = document.components.schemas[$ref?.split('/').at(-1) ?? '']
  if (!schema) throw new Error(`the document has no ${$ref}`)
  return z.fromJSONSchema(schema, { defaultTarget: 'openapi-3.0' })
}

/** A schema with all that it refers to. */
const inDocument = ({ components }: z.infer<typeof Document>, schema: object): z.ZodType => {
  const whole: unknown = JSON.parse(
    JSON.stringify({ ...schema, definitions: components.schemas }).replaceAll(
      '#/components/schemas/',
      '#/definitions/',
    ),
  )
  return z.fromJSONSchema(z.record(z.string(), z.unknown()).parse(whole), { defaultTarget: 'openapi-3.0' })
}

const Secured = z.object({ security: z.array(z.object({ fga_permissions: z.array(z.string()).optional() })) })

const FAILED_UPGRADE = {
  target_version: 17,
  error: '1_upgraded_instance_launch_failed',
  progress: '1_started',
  status: 2,
}

const projects = {
  paid: paidProject({ backups: dailyBackups(NOW, { failed: [1], missing: [2], age: 30_000 }) }),
  pitr: paidProject({ pitr: { earliest: NOW - 7 * 86_400_000, lag: 60_000 }, pointEnds: 'FAILED', pointTakes: 0 }),
  removed: paidProject({ pointEnds: 'REMOVED', pointTakes: 0 }),
  free: freeProject(),
  forbidden: paidProject({ restorePoints: 403 }),
}

test.skipIf(!existsSync(DOCUMENT))(
  'what it answers, and what it is asked, is as the official document says',
  async () => {
    const document = Document.parse(JSON.parse(readFileSync(DOCUMENT, 'utf8')))
    const name = await pointName('shop', 'deploy-1')
    const calls = [
      listBackups,
      getRestorePoint(name),
      createRestorePoint(name),
      getRestorePoint(name),
      getRestorePoint(null),
    ]
    const wrong: unknown[] = []
    const statuses = new Set<string>()
    for (const platform of Object.values(projects)) {
      for (const [i, { method, path, query, body }] of [...calls, ...calls.slice(3)].entries()) {
        const template = path === '' ? BACKUPS : RESTORE_POINT
        const operation = Operation.parse(document.paths[template]?.[method.toLowerCase()])
        const url = `${template.replace('{ref}', platform.ref)}?${new URLSearchParams(query ?? {}).toString()}`
        const asked = { method, url, authorization: `Bearer ${platform.token}`, body: JSON.stringify(body ?? '') }
        const { status, body: answer } = answerBackups(platform, asked, NOW + i * 3000)
        statuses.add(`${method} ${path} ${status}`)
        const response = operation.responses[String(status)]
        const content = response?.content?.['application/json'].schema
        if (content) wrong.push(...(schemaOf(document, content).safeParse(answer).error?.issues ?? []))
        else if (status < 400) wrong.push(`${method} ${path}: the document has no ${status}`)
        const required = operation.requestBody?.content['application/json'].schema
        if (required) wrong.push(...(schemaOf(document, required).safeParse(body).error?.issues ?? []))
        const known = operation.parameters
          .filter((parameter) => parameter.in === 'query')
          .map((parameter) => parameter.name)
        wrong.push(...Object.keys(query ?? {}).filter((key) => !known.includes(key)))
      }
    }
    expect(wrong).toEqual([])
    // 404 of a name that nobody knows, and 402 of restore points, are not in the document: what is not there, and what a plan lacks.
    expect([...statuses].toSorted()).toEqual([
      'GET  200',
      'GET /restore-point 200',
      'GET /restore-point 402',
      'GET /restore-point 403',
      'GET /restore-point 404',
      'POST /restore-point 201',
      'POST /restore-point 402',
      'POST /restore-point 403',
    ])
  },
)

test.skipIf(!existsSync(DOCUMENT))(
  'what it answers about a project’s state is as the official document says, and so are the permissions that messages name',
  () => {
    const document = Document.parse(JSON.parse(readFileSync(DOCUMENT, 'utf8')))
    const states = [
      wellProject(),
      wellProject({ status: 'RESTORING', services: { rest: { status: 'UNHEALTHY', error: 'schema cache' } } }),
      wellProject({
        poolSize: null,
        upgrade: {
          last: FAILED_UPGRADE,
          current: 'a',
          latest: 'b',
          inTheWay: [{ type: 'unsupported_extension', extension_name: 'timescaledb' }],
        },
      }),
    ]
    const wrong: unknown[] = []
    for (const path of PROJECT_PATHS) {
      const operation = Operation.parse(document.paths[`/v1/projects/{ref}${path}`]?.get)
      for (const project of states) {
        const platform = paidProject({ project })
        const url = `/v1/projects/${platform.ref}${path}?services=auth,db,pooler,realtime,rest,storage`
        const asked = { method: 'GET', url, authorization: `Bearer ${platform.token}`, body: '' }
        const content = operation.responses['200']?.content?.['application/json'].schema
        if (content === undefined) throw new Error(`the document has no 200 of ${path}`)
        wrong.push(
          ...(inDocument(document, content).safeParse(answerProject(platform, asked)?.body).error?.issues ?? []),
        )
      }
    }
    expect(wrong).toEqual([])
    for (const { paths, allowed } of Object.values(PLATFORM_QUESTIONS))
      for (const path of paths) {
        const { security } = Secured.parse(document.paths[`/v1/projects/{ref}${path.split('?')[0]}`]?.get)
        expect([path, allowed]).toEqual([path, security.flatMap((one) => one.fga_permissions ?? []).join(' and ')])
      }
  },
)

test('a schema of the document finds what is wrong', () => {
  const schema = z.fromJSONSchema(
    { type: 'object', required: ['at'], properties: { at: { type: 'string', format: 'date-time', nullable: true } } },
    { defaultTarget: 'openapi-3.0' },
  )
  expect([null, '2026-01-01T00:00:00.000Z', 'yesterday', 5].map((at) => schema.safeParse({ at }).success)).toEqual([
    true,
    true,
    false,
    false,
  ])
})

test('a restore point is PENDING, then ready; a backup PENDING, then COMPLETED', () => {
  const platform = paidProject({ backups: dailyBackups(NOW, { days: 1, age: 0 }) })
  const ask = (method: string, path: string, now: number, body = '') =>
    answerBackups(
      platform,
      { method, url: path.replace('{ref}', platform.ref), authorization: `Bearer ${platform.token}`, body },
      now,
    )
  expect(ask('POST', RESTORE_POINT, NOW, '{"name":"a"}')).toMatchObject({ status: 201, body: { status: 'PENDING' } })
  expect(ask('GET', RESTORE_POINT, NOW + 3999).body).toMatchObject({ status: 'PENDING', completed_on: null })
  expect(ask('GET', RESTORE_POINT, NOW + 4000).body).toMatchObject({ status: 'AVAILABLE' })
  expect(ask('GET', BACKUPS, NOW).body).toMatchObject({ backups: [{ status: 'PENDING' }] })
  expect(ask('GET', BACKUPS, NOW + 60_000).body).toMatchObject({ backups: [{ status: 'COMPLETED' }] })
  expect(ask('POST', RESTORE_POINT, NOW, '{"name":"a name of 21 letters."}').status).toBe(400)
})

test('120 requests a minute and endpoint, and headers that say so', () => {
  const rate = new RateLimit()
  const counts = Array.from({ length: 121 }, () => rate.count('GET /a', NOW + 15_000))
  expect(counts.filter(({ exceeded }) => exceeded)).toHaveLength(1)
  expect(counts[0]?.headers).toEqual({
    'X-RateLimit-Limit': '120',
    'X-RateLimit-Remaining': '119',
    'X-RateLimit-Reset': '45',
  })
  expect(counts[120]?.headers).toMatchObject({ 'X-RateLimit-Remaining': '0', 'Retry-After': '45' })
  expect(rate.count('GET /b', NOW + 15_000).exceeded).toBe(false)
  expect(rate.count('GET /a', NOW + 60_000).exceeded).toBe(false)
})
