import { COUNTERS, type JudgedAt, type PerformanceVerdict } from '../../model/performance-verdict.ts'
import type { RunStatus } from '../../model/run.ts'

/** Which status a verdict is shown as. */
export const statusOfVerdict = ({ verdict, findings }: PerformanceVerdict): RunStatus =>
  verdict === 'fast'
    ? 'pass'
    : verdict === 'unknown'
      ? 'unknown'
      : findings.some(({ severity }) => severity === 'critical' || severity === 'high')
        ? 'fail'
        : 'warn'

/** When a verdict was made, for people. */
export const WHEN: Readonly<Record<JudgedAt, string>> = {
  end: 'at its end',
  '15min': 'after 15 minutes',
  '1h': 'after an hour',
  '24h': 'after a day',
  later: 'in the last hour',
  asked: 'asked',
}

/** `12 ms`, `1.5 s`, `0.04 ms`. */
export function duration(ms: number): string {
  if (ms >= 60_000) return `${Number((ms / 60_000).toPrecision(3))} min`
  return ms >= 1000 ? `${Number((ms / 1000).toPrecision(3))} s` : `${Number(ms.toPrecision(3))} ms`
}

/** `512 B`, `1.5 MiB`. */
export function size(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  const at = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  return `${Number((bytes / 1024 ** at).toPrecision(3))} ${units[at]}`
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`

/** What a verdict rests on. */
export function groundsOf({ matched, judged, baselines, span, unknowns }: PerformanceVerdict): string {
  if (unknowns.some(({ subject }) => subject === COUNTERS)) return 'nothing could be compared'
  if (span === null || matched === null) return 'what is left of indexes and statistics was compared with before'
  const days = baselines.filter(({ kind }) => kind === 'same-hour').length
  const beside = [
    ...(baselines.some(({ kind }) => kind === 'before') ? ['the time before'] : []),
    ...(days > 0 ? [`the same hour of ${days} earlier ${days === 1 ? 'day' : 'days'}`] : []),
  ]
  return `${judged} statements with ${percent(matched)} of the time were judged, beside ${beside.join(' and ') || 'nothing'}`
}
