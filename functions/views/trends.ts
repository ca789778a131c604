import type { RunStatus } from '../model/run.ts'
import type { SeriesTrend, TableTrend, TargetTrends } from '../model/trends.ts'
import { age } from './age.ts'
import { dim, visible, type TextOptions } from './text/lines.ts'
import { table } from './text/table.ts'

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const

/** `3.4 GB`; a loss has a minus. */
export function bytesText(bytes: number): string {
  const much = Math.abs(bytes)
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, much)) / 10))
  const value = much / 1024 ** power
  const said = `${value >= 10 || power === 0 ? Math.round(value) : Math.round(value * 10) / 10} ${UNITS[power]}`
  return bytes < 0 && much >= 1 ? `−${said}` : said
}

const number = (value: number) => Math.round(value).toLocaleString('en-US')

/** `9,223,372,036,854,775,806`, every digit of it. */
const grouped = (digits: string) => BigInt(digits).toLocaleString('en-US')

/** What a series is now, and of how much. */
export function valueText({
  value,
  limit,
  unit,
  digits,
}: Pick<SeriesTrend, 'value' | 'limit' | 'unit' | 'digits'>): string {
  if (unit === 'bytes') return bytesText(value)
  if (limit === null) return number(value)
  const [now, end] = digits === null ? [number(value), number(limit)] : [grouped(digits.value), grouped(digits.limit)]
  return `${now} of ${end} (${percent(value, limit)} %)`
}

const percent = (value: number, limit: number) => (limit === 0 ? 100 : Math.round((value / limit) * 1000) / 10)

/** `1,204` where they were counted, `~1,200,000` where they were estimated. */
export const rowsText = ({ rows, exact }: Pick<TableTrend, 'rows' | 'exact'>): string =>
  `${exact ? '' : '~'}${number(rows)}`

/** A table's growth in a day; '' where it is not known. */
export const growthText = ({ bytesPerDay, rowsPerDay }: Pick<TableTrend, 'bytesPerDay' | 'rowsPerDay'>): string =>
  bytesPerDay === null || rowsPerDay === null
    ? 'not known yet'
    : `${bytesText(bytesPerDay)}, ${number(rowsPerDay)} rows`

/** From how many readings it is. */
export const readingsText = ({ readings: { days, hours } }: TargetTrends): string =>
  days + hours === 0
    ? 'there are no readings yet: a daily run makes the first'
    : `from ${days} daily and ${hours} hourly readings`

/**
 * What trends mean for who must act within so many days: fail where something ends by then at its rate, warn where it may (by the 90 %
 * interval), unknown where there are no readings or too few for something that has an end.
 */
export function trendsStatus({ series }: TargetTrends, within: number): RunStatus {
  const ends = series.flatMap(({ trend }) => (trend.state === 'known' ? (trend.end ?? []) : []))
  const isBy = (days: number | null) => days !== null && days <= within
  if (ends.some(({ days }) => isBy(days))) return 'fail'
  // The size of a database ends nowhere.
  if (series.length === 0 || series.some(({ name, trend }) => trend.state === 'unknown' && name !== 'size'))
    return 'unknown'
  return ends.some(({ soonest }) => isBy(soonest)) ? 'warn' : 'pass'
}

/** Columns by their headings. @param right those that hold numbers */
const columns = (headings: readonly string[], right: readonly string[] = []) =>
  headings.map((heading) => ({ heading, right: right.includes(heading) }))

/** Where a target goes: each series with its end, and the tables that grow fastest. */
export function trendsText(view: TargetTrends, options: TextOptions): string {
  const { target, environment, series, tables } = view
  const rows = series.map((one) => [visible(one.title), valueText(one), one.says].map((text) => ({ text })))
  const sizes = tables.map((one) =>
    [visible(one.name), rowsText(one), bytesText(one.bytes), growthText(one), age(one.at, options.now)].map((text) => ({
      text,
    })),
  )
  return `${[
    `${target} · ${environment} · ${readingsText(view)}`,
    ...(rows.length === 0 ? [] : ['', ...table(columns(['WHAT', 'NOW', 'A DAY, AND WHEN IT ENDS']), rows)]),
    ...(sizes.length === 0
      ? []
      : [
          '',
          ...table(columns(['TABLE', 'ROWS', 'SIZE', 'A DAY', 'READ'], ['ROWS', 'SIZE']), sizes),
          dim('~ estimated as of the last vacuum or analyze; else counted', options),
        ]),
  ].join('\n')}\n`
}
