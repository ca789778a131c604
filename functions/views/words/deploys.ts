import { phaseOf, type Deploy, type Phase, type PhaseRecord, type Reason } from '../../model/deploy.ts'
import type { RunStatus } from '../../model/run.ts'
import { visible } from '../text/lines.ts'

/** Titles of findings by their keys, as far as they are known. */
export type Titles = ReadonlyMap<string, string>

/** One word for where a phase is. */
export function phaseWord(phase: PhaseRecord | null): 'go' | 'stop' | 'unknown' | 'running' | 'none' {
  if (phase === null) return 'none'
  return phase.result?.verdict ?? 'running'
}

/** The colour of such a word. */
export const toneOf: Readonly<Record<ReturnType<typeof phaseWord>, RunStatus | 'info'>> = {
  go: 'pass',
  stop: 'fail',
  unknown: 'unknown',
  running: 'info',
  none: 'info',
}

/** The phase that a deploy is in, and its word. */
export function standing(deploy: Deploy): { phase: Phase | null; word: ReturnType<typeof phaseWord> } {
  const phase = phaseOf(deploy)
  return { phase, word: phase === null ? 'none' : phaseWord(deploy[phase]) }
}

/** A reason in one sentence without a full stop. */
export function reasonText(reason: Reason, titles: Titles): string {
  switch (reason.what) {
    case 'finding':
      return `${reason.severity}: ${visible(titles.get(reason.key) ?? reason.key)}`
    case 'unknown':
      return visible(`unknown: ${reason.subject} could not be looked at: ${reason.reason}`)
    case 'step':
      return visible(`${reason.step}: ${reason.said}`)
  }
}

/** What mends a reason, or where that is said; null: nobody knows. */
export function reasonMend(reason: Reason, target: string, origin: string): string | null {
  if (reason.what === 'finding')
    return `curl ${origin}/${target}/findings/${encodeURIComponent(reason.key).replaceAll('%3A', ':')}`
  const { mend } = reason
  return mend === null || mend === undefined ? null : visible(mend)
}

/** A commit’s name, short; what stands for it where there is none. */
export const shortName = ({ sha, id }: Deploy): string => (sha === null ? id : sha.slice(0, 12))
