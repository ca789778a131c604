import { z, type RouteConfig } from '@hono/zod-openapi'
import { FAIL_ON } from './fail-on.ts'
import type { Format } from './negotiate.ts'
import { ProblemDocument, PROBLEMS, type ProblemName } from './problem.ts'

type Responses = RouteConfig['responses']

/** The answers of a route: on success in these formats, and the problems that it can have besides the common ones. */
export function responses(
  success: {
    status?: 200 | 201 | 202
    description: string
    schema: z.ZodType
    formats?: readonly Format[]
    /** Of the JSON. */
    example?: unknown
  },
  problems: readonly ProblemName[] = [],
): Responses {
  const content = Object.fromEntries(
    // Of two formats of one media type, JSON is the answer's own.
    (success.formats ?? ['json'])
      .toSorted((a, b) => Number(a === 'json') - Number(b === 'json'))
      .map((format) => [
        MEDIA[format],
        format === 'json' || format === 'health'
          ? { schema: success.schema, ...(success.example !== undefined && { example: success.example }) }
          : { schema: z.string() },
      ]),
  )
  const byStatus = Map.groupBy(['missing-token', ...problems] as const, (name) => PROBLEMS[name].status)
  const failures = [...byStatus].map(([status, names]) => [status, problemResponse(names)] as const)
  return { ...Object.fromEntries(failures), [success.status ?? 200]: { description: success.description, content } }
}

/** The media type of each format. */
export const MEDIA: Record<Format, string> = {
  text: 'text/plain',
  json: 'application/json',
  html: 'text/html',
  csv: 'text/csv',
  sarif: 'application/sarif+json',
  github: 'text/plain',
  gitlab: 'application/json',
  junit: 'application/xml',
  markdown: 'text/markdown',
  health: 'application/health+json',
  ndjson: 'application/x-ndjson',
  prometheus: 'text/plain',
  nagios: 'text/plain',
}

const problemResponse = (names: readonly ProblemName[]) => ({
  description: names.map((name) => `${PROBLEMS[name].title} (/problems/${name})`).join('; '),
  content: { 'application/problem+json': { schema: ProblemDocument } },
})

/** A target's name in the path. */
export const TargetParam = z.object({
  target: z.string().openapi({ param: { name: 'target', in: 'path' }, example: 'demo' }),
})

/** A target's name and a finding's key in the path. */
export const FindingParam = TargetParam.extend({
  key: z.string().openapi({
    param: { name: 'key', in: 'path' },
    description: 'URL-encoded',
    example: 'drift:index:public.links_user_id_idx',
  }),
})

/** A JSON body, as OpenAPI shows it, by the name of its component; routes/support/body.ts reads it, whatever its Content-Type. */
export const jsonBody = (component: string) => ({
  required: true,
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${component}` } } },
})

/** `?width=`: how many columns a text has; `curl "…?width=$COLUMNS"`. */
const WIDTH = z.coerce
  .number()
  .int()
  .min(40)
  .max(200)
  .optional()
  .openapi({ description: 'Columns of a text; 80 unless given', example: 120 })

/** `?format=`, as OpenAPI shows it; routes/support/negotiate.ts reads it. */
export const formatQuery = (formats: readonly Format[]) => ({
  format: z
    .string()
    .optional()
    .openapi({ enum: [...formats], description: 'Wins over Accept and User-Agent.' }),
  width: WIDTH,
})

/** `?fail_on=`, as OpenAPI shows it; routes/support/fail-on.ts reads it. */
export const failOnQuery = {
  fail_on: z
    .string()
    .optional()
    .openapi({
      enum: [...FAIL_ON],
      description:
        '503 instead of 200 where there is anything as grave: a finding of that severity or a graver one; from `unknown` down also anything unknown.',
    }),
}

/** Security of a route that writes. */
export const WRITES = [{ write: [] }]
