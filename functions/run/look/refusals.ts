import type { Failure } from '../../collect/failure.ts'
import { QueryFailed } from '../../collect/transport.ts'
import { blockedBy, lockMend } from '../../drift/locks.ts'
import { publishCommand } from '../../model/commands.ts'
import type { Unknown } from '../../model/finding.ts'
import type { Lock } from '../../model/lock.ts'
import { MissingPart } from '../../model/parts.ts'

/** The Worker's name for a target, for the commands that mend; absent where there is no Worker. */
interface Named {
  target?: string
}

/** The result, or the failure of the statement that the server refused; a lost connection ends the whole look. */
export async function unlessRefused<T extends object>({ target }: Named, ask: () => Promise<T>): Promise<T | Failure> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof QueryFailed && error.failure.stage === 'query') return error.failure
    if (error instanceof MissingPart) {
      return { stage: 'query', sqlstate: null, reason: error.message, mend: publishCommand(target) }
    }
    throw error
  }
}

/** A migration holds what would have to be read. */
export const lockFailure = (lock: Lock): Failure => ({
  stage: 'query',
  sqlstate: null,
  reason: blockedBy(lock),
  mend: lockMend(lock),
})

/** The target could not be asked anything. */
export const unreachable = ({ reason, mend }: Failure): Unknown => ({
  key: 'connectivity:target',
  check: 'connectivity',
  subject: 'the target',
  reason: `it could not be reached: ${reason}`,
  mend,
})

/** One check could not be made. */
export const refused = (check: 'drift' | 'journal', { reason, mend }: Failure): Unknown => ({
  key: `${check}:target`,
  check,
  subject: check === 'drift' ? 'the catalog' : 'the journal',
  reason,
  mend,
})

/** Neither catalog nor journal could be read. */
export const both = (failure: Failure) => [refused('drift', failure), refused('journal', failure)]

/** There is nothing to compare a target with. */
export const noBlueprint = ({ target }: Named) =>
  (['drift', 'journal', 'migrations', 'snapshots'] as const).map((check): Unknown => ({
    key: `${check}:blueprint`,
    check,
    subject: 'the blueprint',
    reason: 'no blueprint was published for this target: there is nothing to compare it with',
    mend: publishCommand(target),
  }))

/** What the target is compared with was read in another way. */
export const otherCatalog = ({ target }: Named): Unknown => ({
  key: 'drift:catalog-version',
  check: 'drift',
  subject: 'the blueprint',
  reason: 'it was built by a version of Plumbline that reads the catalog differently',
  mend: publishCommand(target),
})
