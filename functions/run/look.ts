import { leavingOutClosed } from '../collect/closed.ts'
import { askingOnceMore } from '../collect/insist.ts'
import type { JournalTable } from '../collect/catalog.ts'
import type { Transport } from '../collect/transport.ts'
import type { BlueprintIndex, BlueprintParts } from '../model/blueprint.ts'
import type { CheckName } from '../model/finding.ts'
import type { PinSource } from '../model/pin.ts'
import { statusOf, type Look } from '../model/run.ts'
import type { DriftMemo } from './drift.ts'
import { unreachable } from './refusals.ts'
import { see, unseen } from './see.ts'

export interface LookRequest {
  /** The way to the target. */
  reach: Transport
  journal: JournalTable
  /** What the target is compared with; null where none was published. */
  blueprint: { index: BlueprintIndex; parts: BlueprintParts } | null
  /** What is compared with what no migration declares; null where nobody pinned it; absent where nobody asks. */
  pin?: PinSource | null
  /** The Worker's name for the target, for the commands that mend; absent where there is no Worker. */
  target?: string
  checks: readonly CheckName[]
  memo?: DriftMemo
  /** ms since the epoch */
  now: number
}

/**
 * Looks at a target once, reading only.
 * What a target or the network does is never thrown: it is unknown, with the reason.
 */
export async function look(request: LookRequest): Promise<Look> {
  const started = performance.now()
  let cost = { roundTrips: 0, bytes: 0 }
  const reached = await request.reach((session) => {
    cost = session.cost
    return see(leavingOutClosed(askingOnceMore(session)), request)
  })
  const seen = reached.reached ? reached.value : unseen(unreachable(reached.failure))
  const of = (check: CheckName) => request.checks.includes(check)
  const findings = seen.findings.filter(({ type }) => request.checks.some((check) => type.startsWith(`${check}.`)))
  const unknowns = seen.unknowns.filter(({ check }) => check === 'connectivity' || of(check))
  return {
    ...seen,
    checks: [...request.checks],
    status: statusOf(findings, unknowns),
    findings,
    unknowns,
    blueprint: request.blueprint && { hash: request.blueprint.index.hash, tag: request.blueprint.index.tag },
    figures: { ms: Math.round(performance.now() - started), ...cost },
  }
}
