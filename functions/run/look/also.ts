import { statusOf, type Look } from '../../model/run.ts'

/** What is known of a target by other ways than a look at its database. */
export type AlsoSeen = Pick<Look, 'checks' | 'findings' | 'unknowns'>

/** A look with what else was seen. */
export function withAlso(seen: Look, also: readonly (AlsoSeen | null)[]): Look {
  const all: AlsoSeen[] = [seen, ...also.filter((one) => one !== null)]
  const findings = all.flatMap((one) => one.findings)
  const unknowns = all.flatMap((one) => one.unknowns)
  return {
    ...seen,
    checks: all.flatMap(({ checks }) => checks),
    findings,
    unknowns,
    status: statusOf(findings, unknowns),
  }
}
