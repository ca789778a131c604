import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { settingsOf } from '../env.ts'
import { BadgeJson, badgeOf, badgeSvg } from '../views/badge.ts'
import type { App } from './support/app-env.ts'
import { TargetParam } from './support/openapi.ts'
import { reportsOf, targetOf } from './support/request.ts'
import { router } from './support/router.ts'

const example = {
  schemaVersion: 1,
  label: 'demo',
  message: '2 high',
  color: 'red',
  isError: false,
  cacheSeconds: 300,
} as const
const SVG = 'image/svg+xml; charset=utf-8'

const asSvg = { 200: { description: 'A badge', content: { 'image/svg+xml': { schema: z.string() } } } }
const asJson = {
  200: {
    description: 'For https://shields.io/badges/endpoint-badge',
    content: { 'application/json': { schema: BadgeJson, example } },
  },
}

const ofAll = async (c: Context<App>) => badgeOf(await reportsOf(c, settingsOf(c.env).targets, Date.now()), 'database')
const ofTarget = async (c: Context<App>) => {
  const target = targetOf(c)
  return badgeOf(await reportsOf(c, [target], Date.now()), target.name)
}

const summary = 'How the database is, in two words, for a README'

/** GET /badge.svg, /badge.json, /:target/badge.svg, /:target/badge.json; no finding is named. */
export const badge = router()
badge.openapi(
  createRoute({ method: 'get', path: '/badge.svg', summary: `${summary}: all targets`, responses: asSvg }),
  async (c) => c.body(badgeSvg(await ofAll(c)), 200, { 'Content-Type': SVG }),
)
badge.openapi(
  createRoute({ method: 'get', path: '/badge.json', summary: `${summary}: all targets`, responses: asJson }),
  async (c) => c.json(await ofAll(c)),
)
badge.openapi(
  createRoute({
    method: 'get',
    path: '/{target}/badge.svg',
    summary,
    request: { params: TargetParam },
    responses: asSvg,
  }),
  async (c) => c.body(badgeSvg(await ofTarget(c)), 200, { 'Content-Type': SVG }),
)
badge.openapi(
  createRoute({
    method: 'get',
    path: '/{target}/badge.json',
    summary,
    request: { params: TargetParam },
    responses: asJson,
  }),
  async (c) => c.json(await ofTarget(c)),
)
