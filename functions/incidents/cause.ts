import { checkOf, type CheckName, type Finding, type Unknown } from '../model/finding.ts'

/** What one incident is about: one line of findings that one person mends in one go. */
export interface Cause {
  /** `check`, `check:migration:TAG` or the key of the only finding; stable as long as the cause is there. */
  cause: string
  check: CheckName
}

/**
 * The cause of a finding. What one migration did not do, or what was undone of it, is one cause; so is the journal as a
 * whole, whose rows are put right together. Every other difference is its own.
 */
export function causeOf(finding: Finding): Cause {
  const check = checkOf(finding)
  if (check !== 'drift') return { cause: check, check }
  const migration = 'migration' in finding ? finding.migration : null
  return { cause: migration === null ? finding.key : `drift:migration:${migration}`, check }
}

/** The cause of what could not be looked at: an unreachable target is down, anything else merely not known. */
export const causeOfUnknown = ({ check }: Pick<Unknown, 'check'>): Cause =>
  check === 'connectivity' ? { cause: 'connectivity', check } : { cause: `unknown:${check}`, check }
