import type { Acceptance, Acceptances, Lapsed } from './acceptance.ts'
import type { Decision } from './decision.ts'
import type { Finding, Unknown } from './finding.ts'
import type { Figures, Position, RunRequest, RunStatus, Suite } from './run.ts'

/** A finding and its life so far; times in ms since the epoch. */
export interface SeenFinding {
  finding: Finding
  firstSeen: number
  lastSeen: number
  resolvedAt: number | null
  /** Somebody accepted it as it is: it is shown, and counts for nothing. */
  accepted?: Acceptance
  /** Somebody accepted it, and that holds no longer: it counts. */
  lapsed?: Lapsed
}

/** The findings that count: for a status, an exit code, an annotation. */
export const counted = <T extends Pick<SeenFinding, 'accepted'>>(findings: readonly T[]): T[] =>
  findings.filter(({ accepted }) => accepted === undefined)

/** The pin that a target is compared with: its name, when it was made (ms), by whom and why, and of how many facts. */
export interface PinMark extends Decision {
  hash: string
  at: number
  facts: number
}

/** What is known of a target beside its runs: what people have decided, and what was proven of its backups. */
export interface Decisions {
  acceptances: Acceptances
  pin: PinMark | null
  /** When a restore was proven last, ms; null: never. */
  provenAt: number | null
}

/** A target as the newest run saw it: what every view of a target is made from. */
export interface TargetReport {
  target: string
  environment: string
  /** unknown where no run has ended yet. */
  status: RunStatus
  /** When the newest run ended; null: never yet. */
  at: number | null
  run: { id: string; suite: Suite } | null
  position: Position | null
  blueprint: { hash: string; tag: string } | null
  /** Absent: nobody pinned the target yet. */
  pin?: PinMark
  /** When a restore of a backup was proven last, ms; null: never. Absent: nobody here can say. */
  provenAt?: number | null
  postgres: string | null
  /** Open findings, most severe first, then by key; the accepted ones come last. */
  findings: SeenFinding[]
  unknowns: Unknown[]
  figures: Figures | null
}

/** One line of the history of runs; times in ms since the epoch. */
export interface RunSummary {
  id: string
  target: string
  suite: Suite
  trigger: RunRequest['trigger']
  scheduledAt: number
  startedAt: number
  /** null: still running, or it never came back. */
  finishedAt: number | null
  status: RunStatus
  findings: number
  unknowns: number
  /** Wall time; null while it runs. */
  ms: number | null
}
