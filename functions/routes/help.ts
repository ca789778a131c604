import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import type { App } from './support/app-env.ts'
import { helpText } from '../views/help.ts'
import { answerText, originOf } from './support/request.ts'

/** Where it is: a name that no target can bear, as wttr.in has it. */
export const HELP = '/:help'

const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ summary: z.string().optional() }))),
})

/** GET /:help: every path with what it answers, from the OpenAPI document, so that it is never behind. */
export function addHelp(app: OpenAPIHono<App>): void {
  app.openAPIRegistry.registerPath({
    method: 'get',
    path: HELP,
    summary: 'This list',
    responses: { 200: { description: 'Help', content: { 'text/plain': { schema: z.string() } } } },
  })
  app.get('/:page{:help}', (c) => {
    const { paths } = Document.parse(app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: '', version: '' } }))
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { summary = '' }]) => ({ method: method.toUpperCase(), path, summary })),
    )
    return answerText(c, helpText(routes, originOf(c)))
  })
}
