import { bare, NAME, optionChanges, subjectOf } from './names.ts'
import { standardLiteral } from '../../model/sql.ts'
import { OPTION_LIST, optionsChange } from './options.ts'
import { identifier } from '../../model/sql.ts'

interface Column {
  type: string
  collate: string
  storage: string
  compression: string
  statistics: string
  /** Options for the planner. */
  set: string
  /** Options for a foreign data wrapper. */
  options: string
  /** '', or NOT NULL with what PostgreSQL 18 may add to it. */
  notNull: string
  generated: string
  default: string
}

const COLUMN = new RegExp(
  `^(?<type>(?:"(?:[^"]|"")*"|[^"])+?)(?: collate (?<collate>${NAME}))?(?: storage (?<storage>\\w+))?` +
    '(?: compression (?<compression>\\w+))?(?: statistics (?<statistics>\\d+))?(?: set \\((?<set>[^)]*)\\))?' +
    `(?: options \\((?<options>${OPTION_LIST})\\))?(?: (?<notNull>not null(?: no inherit)?(?: not valid)?))?` +
    '(?: (?<generated>generated .*)| default (?<value>.*))?$',
  's',
)

/** Takes a column fact's value apart again (supabase/catalog/columns.sql). */
function columnOf(value: string): Column {
  const groups = COLUMN.exec(value)?.groups ?? {}
  return {
    type: groups.type ?? value,
    collate: groups.collate ?? '',
    storage: groups.storage ?? '',
    compression: groups.compression ?? '',
    statistics: groups.statistics ?? '',
    set: groups.set ?? '',
    options: groups.options ?? '',
    notNull: groups.notNull ?? '',
    generated: groups.generated ?? '',
    default: groups.value ?? '',
  }
}

/** The type at the beginning of a column fact's value: `character varying(20)`. */
export const columnType = (value: string): string => columnOf(value).type

/** A column as CREATE TABLE and ADD COLUMN take it on every version: the rest is set afterwards. */
export function definitionOf(value: string): string {
  const { storage, compression, statistics, set, options, notNull } = columnOf(value)
  const later = [
    storage && ` storage ${storage}`,
    compression && ` compression ${compression}`,
    statistics && ` statistics ${statistics}`,
    set && ` set (${set})`,
    options && ` options (${options})`,
    notNull.endsWith(' not valid') && ` ${notNull}`,
  ]
  return value.replace(later.filter(Boolean).join(''), '')
}

/** The statements that set of a new column what cannot stand in its definition. */
export function storageStatements(key: string, value: string): string[] {
  const [old, want] = [columnOf(definitionOf(value)), columnOf(value)]
  return [...storageChange(old, want).map(alterer(key)), ...nullChange(key, old, want)]
}

type Alter = (action: string) => string

function alterer(key: string): Alter {
  const { object, part } = subjectOf(key)
  return (action) => `alter table ${object} alter column ${part} ${action};`
}

/** Statements that turn one column into another of the same name; none where that would lose elements of an array. */
export function alterColumn(key: string, from: string, to: string): string[] {
  const { object, part } = subjectOf(key)
  const [old, want] = [columnOf(from), columnOf(to)]
  const alter = alterer(key)
  if (isArray(old) && !isArray(want)) return []
  const retype = () => typeChange(part, old, want).map(alter)
  const store = () => storageChange(old, want).map(alter)
  if (isExpression(old) || isExpression(want)) {
    return old.generated === want.generated
      ? [...retype(), ...store(), ...nullChange(key, old, want)]
      : [
          `alter table ${object} drop column ${part};`,
          `alter table ${object} add column ${part} ${definitionOf(to)};`,
          ...storageStatements(key, to),
        ]
  }
  return [
    ...(old.generated && old.generated !== want.generated ? [alter('drop identity')] : []),
    ...(old.default && old.default !== want.default && (old.type !== want.type || want.generated)
      ? [alter('drop default')]
      : []),
    ...retype(),
    ...store(),
    ...nullChange(key, old, want),
    ...(want.generated ? [] : defaultChange(old, want, alter)),
    ...(want.generated && old.generated !== want.generated ? addIdentity(key, want.generated) : []),
  ]
}

/** Statements that turn an array into a single value all the same: its first element is kept, the others are lost. */
export function firstElements(key: string, from: string, to: string): string[] {
  const [old, want] = [columnOf(from), columnOf(to)]
  if (!isArray(old) || isArray(want)) return []
  const { part } = subjectOf(key)
  const alter = alterer(key)
  return [
    ...(old.default ? [alter('drop default')] : []),
    alter(`type ${want.type}${want.collate && ` collate ${want.collate}`} using (${part})[1]::${want.type}`),
    ...storageChange(old, want).map(alter),
    ...nullChange(key, old, want),
    ...(want.default ? [alter(`set default ${want.default}`)] : []),
  ]
}

const isArray = ({ type }: Column) => type.endsWith('[]')
const isExpression = ({ generated }: Column) => generated.startsWith('generated always as (')

function typeChange(name: string, old: Column, want: Column): string[] {
  if (old.type === want.type && old.collate === want.collate) return []
  const collate = want.collate ? ` collate ${want.collate}` : ''
  const value = isArray(want) && !isArray(old) ? `array[${name}]` : name
  return [`type ${want.type}${collate} using ${value}::${want.type}`]
}

const storageChange = (old: Column, want: Column): string[] => [
  ...(old.storage === want.storage ? [] : [`set storage ${want.storage || 'default'}`]),
  ...(old.compression === want.compression ? [] : [`set compression ${want.compression || 'default'}`]),
  ...(old.statistics === want.statistics ? [] : [`set statistics ${want.statistics || '-1'}`]),
  ...plannerChange(old.set, want.set),
  ...[optionsChange(old.options, want.options).trim()].filter(Boolean),
]

function plannerChange(from: string, to: string): string[] {
  const { reset, set } = optionChanges(from || null, to || null)
  return [
    ...(reset.length > 0 ? [`reset (${reset.join(', ')})`] : []),
    ...(set.length > 0 ? [`set (${set.join(', ')})`] : []),
  ]
}

/** What PostgreSQL 18 adds to NOT NULL can be validated, but else only made anew. */
function nullChange(key: string, old: Column, want: Column): string[] {
  if (old.notNull === want.notNull) return []
  const { object, part } = subjectOf(key)
  const alter = alterer(key)
  if (want.notNull === 'not null') {
    return [...(old.notNull.includes('no inherit') ? [alter('drop not null')] : []), alter('set not null')]
  }
  return [
    ...(old.notNull ? [alter('drop not null')] : []),
    ...(want.notNull ? [`alter table ${object} add not null ${part}${want.notNull.slice('not null'.length)};`] : []),
  ]
}

function defaultChange(old: Column, want: Column, alter: Alter): string[] {
  if (old.default === want.default) return []
  return [alter(want.default ? `set default ${want.default}` : 'drop default')]
}

/** The longest identifier that PostgreSQL keeps whole, in bytes. */
const LONGEST = 63

/** The sequence has its usual name, which a sequence that stands in its way must give up first, and goes on after the rows. */
function addIdentity(key: string, generated: string): string[] {
  const { object, part } = subjectOf(key)
  const name = `${bare(subjectOf(`table:${object}`).part)}_${bare(part)}_seq`
  const own = new TextEncoder().encode(name).length > LONGEST ? '' : ` (sequence name ${sibling(object, name)})`
  return [
    alterer(key)(`add ${generated}${own}`),
    continueAfterRows(key, `pg_get_serial_sequence(${standardLiteral(object)}, ${standardLiteral(bare(part))})`),
  ]
}

const sibling = (object: string, name: string) => `${subjectOf(`table:${object}`).object}.${identifier(name)}`

/** A statement that lets a sequence go on after the greatest value of its column. */
export function continueAfterRows(key: string, sequence: string): string {
  const { object, part } = subjectOf(key)
  return `select pg_catalog.setval(${sequence}, coalesce(max(${part}), 0) + 1, false) from ${object};`
}
