import { doubt, fault, type Remark } from './remark.ts'
import { typeText, type SqlType } from './type.ts'

const INTEGERS: Readonly<Record<string, [bigint, bigint]>> = {
  int2: [-32_768n, 32_767n],
  int4: [-2_147_483_648n, 2_147_483_647n],
  int8: [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
}
const FREE = new Set(['text', 'varchar', 'bpchar', 'name', 'char', 'cstring', 'unknown'])
const NUMBER = /^\s*[+-]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$|^\s*[+-]?(?:inf|infinity|nan)\s*$/i
const UUID = /^\{?[0-9a-f]{4}(?:-?[0-9a-f]{4}){7}\}?$/i
const DATE = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]|\s*$)/
const MOMENTS = /^\s*(?:now|today|tomorrow|yesterday|epoch|-?infinity|allballs)\s*$/i
const NAMES: Readonly<Record<string, string>> = {
  timestamp: 'timestamp',
  timestamptz: 'timestamp with time zone',
  date: 'date',
}

/**
 * What the input function of a type of PostgreSQL's own says to a literal; null: it takes it.
 * @param at where the literal stands
 */
export function inputRemark(text: string, type: SqlType, at: number | undefined): Remark | null {
  const says = (sqlstate: string, message: string, more = {}) => fault(sqlstate, message, { at, ...more })
  const invalid = (name = typeText(type)) => says('22P02', `invalid input syntax for type ${name}: "${text}"`)
  if (type.array)
    return /^\s*(?:\[[^\]]*\]=)?\{[\s\S]*\}\s*$/.test(text)
      ? null
      : says('22P02', `malformed array literal: "${text}"`, { detail: MALFORMED })
  if (FREE.has(type.name)) return null
  const range = INTEGERS[type.name]
  if (range) {
    if (!/^\s*[+-]?\d+\s*$/.test(text))
      return /^\s*[+-]?(?:0[xob])?[\da-f_]+\s*$/i.test(text) && /^\s*[+-]?\d/.test(text)
        ? doubt(`whether "${text}" is a number depends on the version of PostgreSQL`)
        : invalid()
    const value = BigInt(text.trim().replace(/^\+/, ''))
    return value < range[0] || value > range[1]
      ? says('22003', `value "${text}" is out of range for type ${typeText(type)}`)
      : null
  }
  switch (type.name) {
    case 'numeric':
    case 'float4':
    case 'float8':
      return NUMBER.test(text) ? null : invalid()
    case 'bool':
      return isBoolean(text) ? null : invalid()
    case 'uuid':
      return UUID.test(text) ? null : invalid()
    case 'json':
    case 'jsonb':
      return isJson(text) ? null : says('22P02', 'invalid input syntax for type json')
    case 'timestamp':
    case 'timestamptz':
    case 'date':
      return momentRemark(text, NAMES[type.name] ?? type.name, says)
    case 'interval':
    case 'time':
    case 'timetz':
      return spanRemark(text, typeText(type), says)
    case 'bytea':
    case 'inet':
    case 'cidr':
    case 'xml':
    case 'tsvector':
      return null
    default:
      return doubt(`whether ${typeText(type)} takes "${text}" is not simulated`)
  }
}

const MALFORMED = 'Array value must start with "{" or dimension information.'

/** As PostgreSQL's parse_bool: any beginning that only one word has. */
const isBoolean = (text: string) =>
  /^\s*(?:t|tr|tru|true|y|ye|yes|on|1|f|fa|fal|fals|false|n|no|of|off|0)\s*$/i.test(text)

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function momentRemark(text: string, type: string, says: (sqlstate: string, message: string) => Remark): Remark | null {
  if (MOMENTS.test(text)) return null
  const date = DATE.exec(text)
  if (date) {
    const [, year = '', month = '', day = ''] = date
    const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
    if (Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= last) return null
    return says('22008', `date/time field value out of range: "${text}"`)
  }
  if (/\d/.test(text)) return doubt(`whether "${text}" is a ${type} depends on the session's settings`)
  return says('22007', `invalid input syntax for type ${type}: "${text}"`)
}

/** Lengths and times of day: what is plainly one, and what is plainly none. */
function spanRemark(text: string, type: string, says: (sqlstate: string, message: string) => Remark): Remark | null {
  if (/^\s*[+-]?(?:\d+(?:\.\d+)?\s*[a-z]*\s*)+(?:ago)?\s*$/i.test(text) && type === 'interval') return null
  if (/^\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[+-]\d{2})?\s*$/.test(text) || MOMENTS.test(text)) return null
  if (!/\d/.test(text)) return says('22007', `invalid input syntax for type ${type}: "${text}"`)
  return doubt(`whether "${text}" is a ${type} is not simulated`)
}
