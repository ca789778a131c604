import { createRoute, z } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { receive } from '../deploy/receive.ts'
import { hookSecrets } from '../env/hooks.ts'
import type { Message, Sender } from '../hooks/message.ts'
import { readDelivery, textOf } from '../hooks/read.ts'
import { SENDERS } from '../hooks/senders.ts'
import { SenderName } from '../model/deploy.ts'
import { HookAnswer } from '../model/hook-answer.ts'
import { countRefusal } from '../store/deliveries.ts'
import { jsonBody, responses, TargetParam } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { originOf, targetOf } from './support/request.ts'
import { router } from './support/router.ts'

/** What a delivery may have, bytes. GitHub sends up to 25 MB; what tells of a deploy has some 10 KB. */
const LIMIT = 1024 * 1024

const limit = bodyLimit({
  maxSize: LIMIT,
  onError: () => {
    throw new Problem('too-large', {
      detail: `A delivery may have ${LIMIT / 1024 / 1024} MiB.`,
      mend: 'of a push that is larger, the deployment tells all that is needed: choose single events for the webhook',
    })
  },
})

const route = createRoute({
  method: 'post',
  path: '/hooks/{sender}/{target}',
  summary: 'Takes a webhook that tells of a deploy',
  description:
    'A delivery is believed by its signature over the raw body, with a secret of `HOOK_SECRET_<SENDER>`; several are valid at once. It counts once: when it comes again, the answer is the one that it had, with `Idempotent-Replayed: true`. Events that say nothing of a deploy of this target are acknowledged and kept for 90 days. docs/hooks.md says how to set each sender up.',
  security: [],
  middleware: limit,
  request: {
    params: TargetParam.extend({
      sender: z.string().openapi({ param: { name: 'sender', in: 'path' }, enum: SenderName.options }),
    }),
  },
  // Not validated by the router: nothing is read of a body before it is believed.
  requestBody: jsonBody('HookDelivery'),
  responses: responses({ status: 202, description: 'Taken, and what begins', schema: HookAnswer }, [
    'unknown-sender',
    'unknown-target',
    'wrong-signature',
    'malformed-json',
    'wrong-body',
    'wrong-media',
    'too-large',
    'hook-not-configured',
  ]),
})

/** POST /hooks/:sender/:target */
export const hooks = router()
hooks.openAPIRegistry.register(
  'HookDelivery',
  z.looseObject({}).openapi({ description: 'As its sender documents it.' }),
)
hooks.openapi(route, async (c) => {
  const sender = senderOf(c.req.param('sender'))
  const target = targetOf(c)
  const secrets = hookSecrets(c.env, sender, target.name)
  if (!Array.isArray(secrets))
    throw new Problem('hook-not-configured', { detail: `${secrets.reason}.`, mend: secrets.mend })
  const now = Date.now()
  const body = textOf(await c.req.arrayBuffer())
  const message: Message = { body: body ?? '', headers: c.req.raw.headers }
  const why = body === null ? 'the body is no UTF-8' : await sender.verify(message, secrets, now)
  if (why !== null) {
    await countRefusal(c.env.DB, target.name, sender.name, why, now)
    throw notBelieved(why, sender)
  }
  const delivery = await readDelivery(sender, message, jsonIn(message), now)
  if ('unreadable' in delivery) throw unreadable(delivery.unreadable, sender)
  const { answer, before } = await receive({ env: c.env, target, origin: originOf(c), now }, delivery)
  if (before) c.header('Idempotent-Replayed', 'true')
  if (answer.deploy !== null) c.header('Location', `/${target.name}/deploys/${answer.deploy}`)
  return c.json(answer, 202)
})

function senderOf(name: string): Sender {
  const known = SenderName.safeParse(name)
  if (known.success) return SENDERS[known.data]
  throw new Problem('unknown-sender', {
    detail: `There is no sender ${name}; there are: ${SenderName.options.join(', ')}.`,
    mend: 'any other system can be a standard or bearer: docs/hooks.md',
  })
}

/** The JSON in a body that was believed, whatever its media type; GitHub's form is told apart from what is broken. */
function jsonIn({ body, headers }: Message): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    const media = headers.get('content-type') ?? 'no media type'
    if (/^application\/(?:[\w.-]+\+)?json\b/i.test(media))
      throw new Problem('malformed-json', {
        detail: `The signature holds, the body does not: ${error instanceof Error ? error.message : String(error)}.`,
        mend: 'send the delivery again; where it stays so, report it to the sender',
      })
    throw new Problem('wrong-media', {
      detail: `The signature holds, but the body has ${media.slice(0, 100)} and is not JSON.`,
      mend: 'in the settings of the webhook choose application/json as content type',
    })
  }
}

const notBelieved = (why: string, { name, secretFrom }: Sender) =>
  new Problem('wrong-signature', {
    detail: `${why}.`,
    mend: `see that ${name} and HOOK_SECRET_${name.toUpperCase()} have the same secret (${secretFrom}), and that nothing changes the body on its way`,
  })

const unreadable = (why: string, { name }: Sender) =>
  new Problem('wrong-body', {
    detail: `The signature holds, but this is not what ${name} sends: ${why}.`,
    mend: 'docs/hooks.md has what is read of each sender',
  })
