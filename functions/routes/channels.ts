import { createRoute, z } from '@hono/zod-openapi'
import { channelsOf, type Channel } from '../env/channels.ts'
import { linkSettings } from '../env/incidents.ts'
import type { Bindings } from '../env.ts'
import { chainsOf } from '../run/incidents/chains.ts'
import { tallyOutbox, type ChannelTally } from '../store/outbox-tally.ts'
import { ChannelsJson, channelsText, type ChannelJson } from '../views/channels.ts'
import { formatOf, type Format } from './support/negotiate.ts'
import { formatQuery, responses } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { answerText, textOptions } from './support/request.ts'
import { router } from './support/router.ts'

const FORMATS: Format[] = ['text', 'json']

const route = createRoute({
  method: 'get',
  path: '/channels',
  summary: 'The ways to people: whether their settings hold, whose chain names them, what waits and what was given up',
  request: { query: z.object(formatQuery(FORMATS)) },
  responses: responses({ description: 'Channels', schema: ChannelsJson, formats: FORMATS }, [
    'unknown-format',
    'wrong-settings',
  ]),
})

/** GET /channels */
export const channels = router().openapi(route, async (c) => {
  const format = formatOf(c, FORMATS)
  const found = channelsOf(c.env)
  if (!Array.isArray(found)) throw new Problem('wrong-settings', { detail: `${found.reason}.`, mend: found.mend })
  const links = linkSettings(c.env)
  const shown = {
    channels: linesOf(c.env, found, await tallyOutbox(c.env.DB)),
    links: 'reason' in links ? links : null,
  }
  return format === 'json' ? c.json(shown) : answerText(c, channelsText(shown, textOptions(c, Date.now())))
})

/** The channels there are, then those that are only in the outbox. */
function linesOf(env: Bindings, found: readonly Channel[], tallies: readonly ChannelTally[]): ChannelJson[] {
  const byName = new Map(tallies.map((tally) => [tally.channel, tally]))
  const gone = tallies.filter(
    ({ channel, waiting, dead }) => waiting + dead > 0 && !found.some(({ name }) => name === channel),
  )
  const chains = chainsOf(env)
  return [...found, ...gone.map(({ channel }) => lost(channel))].map((channel) => {
    const tally = byName.get(channel.name)
    return {
      name: channel.name,
      type: channel.fault === null ? channel.type : null,
      fault: channel.fault,
      chains: chains.get(channel.name) ?? [],
      waiting: tally?.waiting ?? 0,
      dead: tally?.dead ?? 0,
      sentAt: tally?.sentAt == null ? null : new Date(tally.sentAt).toISOString(),
    }
  })
}

const lost = (name: string): Channel => ({
  name,
  fault: { reason: 'it is no longer configured', mend: `add [vars.CHANNELS.${name}] to wrangler.toml again` },
})
