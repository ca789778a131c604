import { createRoute, z } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { LogicalBackup } from '../model/backup/logical.ts'
import { noteLogicalBackup } from '../store/logical-backups.ts'
import { bodyOf } from './support/body.ts'
import { jsonBody, responses, TargetParam, WRITES } from './support/openapi.ts'
import { Problem } from './support/problem.ts'
import { targetOf } from './support/request.ts'
import { router } from './support/router.ts'

const EXAMPLE = '{"id":"…","target":"shop","takenAt":"2026-01-31T12:00:00Z",…}'

/** A drill that failed names what came out otherwise. bytes */
const LIMIT = 256 * 1024

const limit = bodyLimit({
  maxSize: LIMIT,
  onError: () => {
    throw new Problem('too-large', {
      detail: `What is known of a backup may have ${LIMIT / 1024} KiB.`,
      mend: 'send what was compared without the lists of what differs',
    })
  },
})

/** Clocks may differ by this much, ms. */
const SKEW = 300_000

const Noted = z.object({ target: z.string(), id: z.string(), state: z.enum(['created', 'repeated', 'changed']) })

const route = createRoute({
  method: 'post',
  path: '/{target}/backups/logical',
  summary: 'Notes a logical backup that was made elsewhere, or that a restore of it was proven',
  description: 'What is told later of the same id replaces what was told before: 201 where it is new, 200 otherwise.',
  security: WRITES,
  middleware: limit,
  request: { params: TargetParam },
  requestBody: jsonBody('LogicalBackup'),
  responses: responses({ status: 201, description: 'Noted', schema: Noted }, [
    'malformed-json',
    'wrong-body',
    'unknown-target',
    'too-large',
    'writes-disabled',
  ]),
})

/** POST /:target/backups/logical */
export const logicalBackup = router()
logicalBackup.openAPIRegistry.register('LogicalBackup', z.object(LogicalBackup.shape))
logicalBackup.openapi(route, async (c) => {
  const { name } = targetOf(c)
  const now = Date.now()
  const backup = await bodyOf(c, LogicalBackup, EXAMPLE)
  if (backup.target !== name) throw wrong(`At target: ${backup.target} is not ${name}, which the path names.`)
  if (backup.takenAt > now + SKEW) throw wrong('At takenAt: it is in the future: the clocks differ.')
  if (backup.finishedAt < backup.takenAt) throw wrong('At finishedAt: it is before takenAt.')
  const state = await noteLogicalBackup(c.env.DB, backup, now)
  return c.json({ target: name, id: backup.id, state }, state === 'created' ? 201 : 200)
})

const wrong = (detail: string) =>
  new Problem('wrong-body', { detail, mend: 'send what plumbline backup wrote, unchanged' })
