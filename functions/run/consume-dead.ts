import { z } from 'zod'
import type { Bindings } from '../env.ts'
import { beat } from '../notify/heartbeat.ts'
import { recordDeadRun } from '../store/dead-runs.ts'

/** What wrangler.toml calls the queue of runs that broke at every try. */
export const DEAD_QUEUE = 'plumbline-runs-dead'

const Named = z.object({ target: z.string() })

/** Notes each run that died, so that people see it (GET /outbox, /healthz), and tells the dead man's switch. */
export async function onDeadMessages(batch: MessageBatch, env: Bindings): Promise<void> {
  for (const { id, body } of batch.messages) {
    const target = Named.safeParse(body).data?.target ?? ''
    console.error(`a run broke at every try and is given up: ${JSON.stringify(body)}`)
    await recordDeadRun(env.DB, { id, target, diedAt: Date.now(), message: body })
  }
  batch.ackAll()
  await beat(env, { beat: 'fail', why: `runs broke at every try (${batch.messages.length}): GET /outbox` })
}
