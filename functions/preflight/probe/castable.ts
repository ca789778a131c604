import { ident, literal } from '../tree/name.ts'
import { typeText, type TypeRef } from '../tree/type.ts'

/** A change of type that is a plain cast. */
export interface Cast {
  column: string
  from: TypeRef
  to: TypeRef
  /** Written with USING: then a text that is too long is cut, not refused. */
  explicit: boolean
  /** The labels of the new type, where it is an enum. */
  labels: readonly string[] | null
  server: number
}

const TEXTS = /^(?:text|varchar|bpchar|citext|name)$/
const RANGES: Readonly<Record<string, [lowest: string, highest: string]>> = {
  int2: ['-32768', '32767'],
  int4: ['-2147483648', '2147483647'],
  int8: ['-9223372036854775808', '9223372036854775807'],
}
const WIDTHS = ['int2', 'int4', 'int8']

/** The condition under which a value cannot be cast; `none` where every value can, null where only trying tells. */
export function badValues(cast: Cast): string | 'none' | null {
  const { column, from, to, labels, server } = cast
  const value = ident(column)
  if (from.array || to.array) return null
  if (labels !== null) return `${value}::text <> all (array[${labels.map(literal).join(', ')}]::text[])`
  if (TEXTS.test(from.name) && TEXTS.test(to.name)) return tooLong(cast, value)
  if (TEXTS.test(to.name)) return to.args.length > 0 && !cast.explicit ? tooLong(cast, `${value}::text`) : 'none'
  if (TEXTS.test(from.name))
    return server >= 160_000
      ? `not pg_catalog.pg_input_is_valid(${value}::text, ${literal(typeText(to))})`
      : unreadable(value, to)
  return outOfRange(value, from, to)
}

function tooLong({ to, explicit }: Cast, value: string): string {
  const [length = to.name === 'bpchar' ? 1 : undefined] = to.args
  if (length === undefined || explicit) return 'none'
  // Spaces beyond the end are cut in silence.
  return `char_length(${value}) > ${length} and substr(${value}::text, ${length + 1}) ~ '[^ ]'`
}

function outOfRange(value: string, from: TypeRef, to: TypeRef): string | 'none' | null {
  const range = RANGES[to.name]
  if (range && RANGES[from.name]) {
    return WIDTHS.indexOf(to.name) >= WIDTHS.indexOf(from.name)
      ? 'none'
      : `not (${value} between ${range[0]} and ${range[1]})`
  }
  if (range && from.name === 'numeric') return `not (round(${value}) between ${range[0]} and ${range[1]})`
  if (to.name === 'numeric' && /^(?:numeric|int[248])$/.test(from.name)) {
    const [precision, scale = 0] = to.args
    if (precision === undefined) return 'none'
    return `(${value}::numeric <> 'NaN' and abs(round(${value}::numeric, ${scale})) >= 10::numeric ^ ${precision - scale})`
  }
  if (
    /^(?:timestamp timestamptz|timestamptz timestamp|date timestamp|date timestamptz|timestamp date|timestamptz date)$/.test(
      `${from.name} ${to.name}`,
    )
  )
    return 'none'
  return null
}

/** As the input functions of PostgreSQL 15 read a text, where that can be said in a pattern. */
function unreadable(value: string, to: TypeRef): string | null {
  const text = `${value}::text`
  const range = RANGES[to.name]
  if (range)
    return `(case when ${text} ~ '^\\s*[+-]?[0-9]+\\s*$' then not (${text}::numeric between ${range[0]} and ${range[1]}) else true end and ${value} is not null)`
  if (to.name === 'bool')
    return `lower(btrim(${text}, E' \\t\\n\\v\\f\\r')) !~ '^(t|tr|tru|true|y|ye|yes|on|1|f|fa|fal|fals|false|n|no|of|off|0)$'`
  if (to.name === 'uuid') return `${text} !~* '^(\\{([0-9a-f]{4}-?){7}[0-9a-f]{4}\\}|([0-9a-f]{4}-?){7}[0-9a-f]{4})$'`
  return null
}
