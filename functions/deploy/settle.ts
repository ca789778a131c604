import type { Deploy } from '../model/deploy.ts'
import { JournalMark, markJournal } from '../run/preflight/journal-mark.ts'
import type { StepContext, StepOutcome } from './step.ts'

/** Between two looks at the journal, ms. */
export const PAUSE = 15_000
/** So many looks in a row without a change, and the migrations have come to rest. */
const STILL = 3
/** After so many looks (ten minutes) nobody waits any longer. */
export const MOST = 40

/**
 * Waits until the migrations of a release have settled: all that the blueprint knows are applied, or the journal has not
 * moved for a while. Bounded; what is never seen is unknown.
 */
export async function settle(context: StepContext): Promise<StepOutcome> {
  const { durable, env, target, now, deploy } = context
  let same = 0
  let last: JournalMark | null = null
  for (let i = 1; i <= MOST; i += 1) {
    const mark: JournalMark = await durable.once(`settle: journal ${i}`, JournalMark, () =>
      markJournal(env, target, now()),
    )
    same = last !== null && markText(last) === markText(mark) ? same + 1 : 1
    last = mark
    if (mark.state === 'read' && isReached(mark)) return reached(mark)
    if (same >= STILL) return mark.state === 'read' ? resting(mark, deploy) : unseen(mark)
    if (i < MOST) await durable.sleep(`settle: pause ${i}`, PAUSE)
  }
  const said = `the journal was still changing after ${(MOST * PAUSE) / 60_000} minutes`
  return { verdict: 'unknown', said, reasons: [{ what: 'step', step: 'settle', said }] }
}

type Read = Extract<JournalMark, { state: 'read' }>

/** How a mark is told from another. */
const markText = (mark: JournalMark) => (mark.state === 'read' ? `${mark.rows} ${mark.newest}` : mark.reason)

/** Whether the newest blueprint has migrations, and all of them are applied. */
export const isReached = ({ position }: Read) =>
  position !== null && position.of > 0 && position.applied === position.of

const reached = ({ position }: Read): StepOutcome => ({
  verdict: 'go',
  said: `all ${position?.of ?? 0} migrations of the blueprint ${position?.blueprint ?? ''} are applied`,
  reasons: [],
})

/** Whether a blueprint's tag names that commit; either may be short. */
export const isOf = (tag: string, sha: string | null): boolean =>
  sha !== null && (tag.startsWith(sha) || sha.startsWith(tag))

/** At rest without all being applied: of the blueprint of this very commit that is a release without its migrations. */
function resting({ position, rows }: Read, { sha, state }: Deploy): StepOutcome {
  if (position === null) return { verdict: 'go', said: `the journal rests at ${rows} rows`, reasons: [] }
  const { applied, of, blueprint } = position
  const said = `the journal rests at ${applied} of ${of} migrations of the blueprint ${blueprint}`
  if (!isOf(blueprint, sha) || state !== 'succeeded') return { verdict: 'go', said, reasons: [] }
  return { verdict: 'stop', said, reasons: [{ what: 'step', step: 'settle', said }] }
}

const unseen = ({ reason, mend }: Exclude<JournalMark, Read>): StepOutcome => ({
  verdict: 'unknown',
  said: `the journal could not be read: ${reason}`,
  reasons: [{ what: 'unknown', subject: 'the journal', reason, mend }],
})
