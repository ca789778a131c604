import { z } from 'zod'
import type { RunStatus } from '../model/run.ts'
import { columnsOf, shade, type TextOptions } from './text/lines.ts'

/** All that the public learns: whether a target is as it should be. */
export const PublicState = z.enum(['operational', 'degraded', 'unknown'])
export type PublicState = z.infer<typeof PublicState>

/** How many days the page goes back. */
export const PUBLIC_DAYS = 90

const DAY = 86_400_000

/** What the public page is made from: a name that was given for the public, a status, and counts. Nothing else of a report gets here. */
export interface PublicSource {
  name: string
  status: RunStatus
  days: readonly { day: number; runs: number; pass: number; warn: number; fail: number }[]
}

/** A target as the public sees it; times in ms. */
export interface PublicTargetView {
  name: string
  state: PublicState
  /** The last 90 days, oldest first, today last. */
  days: { day: number; state: PublicState }[]
}

const STATES: Record<RunStatus, PublicState> = {
  pass: 'operational',
  warn: 'operational',
  fail: 'degraded',
  unknown: 'unknown',
}

/** How targets are and were, at `now` (ms). A day without a look is unknown, and so is one of which most looks could not say. */
export function publicViews(sources: readonly PublicSource[], now: number): PublicTargetView[] {
  const today = Math.floor(now / DAY) * DAY
  const days = Array.from({ length: PUBLIC_DAYS }, (_, i) => today - (PUBLIC_DAYS - 1 - i) * DAY)
  return sources.map((source) => {
    const known = new Map(source.days.map((day) => [day.day, day]))
    return {
      name: source.name,
      state: STATES[source.status],
      days: days.map((day) => ({ day, state: stateOf(known.get(day)) })),
    }
  })
}

function stateOf(day: PublicSource['days'][number] | undefined): PublicState {
  if (day === undefined) return 'unknown'
  if (day.fail > 0) return 'degraded'
  return (day.pass + day.warn) * 2 > day.runs ? 'operational' : 'unknown'
}

/** The state of all together: one that is degraded, then one that is unknown, decides. */
export const stateOfAll = (views: readonly PublicTargetView[]): PublicState =>
  (['degraded', 'unknown'] as const).find((state) => views.some((view) => view.state === state)) ??
  (views.length === 0 ? 'unknown' : 'operational')

/** The public status as JSON answers show it. */
export const PublicStatusJson = z.object({
  state: PublicState,
  targets: z.array(
    z.object({
      name: z.string(),
      state: PublicState,
      days: z.array(z.object({ day: z.iso.date(), state: PublicState })),
    }),
  ),
})
export type PublicStatusJson = z.infer<typeof PublicStatusJson>

const dayText = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** The same with days as ISO 8601. */
export const publicJson = (views: readonly PublicTargetView[]): PublicStatusJson => ({
  state: stateOfAll(views),
  targets: views.map((view) => ({
    ...view,
    days: view.days.map(({ day, state }) => ({ day: dayText(day), state })),
  })),
})

/** Days that were not operational, newest first, as `2026-11-20 degraded`; those of which nothing is known only beside others. */
export const troubled = ({ days }: PublicTargetView): string[] =>
  days
    .filter(({ state }) => state === 'degraded')
    .map(({ day, state }) => `${dayText(day)} ${state}`)
    .toReversed()

const TONES = { operational: 'pass', degraded: 'fail', unknown: 'unknown' } as const satisfies Record<
  PublicState,
  RunStatus
>
const SIGNS: Record<PublicState, string> = { operational: '▁', degraded: '█', unknown: '·' }

/** The class and colour of a state. */
export const toneOfState = (state: PublicState): RunStatus => TONES[state]

/** A target a line, with a sign for each of the last days that fit. */
export function publicText(views: readonly PublicTargetView[], options: TextOptions): string {
  const widest = Math.max(...views.map(({ name }) => columnsOf(name)))
  const room = Math.max(options.width - widest - 15, 10)
  return views
    .map(({ name, state, days }) => {
      const signs = days.slice(-room).map((day) => SIGNS[day.state])
      const painted = shade(TONES[state], state, options) + ' '.repeat(11 - state.length)
      return `${name}${' '.repeat(widest - columnsOf(name))}  ${painted}  ${signs.join('')}`
    })
    .join('\n')
}
