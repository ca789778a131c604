import { leavingOutClosed } from '../../collect/closed.ts'
import { askingOnceMore } from '../../collect/insist.ts'
import { versionOf } from '../../collect/read.ts'
import type { JournalTable } from '../../collect/catalog.ts'
import type { OutsideAnswers } from '../../collect/outside/answers.ts'
import type { TargetSession, Transport } from '../../collect/transport.ts'
import type { ServerRow } from '../../checks/server/row.ts'
import type { BlueprintIndex, BlueprintParts } from '../../model/blueprint.ts'
import { checkOf, type CheckName } from '../../model/finding.ts'
import type { Sample } from '../../model/health.ts'
import type { PinSource } from '../../model/pin.ts'
import { statusOf, type Look } from '../../model/run.ts'
import type { DriftMemo } from './drift.ts'
import { seeHealth, type HealthRequest } from '../health/checks.ts'
import { healthTold } from '../health/told.ts'
import { askOutside, judgeOutside, withDisk } from '../health/outside.ts'
import { unreachable } from './refusals.ts'
import type { AuthorsAsked } from './who.ts'
import { see, serverIn, unseen, type Seen } from './see.ts'

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
  /** None of them: the target's health alone is looked at. */
  checks: readonly CheckName[]
  /** What of the target's health is looked at, too; absent: nothing. */
  health?: HealthRequest
  memo?: DriftMemo
  /** Of which drift it is asked who made it; absent: of none. */
  authors?: AuthorsAsked
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
  const around = askOutside(request.health)
  const reached = await request.reach(async (session) => {
    cost = session.cost
    const asking = leavingOutClosed(askingOnceMore(session))
    const facts = request.checks.length > 0 ? await see(asking, request) : unseen()
    return withHealth(asking, request, facts)
  })
  const { health, sample, ...seen } = withOutside(
    reached.reached
      ? reached.value
      : { ...unseen(unreachable(reached.failure)), health: null, sample: null, server: null },
    request,
    await around,
  )
  const checks = [...request.checks, ...(request.health ? (['health'] as const) : [])]
  const of = (check: CheckName) => checks.includes(check)
  const findings = seen.findings.filter((finding) => of(checkOf(finding)))
  const unknowns = seen.unknowns.filter(({ check }) => check === 'connectivity' || of(check))
  return {
    ...seen,
    checks,
    status: statusOf(findings, unknowns),
    findings,
    unknowns,
    blueprint: request.blueprint && { hash: request.blueprint.index.hash, tag: request.blueprint.index.tag },
    figures: { ms: Math.round(performance.now() - started), ...cost },
    ...(health && { health }),
    ...(sample && { sample }),
  }
}

type WithHealth = Omit<Seen, 'health' | 'sample'> & {
  /** null: the target was not reached, or nobody asked for it. */
  health: string[] | null
  sample: Sample | null
  server: ServerRow | null
}

/** What was seen, and what the checks of the target's health have to say, in the same session. */
async function withHealth(session: TargetSession, request: LookRequest, seen: Seen): Promise<WithHealth> {
  const { health, journal, now } = request
  if (health === undefined) return { ...seen, health: null, sample: null, server: null }
  const { judgements, server, sample } = await seeHealth(session, { ...health, journal, now }, serverIn(seen))
  const { findings, unknowns, made } = healthTold(judgements, health.thresholds)
  return {
    ...seen,
    findings: [...seen.findings, ...findings],
    unknowns: [...seen.unknowns, ...unknowns],
    postgres: seen.postgres ?? (server && `PostgreSQL ${versionOf(server.server)}`),
    health: made,
    sample,
    server,
  }
}

/** What was seen, and what the platform and the application's own addresses say: also of a database out of reach. */
function withOutside(
  { server, ...seen }: WithHealth,
  { health, now }: LookRequest,
  answers: OutsideAnswers,
): Omit<WithHealth, 'server'> {
  if (health === undefined || answers.size === 0) return seen
  const { thresholds, samples, openSince, trend } = health
  const judgements = judgeOutside(answers, { thresholds, samples, openSince, trend, now, server })
  const { findings, unknowns, made } = healthTold(judgements, thresholds)
  return {
    ...seen,
    findings: [...seen.findings, ...findings],
    unknowns: [...seen.unknowns, ...unknowns],
    health: seen.health && [...seen.health, ...made],
    sample: withDisk(seen.sample, answers),
  }
}
