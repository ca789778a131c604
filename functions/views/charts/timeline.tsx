import type { FC } from 'hono/jsx'
import { Moment } from '../parts.tsx'
import { visible } from '../text/lines.ts'
import { rowsOf, untilOf, type Lane, type TimelineEvent } from '../timeline.ts'
import { count } from '../words/text.ts'
import { placeOn, type Span } from './axis.ts'
import { TimeAxis } from './line-chart.tsx'

interface TimelineProps {
  /** Unique in the page. */
  id: string
  title: string
  lanes: readonly Lane[]
  span: Span
  /** ms */
  now: number
}

/** Pixels. */
const NAME = 18
const ROW = 13
const GAP = 10
const AXIS = 22

/** More rows of a lane are told in the list alone. */
const MOST_ROWS = 8
/** The newest that are listed unfolded, and those that are listed at all. */
const LISTED = 6
const LISTED_AT_ALL = 60

/**
 * What happened, in lanes on one axis of time, drawn on the server; the same as a list of links below it, newest first, which
 * is what keyboards and readers of the screen go by. What is graver is thicker: colour only repeats it.
 */
export const Timeline: FC<TimelineProps> = ({ id, title, lanes, span, now }) => {
  const shown = lanes.map(({ name, events }) => ({ name, events: events.filter((event) => isIn(event, span)) }))
  const events = shown.flatMap((lane) => lane.events).toSorted((a, b) => b.from - a.from)
  if (events.length === 0) return <p>Nothing happened in the last 30 days.</p>
  return (
    <>
      <Drawing id={id} title={title} lanes={shown.filter((lane) => lane.events.length > 0)} span={span} />
      <Listed events={events.slice(0, LISTED)} now={now} />
      {events.length <= LISTED ? null : (
        <details>
          <summary>{count(events.length - LISTED, 'earlier event')}</summary>
          <Listed events={events.slice(LISTED, LISTED_AT_ALL)} now={now} />
          {events.length <= LISTED_AT_ALL ? null : <p>{events.length - LISTED_AT_ALL} more are not listed here.</p>}
        </details>
      )}
    </>
  )
}

const isIn = ({ from, to }: TimelineEvent, span: Span) => from <= span.to && (to === null || to >= span.from)

type DrawingProps = Omit<TimelineProps, 'now'>

const Drawing: FC<DrawingProps> = ({ id, title, lanes, span }) => {
  const least = (span.to - span.from) / 150
  const drawn = lanes.map((lane) => ({ lane, rows: rowsOf(lane.events, least, span.to).slice(0, MOST_ROWS) }))
  const heights = drawn.map(({ rows }) => NAME + rows.length * ROW + GAP)
  const tops = heights.map((_, i) => heights.slice(0, i).reduce((sum, height) => sum + height, 0))
  const height = heights.reduce((sum, one) => sum + one, 0)
  const said = lanes.map(({ name, events }) => `${name}: ${events.length}`).join(', ')
  return (
    <svg class="plot" width="100%" height={height + AXIS} role="img" aria-labelledby={`${id}-name ${id}-desc`}>
      <title id={`${id}-name`}>{title}</title>
      <desc id={`${id}-desc`}>{said}. The list below has the newest of them.</desc>
      {drawn.map(({ lane, rows }, i) => (
        <>
          <text x="0" y={(tops[i] ?? 0) + 13}>
            {lane.name}
          </text>
          {rows.map((row, n) =>
            row.map((event) => <Bar event={event} span={span} y={(tops[i] ?? 0) + NAME + n * ROW} least={least} />),
          )}
        </>
      ))}
      <line class="grid" x1="0" x2="100%" y1={height} y2={height} />
      <TimeAxis span={span} y={height + 16} />
    </svg>
  )
}

const GRAVE = ['critical', 'high', 'fail']

const Bar: FC<{ event: TimelineEvent; span: Span; y: number; least: number }> = ({ event, span, y, least }) => {
  const place = placeOn(span)
  const x = place(event.from)
  const width = Math.round((place(untilOf(event, least, span.to)) - x) * 100) / 100
  const thick = GRAVE.includes(event.tone)
  return (
    <rect
      class={`bar ${event.tone}`}
      x={`${Math.min(x, 99.4)}%`}
      y={thick ? y : y + 3}
      width={`${Math.max(width, 0.6)}%`}
      height={thick ? 10 : 5}
      rx="2"
    >
      <title>{visible(event.label)}</title>
    </rect>
  )
}

const Listed: FC<{ events: readonly TimelineEvent[]; now: number }> = ({ events, now }) => (
  <ol class="events">
    {events.map(({ from, to, tone, label, href }) => (
      <li>
        <span class={`key ${tone}`} aria-hidden="true"></span>
        <a href={href}>{visible(label)}</a>{' '}
        <span class="soft">
          <Moment at={from} now={now} />
          {to === null ? ', still open' : null}
        </span>
      </li>
    ))}
  </ol>
)
