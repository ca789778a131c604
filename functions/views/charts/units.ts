/** What a figure is of, and so how it is written. */
export type Unit = 'ms' | 'bytes' | 'count' | 'percent'

const BYTES = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** A figure for people, in three digits at most: `850 ms`, `1.25 s`, `3.4 GB`, `12 %`; null: `unknown`. */
export function measured(value: number | null, unit: Unit): string {
  if (value === null) return 'unknown'
  switch (unit) {
    case 'ms':
      return value < 1000 ? `${digits(value)} ms` : seconds(value / 1000)
    case 'bytes':
      return bytes(value)
    case 'percent':
      return `${digits(value)} %`
    case 'count':
      return Math.abs(value) < 1000 ? digits(value) : Math.round(value).toLocaleString('en')
  }
}

const seconds = (value: number) => (value < 120 ? `${digits(value)} s` : `${digits(value / 60)} min`)

/** In steps of 1024, as PostgreSQL's pg_size_pretty counts. */
function bytes(value: number): string {
  const step = value === 0 ? 0 : Math.min(Math.floor(Math.log2(Math.abs(value)) / 10), BYTES.length - 1)
  const at = Math.max(step, 0)
  return `${digits(value / 1024 ** at)} ${BYTES[at]}`
}

/** Whole from 100 on, else with as many decimals as make three digits, none of them a useless 0. */
function digits(value: number): string {
  const size = Math.abs(value)
  const decimals = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2
  return String(Number(value.toFixed(decimals)))
}
