import { z } from 'zod'
import { Acceptance, Lapsed } from '../model/acceptance.ts'
import { Blueprint } from '../model/blueprint.ts'
import { Decision } from '../model/decision.ts'
import { CheckName, Finding, Unknown } from '../model/finding.ts'
import type { PinMark, SeenFinding, TargetReport } from '../model/report.ts'
import { Figures, Look, Position, RunRequest, RunStatus, Suite } from '../model/run.ts'

/** model/report.ts as schemas: what is read back from D1 and KV, and what OpenAPI shows. */
export const SeenFindingShape: z.ZodType<SeenFinding> = z.object({
  finding: Finding,
  firstSeen: z.number(),
  lastSeen: z.number(),
  resolvedAt: z.number().nullable(),
  accepted: Acceptance.exactOptional(),
  lapsed: Lapsed.exactOptional(),
})

export const PinMarkShape: z.ZodType<PinMark> = Decision.extend({
  hash: z.string(),
  at: z.number(),
  facts: z.number(),
})

const BlueprintName = Blueprint.pick({ hash: true, tag: true })

export const TargetReportShape: z.ZodType<TargetReport> = z.object({
  target: z.string(),
  environment: z.string(),
  status: RunStatus,
  at: z.number().nullable(),
  run: z.object({ id: z.string(), suite: Suite }).nullable(),
  position: Position.nullable(),
  blueprint: BlueprintName.nullable(),
  pin: PinMarkShape.exactOptional(),
  provenAt: z.number().nullable().exactOptional(),
  postgres: z.string().nullable(),
  findings: z.array(SeenFindingShape),
  unknowns: z.array(Unknown),
  figures: Figures.nullable(),
})

/** What a run's row keeps of a look: all but its findings, which have rows of their own. */
export const RunOutcome = Look.omit({ findings: true, status: true, sample: true }).extend({
  checks: z.array(CheckName),
  /** The status as it is without what was said of the target's health. */
  withoutHealth: RunStatus.exactOptional(),
})
export type RunOutcome = z.infer<typeof RunOutcome>

/** A run as its row tells it; times in ms since the epoch. */
export const RunRecord = z.object({
  id: z.string(),
  target: z.string(),
  suite: Suite,
  trigger: RunRequest.shape.trigger,
  scheduledAt: z.number(),
  /** How many times it was taken up: more than 1 after a crash. */
  attempt: z.number(),
  startedAt: z.number(),
  /** null: it has not ended. */
  endedAt: z.number().nullable(),
  status: RunStatus.nullable(),
  /** How many findings were open after it. */
  findings: z.number().nullable(),
  outcome: RunOutcome.nullable(),
})
export type RunRecord = z.infer<typeof RunRecord>

/** One act of publishing; the newest of a target is what its runs compare with. */
export const Publication = z.object({
  hash: z.string(),
  tag: z.string(),
  publishedAt: z.number(),
})
export type Publication = z.infer<typeof Publication>

/** One act of pinning; the newest of a target is what its runs compare with. */
export const PinRecord = Decision.extend({
  hash: z.string(),
  /** ms */
  at: z.number(),
  /** CATALOG_VERSION of whoever read the facts. */
  catalog: z.number(),
  facts: z.number(),
  /** How many facts of each kind. */
  counts: z.record(z.string(), z.number()),
  /** The pin before it. */
  previous: z.string().nullable(),
  /** How many facts differ from that; null where there is none, or they do not compare. */
  changes: z.object({ added: z.number(), changed: z.number(), removed: z.number() }).nullable(),
})
export type PinRecord = z.infer<typeof PinRecord>
