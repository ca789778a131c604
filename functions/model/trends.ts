import { z } from 'zod'

/** Figures of a target as a whole at one moment, by name: `size`, `xid_age`, `mxid_age`, `disk_used`, `disk_size`. bytes, transactions */
export const DayFigures = z.record(z.string(), z.number())
export type DayFigures = z.infer<typeof DayFigures>

/** How many rows a table had, whether they were counted or estimated, and what it and its indexes took (bytes, as of the last vacuum). */
export const TableSize = z.object({ rows: z.number(), exact: z.boolean(), bytes: z.number() })
export type TableSize = z.infer<typeof TableSize>

/** A whole number: one of JSON where that holds it exactly, else its digits (a bigint's may lie beyond 2^53). */
export const Whole = z.union([z.number(), z.string().regex(/^-?\d+$/)])
export type Whole = z.infer<typeof Whole>

/** The same without loss of a digit. */
export const wholeOf = (value: bigint): Whole =>
  BigInt(Number(value)) === value && Number.isSafeInteger(Number(value)) ? Number(value) : String(value)

/** How many of its values a sequence had given out, and how many it has in all. */
export const SequenceUse = z.object({ used: Whole, of: Whole })
export type SequenceUse = z.infer<typeof SequenceUse>

/** The share of a sequence's values that it has given out, 0–1. */
export const shareOf = ({ used, of }: SequenceUse): number => Number(used) / Number(of)

/** All digits of a whole number. */
export const digitsOf = (whole: Whole): string => BigInt(whole).toString()

/** What a target's tables and sequences were on one day, by name. */
export const DayObjects = z.object({
  tables: z.record(z.string(), TableSize),
  sequences: z.record(z.string(), SequenceUse),
})
export type DayObjects = z.infer<typeof DayObjects>

/** A reading of one figure. */
export interface Point {
  /** ms */
  at: number
  value: number
}

/** A day's roll-up; `at`: when it was read, ms. */
export interface Day {
  at: number
  figures: DayFigures
  objects: DayObjects
}

/** What readings say of the time to come. Rates are per day. */
export const Trend = z.object({
  state: z.literal('known'),
  perDay: z.number().describe('The median of the slopes between all readings (Theil–Sen)'),
  low: z.number().describe('With a confidence of 90 % it is at least this per day'),
  high: z.number().describe('… and at most this'),
  readings: z.number().int(),
  days: z.number().describe('The time between the first and the last reading'),
  end: z
    .object({
      days: z.number().nullable().describe('Days until the limit at this rate; null: it does not come nearer'),
      soonest: z.number().nullable(),
      latest: z.number().nullable().describe('null: perhaps never'),
    })
    .nullable()
    .describe('null: nothing limits it'),
})
export type Trend = z.infer<typeof Trend>

/** Why readings say nothing of the time to come. */
export const NoTrend = z.object({ state: z.literal('unknown'), reason: z.string() })
export type NoTrend = z.infer<typeof NoTrend>

/** A series of a target, what it is now, and where it goes. */
export const SeriesTrend = z.object({
  name: z.string().describe('size, disk, xid_age, mxid_age, sequence:NAME, table:NAME'),
  title: z.string(),
  unit: z.enum(['bytes', 'transactions', 'values', 'rows']),
  value: z.number(),
  limit: z.number().nullable().describe('null: nothing limits it'),
  digits: z
    .object({ value: z.string(), limit: z.string() })
    .nullable()
    .describe('Of a sequence: value and limit digit by digit, as numbers of JSON are rounded beyond 2^53'),
  at: z.number().describe('When it was read, ms'),
  trend: z.discriminatedUnion('state', [Trend, NoTrend]),
  says: z.string().describe('The same in words'),
})
export type SeriesTrend = z.infer<typeof SeriesTrend>

/** A table, how big it is, and how it grows. */
export const TableTrend = z.object({
  name: z.string(),
  ...TableSize.shape,
  at: z.number().describe('When it was read, ms'),
  rowsPerDay: z.number().nullable().describe('null: not known yet'),
  bytesPerDay: z.number().nullable(),
})
export type TableTrend = z.infer<typeof TableTrend>

/** What is to come of a target. */
export const TargetTrends = z.object({
  target: z.string(),
  environment: z.string(),
  series: z.array(SeriesTrend),
  /** What grows fastest comes first. */
  tables: z.array(TableTrend),
  readings: z.object({ days: z.number().int(), hours: z.number().int() }),
})
export type TargetTrends = z.infer<typeof TargetTrends>
