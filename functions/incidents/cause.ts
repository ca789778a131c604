import { CheckName, checkOf, type Finding, type Unknown } from '../model/finding.ts'

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

/**
 * What could not be looked at, by its cause: an unreachable target is down, anything else merely not known. What several
 * checks could not see for one and the same reason is one matter, named after the first of them.
 */
export function unknownsByCause<T extends Pick<Unknown, 'check' | 'subject' | 'reason'>>(
  unknowns: readonly T[],
): Map<string, T[]> {
  const matters = Map.groupBy(unknowns, ({ check, subject, reason }) =>
    check === 'connectivity' ? check : JSON.stringify([subject, reason]),
  )
  const causes = [...matters.values()].flatMap((matter) => {
    const cause = causeOfUnknown(firstCheck(matter))
    return matter.map((unknown) => [cause, unknown] as const)
  })
  return new Map(
    [...Map.groupBy(causes, ([cause]) => cause)].map(([cause, all]) => [cause, all.map(([, unknown]) => unknown)]),
  )
}

const firstCheck = (unknowns: readonly Pick<Unknown, 'check'>[]): CheckName =>
  CheckName.options.find((name) => unknowns.some(({ check }) => check === name)) ?? 'drift'

/** The cause of what one check alone could not look at. */
const causeOfUnknown = (check: CheckName): string => (check === 'connectivity' ? 'connectivity' : `unknown:${check}`)
