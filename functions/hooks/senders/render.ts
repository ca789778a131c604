import { z } from 'zod'
import { ignored, parsed, SILENT, type Sender, type Unreadable, type What } from '../message.ts'
import { verifyStandard, wrongStandardSecret } from '../standard-webhooks.ts'

const Event = z.object({
  type: z.string(),
  data: z.object({
    id: z.string(),
    serviceId: z.string().regex(/^[\w-]{1,60}$/),
    serviceName: z.string().nullish(),
    status: z.string().nullish(),
  }),
})

const ENDS = { succeeded: 'succeeded', failed: 'failed', canceled: 'cancelled' } as const
const isEnd = (status: string): status is keyof typeof ENDS => Object.hasOwn(ENDS, status)

/**
 * Render: Standard Webhooks. Its events name the service and neither the commit nor the deploy, which its API would
 * say: what it tells is of the service's newest deploy. https://render.com/docs/webhooks
 */
export const render: Sender = {
  name: 'render',
  signsDelivery: true,
  secretFrom: 'the signing secret whsec_… of the webhook’s page at Render',
  wrongSecret: wrongStandardSecret,
  verify: verifyStandard,

  read({ headers }, value) {
    const result = parsed(Event, value)
    if ('unreadable' in result) return result
    const { type, data } = result.data
    const what = whatOf(type, data)
    return 'unreadable' in what ? what : { event: type.slice(0, 100), delivery: headers.get('webhook-id'), what }
  },
}

function whatOf(type: string, { serviceId, status }: z.infer<typeof Event>['data']): What | Unreadable {
  const of = { ...SILENT, release: `render-${serviceId}` }
  if (type === 'deploy_started') return { kind: 'deploy', event: { ...of, phase: 'before', state: 'running' } }
  if (type !== 'deploy_ended') return ignored(`${type.slice(0, 100)} says nothing of a deploy’s begin or end`)
  if (!status || !isEnd(status)) return { unreadable: `at data.status: not one of ${Object.keys(ENDS).join(', ')}` }
  return { kind: 'deploy', event: { ...of, phase: 'after', state: ENDS[status] } }
}
