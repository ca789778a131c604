import { line } from 'd3-shape'
import type { FC } from 'hono/jsx'
import { visible } from '../text/lines.ts'
import { placeOn, ticksOf, type Span } from './axis.ts'
import { FigureTable } from './figure-table.tsx'
import { summaryOf, thinned, type Point, type Series } from './points.ts'
import { scaleUpTo } from './scale.ts'
import { measured, type Unit } from './units.ts'

/** A moment that a chart marks with an upright line, such as a deploy. */
export interface Mark {
  /** ms */
  at: number
  label: string
}

interface LineChartProps {
  /** Unique in the page. */
  id: string
  title: string
  unit: Unit
  /** At most four: so many dashes can be told apart without colour. */
  series: readonly Series[]
  /** What is shown; from the first to the last point unless given. */
  span?: Span
  marks?: readonly Mark[]
}

/** Heights within the chart, pixels: it is as wide as its place, and its texts never scale. */
const PLOT = { top: 18, height: 120 }
const HEIGHT = PLOT.top + PLOT.height + 24

/** More marks than this would hide the lines: they become short ones on the axis. */
const MOST_UPRIGHT = 30

/** More points than a screen's worth of pixels say nothing, and weigh; also the rows of the table. */
const MOST = 120

/**
 * Figures over time as lines, drawn on the server: an SVG as wide as its place, with a legend that says the newest, lowest and
 * highest figure, and all of it as a table to unfold. The scale begins at 0; an unknown breaks the line. Lines differ by dashes, not by
 * colour alone. It needs neither script nor inline style. Nothing is drawn where no figure is known: that is said.
 */
export const LineChart: FC<LineChartProps> = ({ id, title, unit, series, span, marks = [] }) => {
  const shown = series.slice(0, 4).map((one) => ({ ...one, points: thinned(one.points, MOST) }))
  const times = shown.flatMap(({ points }) => points.map(({ at }) => at))
  const known = shown.some(({ points }) => points.some(({ value }) => value !== null))
  const across = span ?? { from: Math.min(...times), to: Math.max(...times) }
  return (
    <figure class="chart">
      <figcaption id={`${id}-title`}>{title}</figcaption>
      {known ? (
        <>
          <Legend series={shown} unit={unit} />
          <Plot id={id} title={title} unit={unit} series={shown} span={across} marks={marks} />
          <FigureTable title={title} unit={unit} series={shown} />
        </>
      ) : (
        <p class="soft">No figure is known yet.</p>
      )}
    </figure>
  )
}

const Legend: FC<{ series: readonly Series[]; unit: Unit }> = ({ series, unit }) => (
  <ul class="legend">
    {series.map((one, i) => (
      <li>
        <svg width="24" height="8" aria-hidden="true">
          <line x1="0" x2="24" y1="4" y2="4" class={`line line-${i + 1}`} />
        </svg>{' '}
        {visible(one.name)} <span class="soft">{summaryOf(one, unit)}</span>
      </li>
    ))}
  </ul>
)

type PlotProps = Required<LineChartProps>

const Plot: FC<PlotProps> = ({ id, title, unit, series, span, marks }) => {
  const values = series.flatMap(({ points }) => points.map(({ value }) => value ?? 0))
  const { top, ticks } = scaleUpTo(Math.max(...values), unit)
  const y = (value: number) => Math.round((PLOT.height - (value / top) * PLOT.height) * 10) / 10
  return (
    <svg class="plot" width="100%" height={HEIGHT} role="img" aria-labelledby={`${id}-name ${id}-desc`}>
      <title id={`${id}-name`}>{title}</title>
      <desc id={`${id}-desc`}>{series.map((one) => `${visible(one.name)}: ${summaryOf(one, unit)}`).join('; ')}</desc>
      {ticks.map((value) => (
        <line class="grid" x1="0" x2="100%" y1={PLOT.top + y(value)} y2={PLOT.top + y(value)} />
      ))}
      <TimeAxis span={span} y={HEIGHT - 6} />
      {marks.map((mark) => (
        <UprightMark mark={mark} span={span} height={marks.length > MOST_UPRIGHT ? 8 : PLOT.height + 6} />
      ))}
      <Lines series={series} span={span} y={y} />
      {ticks.map((value) => (
        <text class="halo" x="0" y={PLOT.top + y(value) - 4}>
          {measured(value, unit)}
        </text>
      ))}
    </svg>
  )
}

/** Coordinates are percent of the width; only the nested drawing is stretched, and its strokes are not. */
const Lines: FC<{ series: readonly Series[]; span: Span; y: (value: number) => number }> = ({ series, span, y }) => {
  const place = placeOn(span)
  const path = line<Point>()
    .defined(({ value }) => value !== null)
    .x(({ at }) => place(at))
    .y(({ value }) => y(value ?? 0))
    .digits(2)
  return (
    <>
      <svg y={PLOT.top} width="100%" height={PLOT.height} viewBox={`0 0 100 ${PLOT.height}`} preserveAspectRatio="none">
        {series.map(({ points }, i) => (
          <path class={`line line-${i + 1}`} d={path(points) ?? ''} />
        ))}
      </svg>
      {series.map(({ points }, i) =>
        points.map((point, n) =>
          point.value !== null && isDrawn(points, n) ? (
            <circle class={`dot line-${i + 1}`} cx={`${place(point.at)}%`} cy={PLOT.top + y(point.value)} r="2.5" />
          ) : null,
        ),
      )}
    </>
  )
}

/** The newest, which may be all that there is; and a point between unknowns, which has no line that would show it. */
const isDrawn = (points: readonly Point[], n: number) =>
  n === points.length - 1 || ((points[n - 1]?.value ?? null) === null && (points[n + 1]?.value ?? null) === null)

const UprightMark: FC<{ mark: Mark; span: Span; height: number }> = ({ mark, span, height }) => {
  const x = `${placeOn(span)(mark.at)}%`
  return mark.at < span.from || mark.at > span.to ? null : (
    <line class="mark" x1={x} x2={x} y1={PLOT.top + PLOT.height - height} y2={PLOT.top + PLOT.height}>
      <title>{visible(mark.label)}</title>
    </line>
  )
}

/** The axis of time below a drawing; `y`: the texts' base line, pixels. */
export const TimeAxis: FC<{ span: Span; y: number }> = ({ span, y }) => (
  <>
    {ticksOf(span).map(({ x, label }, i) => (
      <text
        class={i % 2 === 1 ? 'wide' : undefined}
        x={`${x}%`}
        y={y}
        text-anchor={x < 6 ? 'start' : x > 94 ? 'end' : 'middle'}
      >
        {label}
      </text>
    ))}
  </>
)
