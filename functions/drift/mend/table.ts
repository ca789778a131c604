import { kindOf, parentsOf, type Fact } from '../../model/fact.ts'
import { definitionOf, storageStatements } from './column.ts'
import { NAME, optionChanges, subjectOf } from './names.ts'
import { ended, OPTION_LIST, optionsChange } from './options.ts'
import { identityOptions } from './sequence.ts'

interface Table {
  foreign: { server: string; options: string } | null
  unlogged: boolean
  of: string | null
  partition: { of: string; bound: string } | null
  inherits: string[]
  partitionBy: string | null
  method: string | null
  options: string | null
  tablespace: string | null
  identity: string | null
  security: string
}

const TABLE = new RegExp(
  `^(?<unlogged>unlogged )?(?:foreign )?table(?: of (?<of>${NAME}))?` +
    `(?: partition of (?<parent>${NAME}) (?<bound>FOR VALUES .*?|DEFAULT)| inherits (?<inherits>.*?))?` +
    '(?: partition by (?<by>.*?))?(?: using (?<method>\\S+))?(?: with \\((?<options>[^)]*)\\))?' +
    `(?: tablespace (?<tablespace>${NAME}))?(?: server (?<server>${NAME})(?: options \\((?<foreign>${OPTION_LIST})\\))?)?` +
    '(?: replica identity (?<identity>.*?))?' +
    '(?: row level security (?<security>enabled and forced|enabled|disabled but forced))?$',
  's',
)

/** Takes a table fact's value apart again (supabase/catalog/tables.sql). */
function tableOf(value: string): Table {
  const groups = TABLE.exec(value)?.groups ?? {}
  const { parent, bound, server } = groups
  return {
    foreign: server === undefined ? null : { server, options: groups.foreign ?? '' },
    unlogged: groups.unlogged !== undefined,
    of: groups.of ?? null,
    partition: parent !== undefined && bound !== undefined ? { of: parent, bound } : null,
    inherits: groups.inherits?.split(', ') ?? [],
    partitionBy: groups.by ?? null,
    method: groups.method ?? null,
    options: groups.options ?? null,
    tablespace: groups.tablespace ?? null,
    identity: groups.identity ?? null,
    security: groups.security ?? '',
  }
}

/** The table that a table fact's value says it is a partition of. */
export const partitionParent = (value: string): string | null => tableOf(value).partition?.of ?? null

/** Statements that make a table with its columns; what needs its indexes comes from `finishTable`. */
export function createTable({ key, value }: Fact, all: readonly Fact[]): string[] {
  const { name } = subjectOf(key)
  const table = tableOf(value)
  const { unlogged, of, partition, inherits, partitionBy, foreign, security } = table
  const columns = all.filter(({ key: own }) => own.startsWith(`column:${name}.`) && subjectOf(own).object === name)
  const own = columns.filter((column) => !parentsOf(column).some((parent) => kindOf(parent) === 'column'))
  const list = own
    .map((column) => `\n  ${subjectOf(column.key).part} ${definitionOf(column.value)}${identityOf(column, all)}`)
    .join(',')
  const shape = [
    of && ` of ${of}`,
    partition ? ` partition of ${partition.of} ${partition.bound}` : of ? '' : ` (${list}${list ? '\n' : ''})`,
    inherits.length > 0 && ` inherits (${inherits.join(', ')})`,
    partitionBy && ` partition by ${partitionBy}`,
    ...placeOf(table),
  ]
  return [
    ended(
      `create ${unlogged ? 'unlogged ' : ''}${foreign ? 'foreign ' : ''}table ${name}${shape.filter(Boolean).join('')}`,
    ),
    ...columns.flatMap((column) => storageStatements(column.key, column.value)),
    ...(security.startsWith('enabled') ? [`alter table ${name} enable row level security;`] : []),
    ...(security.includes('forced') ? [`alter table ${name} force row level security;`] : []),
  ]
}

/** The sequence of an identity column, as its definition names it. */
export const identityOf = ({ key, value }: Fact, all: readonly Fact[]): string =>
  value.endsWith(' as identity') ? identityOptions(key, all) : ''

/** What may name an index of the table: after the indexes. */
export function finishTable({ key, value }: Fact): string[] {
  const { identity } = tableOf(value)
  return identity === null ? [] : [`alter table ${subjectOf(key).name} replica identity ${identity};`]
}

/** Statements that turn one table into another of the same name; none where only a new table could be so (its partition key, its server). */
export function alterTable(key: string, from: string, to: string): string[] {
  const { name } = subjectOf(key)
  const [old, want] = [tableOf(from), tableOf(to)]
  if (old.partitionBy !== want.partitionBy || old.foreign?.server !== want.foreign?.server) return []
  const alter = (action: string) => `alter table ${name} ${action};`
  return [
    ...(old.unlogged === want.unlogged ? [] : [alter(want.unlogged ? 'set unlogged' : 'set logged')]),
    ...(old.of === want.of ? [] : [alter(want.of === null ? 'not of' : `of ${want.of}`)]),
    ...movePartition(name, old, want),
    ...old.inherits.filter((parent) => !want.inherits.includes(parent)).map((parent) => alter(`no inherit ${parent}`)),
    ...want.inherits.filter((parent) => !old.inherits.includes(parent)).map((parent) => alter(`inherit ${parent}`)),
    ...(old.method === want.method ? [] : [alter(`set access method ${want.method ?? 'heap'}`)]),
    ...storage(old.options, want.options).map(alter),
    ...(old.tablespace === want.tablespace ? [] : [alter(`set tablespace ${want.tablespace ?? 'pg_default'}`)]),
    ...reachElsewhere(name, old, want),
    ...(old.identity === want.identity ? [] : [alter(`replica identity ${want.identity ?? 'default'}`)]),
    ...security(old.security, want.security).map(alter),
  ]
}

/** Where the rows of a new table are kept. */
const placeOf = ({ method, options, tablespace, foreign }: Table) => [
  method && ` using ${method}`,
  options && ` with (${options})`,
  tablespace && ` tablespace ${tablespace}`,
  foreign && ` server ${foreign.server}${foreign.options && ` options (${foreign.options})`}`,
]

function reachElsewhere(name: string, old: Table, want: Table): string[] {
  const change = optionsChange(old.foreign?.options ?? '', want.foreign?.options ?? '')
  return change === '' ? [] : [ended(`alter foreign table ${name}${change}`)]
}

function movePartition(name: string, old: Table, want: Table): string[] {
  const [from, to] = [old.partition, want.partition]
  if (from?.of === to?.of && from?.bound === to?.bound) return []
  return [
    ...(from ? [`alter table ${from.of} detach partition ${name};`] : []),
    ...(to ? [`alter table ${to.of} attach partition ${name} ${to.bound};`] : []),
  ]
}

function storage(from: string | null, to: string | null): string[] {
  const { reset, set } = optionChanges(from, to)
  return [
    ...(reset.length > 0 ? [`reset (${reset.join(', ')})`] : []),
    ...(set.length > 0 ? [`set (${set.join(', ')})`] : []),
  ]
}

function security(from: string, to: string): string[] {
  const toggle = (has: (value: string) => boolean, on: string, off: string) =>
    has(from) === has(to) ? [] : [has(to) ? on : off]
  return [
    ...toggle((value) => value.startsWith('enabled'), 'enable row level security', 'disable row level security'),
    ...toggle((value) => value.includes('forced'), 'force row level security', 'no force row level security'),
  ]
}
