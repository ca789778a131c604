import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { listIncidents } from '../store/incidents.ts'
import { jsonFeed, JsonFeedJson, rssFeed } from '../views/feed.ts'
import type { App } from './support/app-env.ts'
import { TargetParam } from './support/openapi.ts'
import { originOf, targetOf } from './support/request.ts'
import { router } from './support/router.ts'

/** As many incidents as a reader keeps. */
const MOST = 50

const RSS = 'application/rss+xml'
const JSON_FEED = 'application/feed+json'

const answers = (media: string, description: string, schema: z.ZodType) => ({
  200: { description, content: { [media]: { schema } } },
})
const asRss = answers(RSS, 'RSS 2.0', z.string())
const asJson = answers(JSON_FEED, 'JSON Feed 1.1', JsonFeedJson)

const summary = 'Incidents that opened or were resolved, as a feed'

async function feedOf(c: Context<App>, target: string | null, write: typeof rssFeed) {
  const incidents = await listIncidents(c.env.DB, target, 'all', MOST)
  return write(incidents, { origin: originOf(c), target, now: Date.now() })
}
const rss = async (c: Context<App>, target: string | null) =>
  c.body(await feedOf(c, target, rssFeed), 200, { 'Content-Type': `${RSS}; charset=utf-8` })
const json = async (c: Context<App>, target: string | null) =>
  c.body(await feedOf(c, target, jsonFeed), 200, { 'Content-Type': `${JSON_FEED}; charset=utf-8` })

/** GET /feed.xml, /feed.json, /:target/feed.xml, /:target/feed.json */
export const feed = router()
const ofOne = { params: TargetParam }
feed.openapi(createRoute({ method: 'get', path: '/feed.xml', summary, responses: asRss }), (c) => rss(c, null))
feed.openapi(createRoute({ method: 'get', path: '/feed.json', summary, responses: asJson }), (c) => json(c, null))
feed.openapi(
  createRoute({ method: 'get', path: '/{target}/feed.xml', summary, request: ofOne, responses: asRss }),
  (c) => rss(c, targetOf(c).name),
)
feed.openapi(
  createRoute({ method: 'get', path: '/{target}/feed.json', summary, request: ofOne, responses: asJson }),
  (c) => json(c, targetOf(c).name),
)
