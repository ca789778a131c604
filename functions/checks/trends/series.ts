import type { Sample } from '../../model/health.ts'
import type { Day, NoTrend, Point, Trend, Whole } from '../../model/trends.ts'
import { trendOf } from './trend.ts'

/** PostgreSQL takes no more writes 3 million transactions before the half of 2^32. */
export const LAST_TRANSACTION = 2 ** 31 - 3_000_000

/** From this share of the disk on Supabase lets nobody write (docs/guides/platform/database-size). */
const READ_ONLY_FROM = 0.95

/** What was read of a target over time. */
export interface Readings {
  days: readonly Day[]
  /** Of the last days, hourly. */
  hours: readonly Pick<Sample, 'at' | 'counters'>[]
}

/** What has a trend: a figure of the target, or `sequence:NAME`, `table:NAME` (its bytes), `rows:NAME`. */
export type Series = 'size' | 'disk' | 'xid_age' | 'mxid_age' | `${'sequence' | 'table' | 'rows'}:${string}`

/** Readings of days reach further back; where they are too few, hours stand in for them. */
const ENOUGH = 6

/** The trend of a series, or why there is none. */
export function trendIn(readings: Readings, series: Series): Trend | NoTrend {
  const [kind, ...rest] = series.split(':')
  const name = rest.join(':')
  switch (kind) {
    case 'sequence': {
      const last = readings.days.at(-1)?.objects.sequences[name]
      const points = ofObjects(readings, ({ sequences }) => numberOf(sequences[name]?.used))
      return trendOf(points, { limit: numberOf(last?.of) ?? null, restarts: true })
    }
    case 'table':
      return trendOf(
        ofObjects(readings, ({ tables }) => tables[name]?.bytes),
        { limit: null, restarts: false },
      )
    case 'rows':
      return trendOf(
        ofObjects(readings, ({ tables }) => tables[name]?.rows),
        { limit: null, restarts: false },
      )
    case 'disk':
      return trendOf(ofFigure(readings, 'disk_used'), { limit: diskLimit(readings), restarts: false })
    case 'xid_age':
    case 'mxid_age':
      return trendOf(ofFigure(readings, kind), { limit: LAST_TRANSACTION, restarts: true })
    default:
      return trendOf(ofFigure(readings, 'size'), { limit: null, restarts: false })
  }
}

const numberOf = (whole: Whole | undefined) => (whole === undefined ? undefined : Number(whole))

/** From how many bytes on the disk is read-only; null: its size was never read. */
function diskLimit({ days, hours }: Readings): number | null {
  const size = hours.at(-1)?.counters.disk_size ?? days.at(-1)?.figures.disk_size
  return size === undefined ? null : size * READ_ONLY_FROM
}

/** The readings of a figure: by day; by hour, too, where days are few. */
export function ofFigure({ days, hours }: Readings, name: string): Point[] {
  const byDay = days.flatMap(({ at, figures }) => point(at, figures[name]))
  if (byDay.length >= ENOUGH) return byDay
  const byHour = hours.flatMap(({ at, counters }) => point(at, counters[name]))
  return [...byDay.filter(({ at }) => at < (byHour[0]?.at ?? Number.POSITIVE_INFINITY)), ...byHour]
}

const ofObjects = ({ days }: Readings, of: (objects: Day['objects']) => number | undefined): Point[] =>
  days.flatMap(({ at, objects }) => point(at, of(objects)))

const point = (at: number, value: number | undefined): Point[] => (value === undefined ? [] : [{ at, value }])
