import type { CheckContext, Judgement } from '../../../functions/checks/check.ts'
import { checkCalled } from '../../../functions/checks/list.ts'
import { NO_SAMPLES, type HealthId, type Sample, type Samples } from '../../../functions/model/health.ts'
import type { HealthSeen } from '../../../functions/run/health/checks.ts'
import { CASES } from './cases.ts'

export const HOUR = 3_600_000

/** What was seen of a stage by looks under different circumstances. */
export type Seen = Readonly<Record<'plain' | 'told' | 'calm' | 'poor' | 'locked' | 'readOnly', HealthSeen>>

/** A sample as that of an hour, of a day and of a whole look. */
export const from = (sample: Sample): Samples => ({ hour: sample, day: sample, whole: sample })

/** The sample of a look. */
export function sampleOf({ sample }: HealthSeen): Sample {
  if (sample === null) throw new Error('the look took no sample')
  return sample
}

/** What a look told of a check, and what it could not see. */
export const judgementOf = ({ judgements }: HealthSeen, id: HealthId): Judgement =>
  judgements.get(id) ?? { told: [], doubts: [{ subject: id, reason: 'it was not made', mend: null }] }

const subjects = ({ told }: Judgement) => told.map(({ subject }) => subject)
const reasons = ({ doubts }: Judgement) => doubts.map(({ reason }) => reason)
/** Without what may be gone with the next look. */
const lasting = ({ told }: Judgement) => told.filter(({ grade }) => grade !== 'new').map(({ subject }) => subject)
const without = (all: readonly string[], some: readonly string[]) => all.filter((one) => !some.includes(one))

/** What should have been told and was not, and what was told though it only comes near. */
export interface Misjudged {
  missing: string[]
  near: string[]
}

/** Both are empty for a check that does what it says. */
export function misjudged(id: HealthId, seen: Seen): Misjudged {
  const own = CASES[id]
  const told = judgementOf(seen.told, id)
  const calm = judgementOf(seen.calm, id)
  switch (own.how) {
    case 'objects': {
      const found = subjects(id === 'read-only' ? judgementOf(seen.readOnly, id) : told)
      const before = id === 'read-only' ? subjects(told) : []
      return { missing: without(own.subjects, found), near: [...without(found, own.subjects), ...before] }
    }
    case 'events': {
      const found = subjects(told).some((subject) => own.subject.test(subject))
      return { missing: found ? [] : [String(own.subject)], near: lasting(calm) }
    }
    case 'between':
      return { missing: without([own.subject], subjects(told)), near: [...subjects(calm), ...reasons(calm)] }
    case 'outside':
      throw new Error(`${id} is not seen of a stage`)
    case 'rows': {
      const [bad, good] = [judgeRow(id, seen, own.told), judgeRow(id, seen, own.near)]
      return {
        missing: lasting(bad).length > 0 && bad.doubts.length === 0 ? [] : ['the row', ...reasons(bad)],
        near: [...subjects(good), ...reasons(good)],
      }
    }
  }
}

/** Judges the real row of the server with other figures. */
function judgeRow(id: HealthId, seen: Seen, figures: object): Judgement {
  const own = CASES[id]
  const before = own.how === 'rows' ? own.before : undefined
  const { server } = seen.plain
  if (server === null) throw new Error('there is no row of the server')
  const sample = { ...sampleOf(seen.plain), ...before }
  const context: CheckContext = {
    now: sample.at + HOUR,
    server: { ...server, ...figures },
    samples: before === undefined ? NO_SAMPLES : from(sample),
  }
  return checkCalled(id).judge([context.server], checkCalled(id).limits, context)
}

/** How a look saw a check beside one that nothing kept from seeing. */
export interface Beside {
  /** What is unknown for `why`. */
  unknown: boolean
  /** What one of the two told of the objects, and the other did not; or could not see for another reason. */
  other: string[]
}

/** How a role without any privilege sees a check. */
export function besideThePoor(id: HealthId, seen: Seen): Beside {
  const [rich, poor] = [judgementOf(seen.told, id), judgementOf(seen.poor, id)]
  const unknown = poor.doubts.some(({ mend }) => /^grant .*;$/.test(mend ?? ''))
  return { unknown, other: unknown ? [] : differing(id, rich, poor) }
}

/** How a check is seen while every table is locked. */
export function besideTheLocked(id: HealthId, seen: Seen): Beside {
  const [open, locked] = [judgementOf(seen.told, id), judgementOf(seen.locked, id)]
  const unknown = reasons(locked).some((reason) => reason.includes('holds or awaits'))
  return { unknown, other: unknown ? [] : differing(id, open, locked) }
}

/** Objects are the same for whoever looks; what goes on in sessions is not, from look to look. */
function differing(id: HealthId, one: Judgement, two: Judgement): string[] {
  const [a, b] = [subjects(one), subjects(two)]
  const objects = CASES[id].how === 'objects' ? [...without(a, b), ...without(b, a)] : []
  return [...objects, ...without(reasons(two), reasons(one))]
}
