import type { Fault } from '../../env.ts'
import type { Unknown } from '../../model/finding.ts'
import type { Look } from '../../model/run.ts'

/** The look that was not taken, and why: no check was made, nothing is known, no finding changes. */
export const unlooked = (why: Unknown): Look => ({
  checks: [],
  status: 'unknown',
  findings: [],
  unknowns: [why],
  position: null,
  blueprint: null,
  postgres: null,
  figures: { ms: 0, roundTrips: 0, bytes: 0 },
})

/** A target whose settings do not hold. */
export const misconfigured = ({ reason, mend }: Fault): Unknown => ({
  key: 'connectivity:settings',
  check: 'connectivity',
  subject: 'the target’s settings',
  reason,
  mend,
})
