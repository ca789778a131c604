import type { Severity } from '../model/finding.ts'
import type { Threshold } from '../model/incident-policy.ts'
import type { Told } from '../model/told.ts'
import type { Sight } from './observe.ts'

/** What the monitor sees of itself at a tick. */
export interface MonitorSight {
  /** Cron triggers that did not come, each with when it should have; ms. */
  missed: readonly { suite: string; cron: string; since: number }[]
  /** Targets of which no run has ended for too long, with when the last did, ms; null: none ever has. */
  silent: readonly { target: string; at: number | null }[]
}

interface Symptom extends Told {
  cause: string
}

const ONCE: Threshold = { failures: 1, successes: 1 }
/** A target that was just configured has a few ticks for its first run. */
const NEVER = 'runs:never'
const PATIENT: Threshold = { failures: 4, successes: 1 }

const iso = (ms: number) => new Date(ms).toISOString()

const LOG = 'npx wrangler tail'

/** What is wrong with the monitor, as findings are told. */
function symptomsOf({ missed, silent }: MonitorSight): Symptom[] {
  return [
    ...missed.map(({ suite, cron, since }) => ({
      cause: `cron:${suite}`,
      key: `plumbline:cron:${suite}`,
      severity: 'high' as const,
      title: `The cron trigger ${cron} (${suite}) did not come since ${iso(since)}: nobody looked meanwhile`,
      mend: ['npx wrangler deploy'],
    })),
    ...silent.map(({ target, at }) => ({
      cause: at === null ? NEVER : 'runs',
      key: `plumbline:runs:${target}`,
      severity: 'critical' as const,
      title: `No run has ever ended on ${target}: nothing is known of it`,
      ...(at !== null && { title: `No run has ended on ${target} since ${iso(at)}: the queue stands still` }),
      mend: [LOG],
    })),
  ]
}

/** What the monitor sees of itself, as causes of incidents; and what each is told as. */
export function monitorSight(seen: MonitorSight): { sight: Sight; told: readonly Told[] } {
  const symptoms = symptomsOf(seen)
  const causes = [...Map.groupBy(symptoms, ({ cause }) => cause)].map(([cause, all]) => {
    const severity: Severity = all[0]?.severity ?? 'high'
    return [cause, { type: 'seen', severity, findings: all.map(({ key }) => key).toSorted() }] as const
  })
  return {
    sight: {
      seen: new Map(causes),
      unseen: () => ({ type: 'absent' }),
      threshold: (cause) => (cause === NEVER ? PATIENT : ONCE),
      down: null,
    },
    told: symptoms.map(({ cause: _cause, ...told }) => told),
  }
}
