import { settingsOf, type Bindings } from '../env.ts'
import { RunRequest } from '../model/run.ts'
import { deliverDue } from '../notify/deliver.ts'
import { beatAfter } from './incidents/alive.ts'
import { DEAD_QUEUE, onDeadMessages } from './consume-dead.ts'
import { keepPerformance } from './performance/keep.ts'
import { performRun } from './perform.ts'
import type { Usable } from './way-in.ts'

/** Between two tries of a run that broke, s. */
const AGAIN = 30

/** What the queue's consumer does: the run of each message, once; a run that broke is tried again. */
export async function onMessages(batch: MessageBatch, env: Bindings): Promise<void> {
  if (batch.queue === DEAD_QUEUE) return onDeadMessages(batch, env)
  for (const message of batch.messages) {
    try {
      const wait = await runMessage(message.body, env)
      if (wait === null) message.ack()
      else message.retry({ delaySeconds: wait })
    } catch (error) {
      console.error(
        `a run broke (delivery ${message.attempts}): ${error instanceof Error ? error.stack : String(error)}`,
      )
      message.retry({ delaySeconds: AGAIN })
    }
  }
  // What the runs have to tell goes out at once; what fails here comes again with the next tick.
  await deliverDue({ env, now: Date.now }).catch((error: unknown) => console.error('the outbox broke:', error))
}

/** Seconds after which the message is to come again; null: it is done with. */
async function runMessage(body: unknown, env: Bindings): Promise<number | null> {
  const request = RunRequest.safeParse(body)
  if (!request.success) {
    console.error(`a message on the queue is no run request: ${request.error.message}`)
    return null
  }
  const target = settingsOf(env).targets.find(({ name }) => name === request.data.target)
  if (!target) {
    console.warn(`a run was asked for on ${request.data.target}, which is no longer configured`)
    return null
  }
  const done = await performRun({ env, target, now: Date.now }, request.data)
  if (done.state === 'ended' && request.data.suite === 'tick' && target.fault === null) await hourly(env, target)
  if (done.state !== 'held') await beatAfter(env, request.data, Date.now())
  return done.state === 'held' ? Math.max(1, Math.ceil((done.until - Date.now()) / 1000)) : null
}

/** What a tick does beside its run: the run has ended, and does not end otherwise for it. */
async function hourly(env: Bindings, target: Usable): Promise<void> {
  try {
    await keepPerformance({ env, target }, Date.now())
  } catch (error) {
    console.error(`the hour’s snapshot broke: ${error instanceof Error ? error.stack : String(error)}`)
  }
}
