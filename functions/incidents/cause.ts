import { checkOf, type Finding, type Unknown } from '../model/finding.ts'

/** Checks of which every subject is a matter of its own: `check:what:subject`. */
const APART: ReadonlySet<string> = new Set(['health', 'performance'])

/**
 * The cause of a finding: what its incident is about, which one person mends in one go; stable as long as it is there. What
 * came to light between the same two looks is one cause; of what was there at the first look, what one migration did not do.
 * The journal as a whole is one, since its rows are put right together, and so is one thing that a check of health tells of
 * many subjects.
 */
export function causeOf(finding: Finding): string {
  const check = checkOf(finding)
  if (APART.has(check)) return finding.key.split(':').slice(0, 2).join(':')
  if (check !== 'drift') return check
  const migration = 'migration' in finding ? finding.migration : null
  const appeared = 'appeared' in finding ? finding.appeared : undefined
  if (appeared !== undefined && (appeared.after !== null || migration === null))
    return `drift:appeared:${appeared.by.run}`
  return migration === null ? finding.key : `drift:migration:${migration}`
}

/** The cause of what could not be looked at: an unreachable target is down, anything else merely not known. */
export const causeOfUnknown = ({ check }: Pick<Unknown, 'check'>): string =>
  check === 'connectivity' ? 'connectivity' : `unknown:${check}`
