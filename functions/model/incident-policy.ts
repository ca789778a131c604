import { z } from 'zod'
import { CheckName, Severity } from './finding.ts'

const Minutes = z.number().positive()

/** `09:30` → minutes since midnight. */
const TimeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'write a time as 09:00')
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))

const isZone = (zone: string) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/**
 * Hours of a week: days (1 Monday … 7 Sunday), from and to in a time zone. `to` is not included; before `from`, it is on the
 * day after.
 */
export const Hours = z
  .strictObject({
    zone: z.string().refine(isZone, 'is no IANA time zone, such as Europe/Berlin').default('UTC'),
    days: z.array(z.number().int().min(1).max(7)).min(1).default([1, 2, 3, 4, 5]),
    from: TimeOfDay.default(9 * 60),
    to: TimeOfDay.default(17 * 60),
  })
  .refine(({ from, to }) => from !== to, 'from and to must differ: 00:00 and 24:00 are a whole day')
export type Hours = z.infer<typeof Hours>

/** How often in a row something must be seen to open an incident, and be absent to end it. */
const Threshold = z.strictObject({ failures: z.number().int().min(1), successes: z.number().int().min(1) })
export type Threshold = z.infer<typeof Threshold>

/** Two looks, because a network hiccup is no outage; the catalog does not flap, so once is enough for the rest. */
const THRESHOLDS: Partial<Record<CheckName, Threshold>> = { connectivity: { failures: 2, successes: 2 } }
const ONCE: Threshold = { failures: 1, successes: 1 }

const ChannelName = z.string().min(1, 'name a channel of CHANNELS')
/** Those of one level of the chain. */
const Channels = z.union([ChannelName.transform((name) => [name]), z.array(ChannelName).min(1)])

/** When and whom an incident of a target pages. */
export const IncidentPolicy = z.strictObject({
  /** Minutes in which somebody must acknowledge; then the next of the chain is paged. The guide's response times. */
  acknowledge: z
    .strictObject({
      critical: Minutes.default(30),
      high: Minutes.default(120),
      medium: Minutes.default(480),
      low: Minutes.default(1440),
      info: Minutes.default(1440),
    })
    .prefault({}),
  /**
   * Who is paged, in order: at each level the name of a channel, or several. The guide: database administrator, lead
   * developer, technical lead.
   */
  chain: z
    .array(Channels)
    .min(1)
    .default([['primary'], ['secondary'], ['escalation']]),
  /** Channels that are told of migrations to come; absent: those of the chain's first level. */
  announce: z.array(ChannelName).exactOptional(),
  /** Hours in which a severity may page; absent: at any time. */
  hours: z.partialRecord(Severity, Hours).default({}),
  /** Hours in which a severity must not page, whatever `hours` says. */
  quiet: z.partialRecord(Severity, Hours).default({}),
  /** The mildest severity that pages at all; milder ones are kept, and seen on the page. */
  pageFrom: Severity.default('low'),
  thresholds: z.partialRecord(CheckName, Threshold).default({}),
})
export type IncidentPolicy = z.infer<typeof IncidentPolicy>

/** A figure that moves with every look crosses its limit often: its end is believed at the second look. */
const FLAPPING: Threshold = { failures: 1, successes: 2 }

/** The threshold of a check under a policy; `flapping`: what it looks at moves with every look. */
export const thresholdOf = (
  policy: Pick<IncidentPolicy, 'thresholds'>,
  check: CheckName,
  flapping = false,
): Threshold => policy.thresholds[check] ?? THRESHOLDS[check] ?? (flapping ? FLAPPING : ONCE)

/** Whom the incidents of a target reach: its policy, and the names of the channels that there are. */
export interface Alerting {
  policy: IncidentPolicy
  channels: readonly string[]
}

/** The channels of a level of the chain (from 1) that there are; of all levels up to it, where `upTo` says so. */
export function channelsAt({ policy: { chain }, channels }: Alerting, level: number, upTo = false): string[] {
  const names = upTo ? chain.slice(0, level).flat() : (chain[level - 1] ?? [])
  return [...new Set(names)].filter((name) => channels.includes(name))
}

/** The channels that are told of migrations, as far as there are. */
export const announceTo = (alerting: Alerting): string[] =>
  alerting.policy.announce?.filter((name) => alerting.channels.includes(name)) ?? channelsAt(alerting, 1)
