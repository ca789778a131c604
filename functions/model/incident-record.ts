import { z } from 'zod'
import { Severity } from './finding.ts'
import { Incident, PageReason } from './incident.ts'
import { Told } from './told.ts'

/** The name under which the monitor has incidents of its own; no target may bear it. */
export const MONITOR = 'plumbline'

/** An incident as it is kept. */
export const IncidentRecord = z.object({
  /** `<target>-<n>` */
  id: z.string(),
  target: z.string(),
  /** From 1, counted in the target. */
  n: z.number().int(),
  /** How often it was written: who has read it writes only on top of what was read. */
  version: z.number().int(),
  incident: Incident,
  /** The gravest of its findings as they were when they were last seen, at most MOST_TOLD. */
  told: z.array(Told),
})
export type IncidentRecord = z.infer<typeof IncidentRecord>

const keys = z.array(z.string())

/** One line of an incident's timeline. */
export const IncidentEntry = z.discriminatedUnion('what', [
  z.object({ what: z.literal('opened'), severity: Severity, findings: z.number().int() }),
  /** Worse than it ever was. */
  z.object({ what: z.literal('raised'), from: Severity, to: Severity }),
  /** Milder, or as bad as once before. */
  z.object({ what: z.literal('severity'), from: Severity, to: Severity }),
  /** Findings came or went; the first of each, and how many in all. */
  z.object({ what: z.literal('changed'), came: keys, gone: keys, of: z.number().int() }),
  /** It was not seen, which is not believed yet. */
  z.object({ what: z.literal('recovering') }),
  z.object({ what: z.literal('back') }),
  z.object({ what: z.literal('acknowledged'), by: z.string() }),
  z.object({ what: z.literal('snoozed'), by: z.string(), until: z.number() }),
  z.object({ what: z.literal('woken') }),
  z.object({ what: z.literal('commented'), by: z.string(), text: z.string() }),
  /** No channels: none of the chain is configured, so nobody was told. */
  z.object({
    what: z.literal('paged'),
    reason: PageReason,
    level: z.number().int(),
    channels: z.array(z.string()),
    key: z.string(),
  }),
  z.object({ what: z.literal('edited'), by: z.string(), sections: z.array(z.string()) }),
  /** `by` null: it was absent when it was looked for. */
  z.object({ what: z.literal('resolved'), by: z.string().nullable() }),
])
export type IncidentEntry = z.infer<typeof IncidentEntry>

/** A line of a timeline with its time, ms. */
export const TimelineEntry = z.object({ at: z.number(), entry: IncidentEntry })
export type TimelineEntry = z.infer<typeof TimelineEntry>

/** Whether it ever was more than a suspicion. */
export const wasOpened = ({ incident }: Pick<IncidentRecord, 'incident'>): boolean => incident.openedAt !== null
