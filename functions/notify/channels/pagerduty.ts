import type { ChangePayload, EventPayloadV2 } from '@pagerduty/pdjs/build/src/events.js'
import { z } from 'zod'
import { Severity } from '../../model/finding.ts'
import { threadOf } from '../../model/notification.ts'
import { byStatus, json, jsonIn } from '../answer.ts'
import type { ChannelKind, DeliveryStep, Letter } from '../channel.ts'
import { isLast, messageOf, moreSaid, type Message } from '../message.ts'
import { clean, fit, inert, line } from '../text.ts'

/** https://developer.pagerduty.com/docs/send-alert-event: what its fields hold, characters; a request 512 KB. */
const SUMMARY = 1024
const DETAIL = 4000

const SEVERITIES = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
  info: 'info',
} as const satisfies Record<Severity, Alert['payload']['severity']>

/** What PagerDuty's own library takes, but for the key, and two fields that only the documentation knows. */
type Alert = Omit<EventPayloadV2, 'routing_key'> & { client?: string; client_url?: string }
type Change = Omit<ChangePayload, 'routing_key'>
/** To end an alert, its name is enough. */
type Ending = Pick<Alert, 'event_action' | 'dedup_key'>

/**
 * PagerDuty's Events API v2. An incident of ours is an alert there, by its id; what is no alarm (a migration) is a change
 * event. Both are idempotent: what is sent twice counts once.
 */
export const pagerduty: ChannelKind<'pagerduty'> = ({ api, key }, letter) => {
  const message = messageOf(letter)
  const { notification } = letter
  const send = (path: string, event: Alert | Ending | Change): DeliveryStep => ({
    request: {
      method: 'POST',
      url: `${api}${path}`,
      headers: json,
      body: JSON.stringify({ routing_key: key, ...event }),
    },
    read: (answer) => {
      // Where the key is wrong, PagerDuty answers 400 and says so.
      const told = Refusal.safeParse(jsonIn(answer)).data
      const mend = 'put the integration key of an Events API v2 integration into the secret that key_secret names'
      const outcome = byStatus(answer, { who: 'PagerDuty', mend, now: letter.now })
      return outcome.outcome === 'dead' && told?.errors !== undefined
        ? { ...outcome, why: `PagerDuty answered ${answer.status}: ${line(told.errors.join('; ')).slice(0, 200)}` }
        : outcome
    },
    essential: true,
  })
  if (notification.about.kind === 'announcement') return [send('/v2/change/enqueue', changeOf(letter, message))]
  const dedup_key = threadOf(notification)
  const ended: Ending = { event_action: 'resolve', dedup_key }
  if (isLast(notification)) return [send('/v2/enqueue', ended)]
  if (notification.about.kind === 'incident' && notification.about.reason === 'acknowledged')
    return [send('/v2/enqueue', { event_action: 'acknowledge', dedup_key } satisfies Ending)]
  const began = send('/v2/enqueue', {
    event_action: 'trigger',
    dedup_key,
    ...alertOf(letter, message),
  } satisfies Alert)
  // A test is over as soon as it was seen.
  return notification.about.kind === 'test' ? [began, send('/v2/enqueue', ended)] : [began]
}

const Refusal = z.object({ errors: z.array(z.string()) })

function alertOf(
  { notification, links }: Letter,
  { headline, why, facts, findings, more, tone }: Message,
): Omit<Alert, keyof Ending> {
  const severity = Severity.safeParse(tone).data ?? 'info'
  return {
    payload: {
      summary: fit(inert(line(headline)), SUMMARY),
      source: notification.target,
      severity: SEVERITIES[severity],
      timestamp: new Date(notification.at).toISOString(),
      component: notification.target,
      class: notification.about.kind,
      custom_details: {
        why: inert(why),
        ...Object.fromEntries(facts.map(({ label, value }) => [label, fit(inert(value), DETAIL)])),
        findings: findings.map(({ severity, key, title, mend }) => ({
          severity,
          key: fit(clean(key), DETAIL),
          title: fit(inert(title), DETAIL),
          mend: fit(clean(mend), DETAIL),
        })),
        ...(more > 0 && { more: moreSaid(more) }),
        key: notification.key,
      },
    },
    client: 'Plumbline',
    ...(links[0] && { client_url: links[0].url }),
    links: linked(links),
  }
}

const changeOf = ({ notification, links }: Letter, { headline, why, paragraphs }: Message): Change => ({
  payload: {
    summary: fit(inert(line(headline)), SUMMARY),
    source: notification.target,
    timestamp: new Date(notification.at).toISOString(),
    custom_details: { why: inert(why), text: fit(inert(paragraphs.join('\n\n')), DETAIL * 3), key: notification.key },
  },
  links: linked(links),
})

const linked = (links: Letter['links']) => links.map(({ label, url }) => ({ href: url, text: label }))
