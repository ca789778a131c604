import type { RunStatus } from '../model/run.ts'

/** Statuses, the worst first: what fails is worse than what could not be looked at. */
export const WORST_FIRST: readonly RunStatus[] = ['fail', 'unknown', 'warn', 'pass']

/** Whatever has a status, the worst first; else as given. */
export const worstFirst = <T extends { status: RunStatus }>(all: readonly T[]): T[] =>
  all.toSorted((a, b) => WORST_FIRST.indexOf(a.status) - WORST_FIRST.indexOf(b.status))

/** The worst status there is; undefined where there is none. */
export const worstOf = (all: readonly { status: RunStatus }[]): RunStatus | undefined => worstFirst(all)[0]?.status
