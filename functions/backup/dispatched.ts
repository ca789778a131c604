import type { Miss, RungOutcome } from '../model/backup/outcome.ts'
import { dispatch, findRun, findRunOf, PATIENCE, tooMany, type Actions, type WorkflowRun } from './actions.ts'
import { missOf, SKEW, type Climber } from './climber.ts'
import { pause } from './world.ts'

const rung = 'logical'

/**
 * A run that was dispatched and does not show after so long was never dispatched, ms: GitHub gives a request up after 10 s, and lists a run
 * some seconds later.
 */
export const SHOWS = 120_000

/**
 * Has the target's workflow make a backup, once for the request: that it is dispatched is written down before; who does not know what
 * became of that looks for a run with the request's name before it is dispatched again. Then waits for the backup to be on record.
 * @param recorded judges what is on record
 */
export async function fromWorkflow(
  climber: Climber,
  actions: Actions,
  recorded: () => Promise<RungOutcome>,
): Promise<RungOutcome> {
  const { intent } = climber.dispatch
  for (;;) {
    if (intent.run !== null) return untilRecorded(climber, actions, recorded, intent.run)
    const found = await lookFor(climber, actions)
    if (typeof found === 'object' && found !== null) return found
    if (found !== null) {
      await intent.confirm(found)
      continue
    }
    const miss = await dispatchOnce(climber, actions)
    if (miss !== null) return miss
  }
}

/** The run's number where it shows; null: it was not dispatched, or would show by now. */
async function lookFor(
  { world, point, dispatch: { intent } }: Climber,
  actions: Actions,
): Promise<number | null | Miss> {
  if (intent.askedAt === null) return null
  const shows = intent.askedAt + SHOWS
  for (let tries = 0; ; tries += 1) {
    const answer = await findRunOf(actions, point, intent.askedAt - SKEW)
    if (answer.state !== 'answered') return missOf(rung, answer, 'failed')
    if (answer.value !== null) return answer.value.id
    if (world.now() >= shows) return null
    const wait = Math.min(pause(tries), Math.max(1, shows - world.now()))
    if (world.now() + wait >= actions.deadline)
      return unknown('its workflow was dispatched a moment ago, and no run shows yet')
    await world.sleep(wait)
  }
}

/** Dispatches it, and writes down what is known of that; null: it is done, or nobody knows. */
async function dispatchOnce(
  { world, point, target, dispatch: { intent } }: Climber,
  actions: Actions,
): Promise<Miss | null> {
  for (;;) {
    const noted = world.now()
    if (noted >= actions.deadline) return unknown('no time was left to dispatch its workflow')
    await intent.write(noted)
    // Whoever slept since does not know whether the request is still its own.
    if (world.now() - noted > PATIENCE) continue
    const answer = await dispatch(actions, { target, key: point })
    if (answer.state === 'dispatched') await intent.confirm(answer.run ?? 0)
    if (answer.state === 'dispatched' || (answer.state === 'unsure' && answer.status !== 429)) return null
    if (answer.state !== 'limited') return missOf(rung, answer, 'failed')
    if (answer.again >= actions.deadline) return missOf(rung, tooMany(answer.again), 'failed')
    await world.sleep(answer.again - world.now())
  }
}

/** Looks until the backup is on record, the run ends without one, or no time is left. */
async function untilRecorded(
  { world, point, dispatch: { intent } }: Climber,
  actions: Actions,
  recorded: () => Promise<RungOutcome>,
  id: number,
): Promise<RungOutcome> {
  let run: WorkflowRun | null = null
  for (let tries = 1; ; tries += 1) {
    const seen = id > 0 ? await findRun(actions, id) : await findRunOf(actions, point, (intent.askedAt ?? 0) - SKEW)
    if (seen.state === 'answered') run = seen.value ?? run
    // After the run: what it told before it ended is there.
    const outcome = await recorded()
    if (outcome.state === 'holds') return outcome
    if (run?.status === 'completed') return ended(run, outcome.reason)
    const wait = pause(tries)
    if (world.now() + wait >= actions.deadline) return unknown(`its workflow is under way: ${watching(run, actions)}`)
    await world.sleep(wait)
  }
}

const watching = (run: WorkflowRun | null, { way: { workflow } }: Actions) =>
  run?.html_url ?? `see the runs of ${workflow.file} in ${workflow.repository}`

const ended = ({ html_url, conclusion }: WorkflowRun, reason: string): Miss => ({
  rung,
  state: 'failed',
  reason:
    conclusion === 'success'
      ? `its workflow ended well, and ${reason}: ${html_url}`
      : `its workflow ended with ${conclusion ?? 'no conclusion'}: ${html_url}`,
  mend:
    conclusion === 'success'
      ? 'see that the workflow has PLUMBLINE_URL and PLUMBLINE_TOKEN (docs/logical-backup.md), and ask with another Idempotency-Key'
      : 'see the log of the run, mend it, and ask with another Idempotency-Key',
  retryable: false,
})

const unknown = (reason: string): Miss => ({
  rung,
  state: 'unknown',
  reason,
  mend: 'ask again with the same Idempotency-Key: it is looked for, not dispatched again',
  retryable: true,
})
