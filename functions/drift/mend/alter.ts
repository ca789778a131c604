import { kindOf, type Fact } from '../../model/fact.ts'
import { alterColumn } from './column.ts'
import { createIndex, createStatements } from './create.ts'
import { dropStatement } from './drop.ts'
import { alterServer, alterWrapper } from './foreign.ts'
import { optionChanges, subjectOf } from './names.ts'
import { alterFamily } from './operator.ts'
import { alterPublication } from './publication.ts'
import { alterSequence } from './sequence.ts'
import { alterStatistics } from './statistics.ts'
import { alterTable } from './table.ts'
import { alterConfiguration, alterDictionary } from './text-search.ts'
import { alterTrigger } from './trigger.ts'

/** null: only a new object could be so. */
type Alter = (key: string, from: string, to: string) => string[] | null

const ALTER: Record<string, Alter> = {
  column: alterColumn,
  table: alterTable,
  foreign_table: alterTable,
  enum: alterEnum,
  sequence: alterSequence,
  index: alterIndex,
  trigger: alterTrigger,
  rule: alterTrigger,
  event_trigger: alterTrigger,
  statistics: alterStatistics,
  opfamily: alterFamily,
  ts_config: alterConfiguration,
  ts_dict: alterDictionary,
  fdw: alterWrapper,
  server: alterServer,
  publication: alterPublication,
  function: replaceRoutine,
  procedure: replaceRoutine,
  extension: (key, _, to) => [`alter extension ${subjectOf(key).name} set ${to};`],
}

/** Statements that turn a fact's object from one value into another; where PostgreSQL has no ALTER for it: drop, create. */
export function alterStatements(key: string, from: string, to: string, parent: string | null): string[] {
  const wanted: Fact = { key, parent, value: to }
  if (kindOf(key) === 'comment') return createStatements([wanted])
  return ALTER[kindOf(key)]?.(key, from, to) ?? [...dropStatement({ ...wanted, value: from }), ...createAlone(wanted)]
}

const createAlone = (fact: Fact) => createStatements([{ ...fact, parent: null }])

/** A body is replaced in place; arguments and result cannot be, but for a default more. */
function replaceRoutine(key: string, from: string, to: string): string[] {
  const replace = `${to.trimEnd()};`
  return headOf(from) === headOf(to) ? [replace] : [`drop ${kindOf(key)} ${subjectOf(key).name};`, replace]
}

const headOf = (definition: string) => definition.split('\n LANGUAGE ')[0]

/** Labels can be added where they are wanted, and one can be renamed; none can be removed or moved. */
function alterEnum(key: string, from: string, to: string): string[] {
  const { name } = subjectOf(key)
  const [old, want] = [labelsOf(from), labelsOf(to)]
  const renamed = old.length === want.length ? old.flatMap((label, i) => (label === want[i] ? [] : [i])) : []
  const [at, ...others] = renamed
  if (at !== undefined && others.length === 0) return [`alter type ${name} rename value ${old[at]} to ${want[at]};`]
  const kept = want.filter((label) => old.includes(label))
  if (kept.join() !== old.join()) return []
  return want.flatMap((label, i) => {
    if (old.includes(label)) return []
    const place = i > 0 ? ` after ${want[i - 1]}` : old[0] ? ` before ${old[0]}` : ''
    return [`alter type ${name} add value ${label}${place};`]
  })
}

const labelsOf = (value: string): string[] => value.match(/'(?:[^']|'')*'/g) ?? []

const OPTIONS = / WITH \(([^)]*)\)/
const TABLESPACE = / tablespace ("(?:[^"]|"")*"|[\w$]+)(?=$| \(invalid\)$)/

/** Storage options change in place; any other change makes the index anew. */
function alterIndex(key: string, from: string, to: string): string[] {
  const { name } = subjectOf(key)
  const plain = (value: string) => value.replace(OPTIONS, '').replace(TABLESPACE, '')
  if (plain(from) !== plain(to)) return [`drop index ${name};`, ...createIndex(key, to)]
  const [stored, store] = [from, to].map((value) => TABLESPACE.exec(value)?.[1] ?? 'pg_default')
  const { reset, set } = optionChanges(OPTIONS.exec(from)?.[1] ?? null, OPTIONS.exec(to)?.[1] ?? null)
  return [
    ...(reset.length > 0 ? [`alter index ${name} reset (${reset.join(', ')});`] : []),
    ...(set.length > 0 ? [`alter index ${name} set (${set.join(', ')});`] : []),
    ...(stored === store ? [] : [`alter index ${name} set tablespace ${store};`]),
  ]
}
