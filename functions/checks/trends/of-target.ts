import {
  digitsOf,
  shareOf,
  type NoTrend,
  type SeriesTrend,
  type TableTrend,
  type TargetTrends,
  type Trend,
} from '../../model/trends.ts'
import { LAST_TRANSACTION, ofFigure, trendIn, type Readings } from './series.ts'
import { size } from '../words.ts'
import { endWords } from './words.ts'

/** Sequences that are nearest to their end. */
const SEQUENCES = 20
/** Tables that grow fastest. */
const TABLES = 30

/** What readings of a target say of the time to come. */
export function trendsOf(target: string, environment: string, readings: Readings): TargetTrends {
  const { days, hours } = readings
  const series = [
    figure(readings, { name: 'size', of: 'size', title: 'Size of the database', unit: 'bytes' }),
    figure(readings, {
      name: 'disk',
      of: 'disk_used',
      title: 'Disk, until Supabase lets nobody write (95 %)',
      unit: 'bytes',
    }),
    figure(readings, {
      name: 'xid_age',
      of: 'xid_age',
      title: 'Transaction ids, unless vacuum freezes sooner',
      unit: 'transactions',
    }),
    figure(readings, {
      name: 'mxid_age',
      of: 'mxid_age',
      title: 'Multixact ids, unless vacuum freezes sooner',
      unit: 'transactions',
    }),
  ].filter((one) => one !== null)
  return {
    target,
    environment,
    series: [...series, ...sequencesIn(readings)],
    tables: tablesIn(readings),
    readings: { days: days.length, hours: hours.length },
  }
}

function figure(
  readings: Readings,
  { of, ...own }: Pick<SeriesTrend, 'title' | 'unit'> & { name: 'size' | 'disk' | 'xid_age' | 'mxid_age'; of: string },
): SeriesTrend | null {
  const last = newestOf(readings, of)
  if (last === null) return null
  const trend = trendIn(readings, own.name)
  const limit = own.unit === 'transactions' ? LAST_TRANSACTION : null
  return { ...own, value: last.value, at: last.at, limit, digits: null, trend, says: saysOf(trend, own.unit) }
}

/** The newest reading of a figure, of an hour or of a day. */
const newestOf = ({ days, hours }: Readings, name: string) =>
  [...ofFigure({ days, hours: [] }, name), ...ofFigure({ days: [], hours }, name)]
    .toSorted((a, b) => a.at - b.at)
    .at(-1) ?? null

function sequencesIn(readings: Readings): SeriesTrend[] {
  const last = readings.days.at(-1)
  return Object.entries(last?.objects.sequences ?? {})
    .toSorted(([, a], [, b]) => shareOf(b) - shareOf(a))
    .slice(0, SEQUENCES)
    .map(([name, { used, of }]) => {
      const trend = trendIn(readings, `sequence:${name}`)
      const shared = { name: `sequence:${name}`, title: `Sequence ${name}`, unit: 'values' } as const
      const numbers = { value: Number(used), limit: Number(of), digits: { value: digitsOf(used), limit: digitsOf(of) } }
      return { ...shared, ...numbers, at: last?.at ?? 0, trend, says: saysOf(trend, 'values') }
    })
}

const rate = (trend: Trend | NoTrend) => (trend.state === 'known' ? trend.perDay : null)

function tablesIn(readings: Readings): TableTrend[] {
  const last = readings.days.at(-1)
  return Object.entries(last?.objects.tables ?? {})
    .map(([name, table]) => ({
      name,
      ...table,
      at: last?.at ?? 0,
      rowsPerDay: rate(trendIn(readings, `rows:${name}`)),
      bytesPerDay: rate(trendIn(readings, `table:${name}`)),
    }))
    .toSorted((a, b) => (b.bytesPerDay ?? 0) - (a.bytesPerDay ?? 0) || b.bytes - a.bytes)
    .slice(0, TABLES)
}

/** `1.2 MB a day; its end in 41 days (34 to 52)`. */
function saysOf(trend: Trend | NoTrend, unit: SeriesTrend['unit']): string {
  if (trend.state === 'unknown') return `not known: ${trend.reason}`
  const rate = amount(trend.perDay, unit)
  const end = endWords(trend)
  return `${rate} a day${end === null ? '' : `; its end: ${end}`}`
}

/** A number of something, with its sign. */
function amount(value: number, unit: SeriesTrend['unit']): string {
  const much = Math.abs(value)
  const said = unit === 'bytes' ? size(much) : `${much >= 10 ? Math.round(much) : Math.round(much * 10) / 10}`
  return value < 0 && said !== '0' ? `−${said}` : said
}
