import { PLATFORM_SCHEMAS } from '../model/platform-schemas.ts'
import { identifier } from '../model/sql.ts'

/** `schema.name` in quotes where either needs them. */
export const nameOf = (schema: string, name: string): string => `${bare(schema)}.${bare(name)}`

/** A name as PostgreSQL would print it. */
export const bare = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : identifier(name))

/** The rows of a user's own schemas: neither the platform's nor an extension's. */
export const ours = <R extends { schema: string }>(rows: readonly R[]): R[] =>
  rows.filter(({ schema }) => !PLATFORM_SCHEMAS.includes(schema))

/** `3 s`, `5 min`, `2 h`, `3 days` of seconds. */
export function span(seconds: number): string {
  const steps = [
    [172_800, 86_400, 'days'],
    [7200, 3600, 'h'],
    [120, 60, 'min'],
  ] as const
  const [, of, unit] = steps.find(([from]) => seconds >= from) ?? [0, 1, 's']
  return `${Math.round(seconds / of)} ${unit}`
}

/** `12 kB`, `3.4 GB` of bytes. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10))
  const value = bytes / 1024 ** power
  return `${value >= 10 || power === 0 ? Math.round(value) : Math.round(value * 10) / 10} ${units[power]}`
}

/** A share in percent, to one place. */
export const percent = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10

/** `1 row`, `2 rows`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`
