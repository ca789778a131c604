import { z } from 'zod'
import type { Notification } from '../model/notification.ts'
import { age } from './age.ts'
import { count } from './words/text.ts'
import { bodyWidth, dim, hang, shade, visible, wrap, type TextOptions } from './text/lines.ts'

const Time = z.iso.datetime().describe('UTC, ISO 8601')

/** waiting: to be sent, or sent again · sent · dead: given up. */
export const MessageState = z.enum(['waiting', 'sent', 'dead'])

/** A message on its way through a channel: the public contract of GET /outbox. */
export const MessageJson = z.object({
  id: z.number().int(),
  key: z.string().describe('By which receivers tell duplicates'),
  channel: z.string(),
  target: z.string(),
  about: z.string().describe('What it says, in a line'),
  state: MessageState,
  queuedAt: Time,
  tries: z.number().int(),
  nextAt: Time.nullable().describe('When it is tried again; null: it is not'),
  sentAt: Time.nullable(),
  diedAt: Time.nullable(),
  lastError: z.string().nullable().describe('What the channel said, and what mends it'),
})
export type MessageJson = z.infer<typeof MessageJson>

export const DeadRunJson = z.object({ id: z.string(), target: z.string(), diedAt: Time, message: z.unknown() })

export const OutboxJson = z.object({
  messages: z.array(MessageJson),
  deadRuns: z.array(DeadRunJson).describe('Runs that broke at every try: nobody looked'),
})
export type OutboxJson = z.infer<typeof OutboxJson>

/** A row of the outbox; times in ms. */
export interface OutboxLine {
  id: number
  key: string
  channel: string
  target: string
  notification: Notification
  queuedAt: number
  attempt: number
  nextAt: number
  sentAt: number | null
  deadAt: number | null
  lastError: string | null
}

const iso = (ms: number) => new Date(ms).toISOString()
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms))

/** A row with its words; times as ISO 8601. */
export function messageJson(row: OutboxLine): MessageJson {
  const { id, key, channel, target, notification, attempt, lastError } = row
  const state = row.sentAt !== null ? 'sent' : row.deadAt !== null ? 'dead' : 'waiting'
  return {
    id,
    key,
    channel,
    target,
    about: aboutOf(notification),
    state,
    queuedAt: iso(row.queuedAt),
    tries: attempt,
    nextAt: state === 'waiting' ? iso(row.nextAt) : null,
    sentAt: isoOrNull(row.sentAt),
    diedAt: state === 'dead' ? isoOrNull(row.deadAt) : null,
    lastError,
  }
}

function aboutOf({ about }: Notification): string {
  switch (about.kind) {
    case 'incident':
      return `${about.reason}: ${about.severity}: ${about.title}`
    case 'announcement':
      return `${about.step}: ${about.title}`
    case 'test':
      return 'test'
  }
}

const STATUS = { waiting: 'unknown', sent: 'pass', dead: 'fail' } as const

/** The line of curl that tries a message again; `origin` is the Worker's address. */
export const retryCommand = (origin: string, id: number | 'ID'): string =>
  `curl -X POST -H "Authorization: Bearer $PLUMBLINE_TOKEN" ${origin}/outbox/${id}/retry`

/** The outbox: what was given up or waits, with why and what mends it. */
export function outboxText({ messages, deadRuns }: OutboxJson, options: TextOptions): string {
  const blocks = [
    ...messages.map((one) => messageBlock(one, options)),
    ...deadRuns.map((one) => deadRunBlock(one, options)),
  ]
  if (blocks.length === 0) return 'Nothing waits, nothing was given up.\n'
  const again = `Try one again: ${retryCommand(options.origin ?? '', 'ID')}`
  const foot = messages.some(({ state }) => state === 'dead') ? [[dim(again, options)]] : []
  return `${[...blocks, ...foot].map((block) => block.join('\n')).join('\n\n')}\n`
}

function messageBlock(message: MessageJson, options: TextOptions): string[] {
  const { state, id, channel, target, about, queuedAt, tries, lastError, nextAt } = message
  const first = `${id} · ${channel} · ${target} · queued ${age(Date.parse(queuedAt), options.now)}, ${count(tries, 'try', 'tries')}`
  const next = nextAt === null || tries === 0 ? [] : [`next try ${age(Date.parse(nextAt), options.now)}`]
  const lines = [first, about, ...(lastError === null ? [] : [lastError]), ...next]
  const wrapped = lines.flatMap((text) => wrap(text, bodyWidth(options)))
  return hang(state, wrapped, shade(STATUS[state], state, options))
}

function deadRunBlock({ target, diedAt, message }: OutboxJson['deadRuns'][number], options: TextOptions): string[] {
  const lines = [
    `a run of ${target === '' ? 'nobody knows what' : visible(target)} broke at every try, ${age(Date.parse(diedAt), options.now)}`,
    JSON.stringify(message),
  ]
  return hang(
    'run',
    lines.flatMap((text) => wrap(text, bodyWidth(options))),
    shade('fail', 'run', options),
  )
}
