import type { Finding, Unknown } from './finding.ts'
import type { Figures, Position, RunRequest, RunStatus, Suite } from './run.ts'

/** A finding and its life so far; times in ms since the epoch. */
export interface SeenFinding {
  finding: Finding
  firstSeen: number
  lastSeen: number
  resolvedAt: number | null
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
  postgres: string | null
  /** Open findings, most severe first, then by key. */
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
