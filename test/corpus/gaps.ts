/** A case that does not hold yet. It is expected to fail: once it holds, its entry here must go. */
export interface Gap {
  case: string
  /** drift: what differs is not what expected.json says. text: the facts are not the same text on every PostgreSQL. */
  about: 'drift' | 'text'
  why: string
  /** Names of the servers concerned; all where absent. */
  on?: readonly string[]
}

export const GAPS: readonly Gap[] = []

/** Why a case does not hold on a server; undefined where it must. */
export const gapOf = (name: string, about: Gap['about'], server: string): Gap | undefined =>
  GAPS.find((gap) => gap.case === name && gap.about === about && (gap.on?.includes(server) ?? true))
