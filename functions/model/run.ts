import { z } from 'zod'
import { CheckName, Finding, Unknown } from './finding.ts'
import { Sample } from './health.ts'

export const Suite = z.enum(['tick', 'daily', 'weekly', 'deploy', 'asked'])
export type Suite = z.infer<typeof Suite>

/** What every trigger asks for: one suite on one target. */
export const RunRequest = z.object({
  target: z.string(),
  suite: Suite,
  /** When the run was due, ms since the epoch. With target and suite it names the run: asked twice, it is run once. */
  scheduledAt: z.number().int(),
  trigger: z.enum(['cron', 'hook', 'curl', 'cli']),
})
export type RunRequest = z.infer<typeof RunRequest>

/** pass: all was looked at, nothing found · warn: medium or below · fail: critical or high · unknown: something could not be looked at. */
export const RunStatus = z.enum(['pass', 'warn', 'fail', 'unknown'])
export type RunStatus = z.infer<typeof RunStatus>

/** What a run cost the target. */
export const Figures = z.object({
  /** Wall time of the run, ms. */
  ms: z.number(),
  roundTrips: z.number().int(),
  /** Bytes of the rows that PostgreSQL answered with (their text, without protocol overhead). */
  bytes: z.number().int(),
})
export type Figures = z.infer<typeof Figures>

/** Which point of the history the journal says was reached. */
export const Position = z.object({
  /** Index of the newest applied migration; −1: none. */
  index: z.number().int(),
  tag: z.string().nullable(),
  /** How many migrations the blueprint has, and how many of them are applied. */
  of: z.number().int(),
  applied: z.number().int(),
})
export type Position = z.infer<typeof Position>

/** What one look at a target yields; findings and unknowns of checks that were not run are absent from `checks`. */
export const Look = z.object({
  checks: z.array(CheckName),
  status: RunStatus,
  findings: z.array(Finding),
  unknowns: z.array(Unknown),
  position: Position.nullable(),
  blueprint: z.object({ hash: z.string(), tag: z.string() }).nullable(),
  postgres: z.string().nullable(),
  figures: Figures,
  /** The checks of the target's health that were made to the end: only of these can it say that something is gone. Absent: none was asked for. */
  health: z.array(z.string()).exactOptional(),
  /** What later looks are held against. */
  sample: Sample.exactOptional(),
})
export type Look = z.infer<typeof Look>

const worst = { critical: 'fail', high: 'fail', medium: 'warn', low: 'warn', info: 'pass' } as const

/** The status of a set of findings and unknowns. A failure outranks an unknown; an unknown outranks a warning. */
export function statusOf(findings: readonly Pick<Finding, 'severity'>[], unknowns: readonly unknown[]): RunStatus {
  const statuses = findings.map((finding) => worst[finding.severity])
  if (statuses.includes('fail')) return 'fail'
  if (unknowns.length > 0) return 'unknown'
  return statuses.includes('warn') ? 'warn' : 'pass'
}
