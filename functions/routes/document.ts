import type { OpenAPIHono } from '@hono/zod-openapi'
import type { App } from './support/app-env.ts'
import { BODIES } from './examples/bodies.ts'
import { CHANGES } from './examples/changes.ts'
import { INCIDENTS } from './examples/incidents.ts'
import { TARGETS } from './examples/targets.ts'
import { TOLD } from './examples/told.ts'

type Document = ReturnType<OpenAPIHono<App>['getOpenAPI31Document']>
type Operation = NonNullable<NonNullable<Document['paths']>[string]['get']>
type Media = Record<string, { example?: unknown; examples?: unknown }>

/** What JSON a route answers on success, and what it takes, by method and path. */
const ANSWERS: Readonly<Record<string, unknown>> = { ...TARGETS, ...INCIDENTS, ...CHANGES, ...TOLD }

/** Of what is no JSON: how it begins. */
const BEGINNINGS: Readonly<Record<string, string>> = {
  'text/html': '<!doctype html><html lang="en">…</html>',
  'text/plain': 'PASS      demo · production · looked 2 min ago · findings: none',
  'image/svg+xml': '<svg xmlns="http://www.w3.org/2000/svg" width="180" height="20" role="img">…</svg>',
  'application/rss+xml': '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>…</channel></rss>',
}

const METHODS = ['get', 'post', 'put', 'delete'] as const

/** The OpenAPI document of an app, each operation with an example of what it answers, and of what it takes. */
export function openApiDocument(
  app: OpenAPIHono<App>,
  config: Parameters<typeof app.getOpenAPI31Document>[0],
): Document {
  const document = app.getOpenAPI31Document(config)
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS) {
      const operation = item[method]
      if (operation !== undefined) illustrate(operation, `${method} ${path}`)
    }
  }
  return document
}

function illustrate({ responses = {}, requestBody }: Operation, name: string): void {
  for (const [status, response] of Object.entries(responses))
    if (status.startsWith('2') && 'content' in response) addExample(response.content ?? {}, ANSWERS[name])
  if (requestBody !== undefined && 'content' in requestBody && BODIES[name] !== undefined)
    addExample({ 'application/json': requestBody.content['application/json'] ?? {} }, BODIES[name])
}

/** One example is enough: of the JSON where there is any. */
function addExample(content: Media, json: unknown): void {
  if (Object.values(content).some(({ example }) => example !== undefined)) return
  const media = Object.entries(content).find(([type]) => /^application\/(?:feed\+)?json$/.test(type))
  if (media !== undefined) {
    if (json !== undefined) media[1].example = json
    return
  }
  for (const [type, shown] of Object.entries(content)) shown.example = BEGINNINGS[type]
}
