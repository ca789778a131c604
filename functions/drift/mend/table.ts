import { kindOf, parentsOf, type Fact } from '../../model/fact.ts'
import { definitionOf, storageStatements } from './column.ts'
import { NAME, optionChanges, subjectOf } from './names.ts'
import { identityOptions } from './sequence.ts'

interface Table {
  unlogged: boolean
  of: string | null
  partition: { of: string; bound: string } | null
  inherits: string[]
  partitionBy: string | null
  options: string | null
  identity: string | null
  security: string
}

const TABLE = new RegExp(
  `^(?<unlogged>unlogged )?table(?: of (?<of>${NAME}))?` +
    `(?: partition of (?<parent>${NAME}) (?<bound>FOR VALUES .*?|DEFAULT)| inherits (?<inherits>.*?))?` +
    '(?: partition by (?<by>.*?))?(?: with \\((?<options>[^)]*)\\))?(?: replica identity (?<identity>.*?))?' +
    '(?: row level security (?<security>enabled and forced|enabled|disabled but forced))?$',
  's',
)

/** Takes a table fact's value apart again (supabase/catalog/tables.sql). */
function tableOf(value: string): Table {
  const groups = TABLE.exec(value)?.groups ?? {}
  const { parent, bound } = groups
  return {
    unlogged: groups.unlogged !== undefined,
    of: groups.of ?? null,
    partition: parent !== undefined && bound !== undefined ? { of: parent, bound } : null,
    inherits: groups.inherits?.split(', ') ?? [],
    partitionBy: groups.by ?? null,
    options: groups.options ?? null,
    identity: groups.identity ?? null,
    security: groups.security ?? '',
  }
}

/** The table that a table fact's value says it is a partition of. */
export const partitionParent = (value: string): string | null => tableOf(value).partition?.of ?? null

/** Statements that make a table with its columns; what needs its indexes comes from `finishTable`. */
export function createTable({ key, value }: Fact, all: readonly Fact[]): string[] {
  const { name } = subjectOf(key)
  const { unlogged, of, partition, inherits, partitionBy, options, security } = tableOf(value)
  const columns = all.filter((fact) => kindOf(fact.key) === 'column' && subjectOf(fact.key).object === name)
  const own = columns.filter((column) => !parentsOf(column).some((parent) => kindOf(parent) === 'column'))
  const list = own
    .map((column) => `\n  ${subjectOf(column.key).part} ${definitionOf(column.value)}${identityOf(column, all)}`)
    .join(',')
  const shape = [
    of && ` of ${of}`,
    partition ? ` partition of ${partition.of} ${partition.bound}` : of ? '' : ` (${list}${list ? '\n' : ''})`,
    inherits.length > 0 && ` inherits (${inherits.join(', ')})`,
    partitionBy && ` partition by ${partitionBy}`,
    options && ` with (${options})`,
  ]
  return [
    `create ${unlogged ? 'unlogged ' : ''}table ${name}${shape.filter(Boolean).join('')};`,
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

/** Statements that turn one table into another of the same name; none where only a new table could be so (its partition key). */
export function alterTable(key: string, from: string, to: string): string[] {
  const { name } = subjectOf(key)
  const [old, want] = [tableOf(from), tableOf(to)]
  if (old.partitionBy !== want.partitionBy) return []
  const alter = (action: string) => `alter table ${name} ${action};`
  return [
    ...(old.unlogged === want.unlogged ? [] : [alter(want.unlogged ? 'set unlogged' : 'set logged')]),
    ...(old.of === want.of ? [] : [alter(want.of === null ? 'not of' : `of ${want.of}`)]),
    ...movePartition(name, old, want),
    ...old.inherits.filter((parent) => !want.inherits.includes(parent)).map((parent) => alter(`no inherit ${parent}`)),
    ...want.inherits.filter((parent) => !old.inherits.includes(parent)).map((parent) => alter(`inherit ${parent}`)),
    ...storage(old.options, want.options).map(alter),
    ...(old.identity === want.identity ? [] : [alter(`replica identity ${want.identity ?? 'default'}`)]),
    ...security(old.security, want.security).map(alter),
  ]
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
