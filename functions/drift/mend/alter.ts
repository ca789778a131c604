import { kindOf, type Fact } from '../../model/fact.ts'
import { alterColumn } from './column.ts'
import { createIndex, createStatements } from './create.ts'
import { dropStatement } from './drop.ts'
import { optionChanges, subjectOf } from './names.ts'
import { alterSequence } from './sequence.ts'
import { alterTable } from './table.ts'
import { alterTrigger } from './trigger.ts'

type Alter = (key: string, from: string, to: string) => string[]

const ALTER: Record<string, Alter> = {
  column: alterColumn,
  table: alterTable,
  enum: alterEnum,
  sequence: alterSequence,
  index: alterIndex,
  trigger: alterTrigger,
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

/** Storage options change in place; any other change makes the index anew. */
function alterIndex(key: string, from: string, to: string): string[] {
  const { name } = subjectOf(key)
  if (from.replace(OPTIONS, '') !== to.replace(OPTIONS, '')) return [`drop index ${name};`, ...createIndex(to)]
  const { reset, set } = optionChanges(OPTIONS.exec(from)?.[1] ?? null, OPTIONS.exec(to)?.[1] ?? null)
  return [
    ...(reset.length > 0 ? [`alter index ${name} reset (${reset.join(', ')});`] : []),
    ...(set.length > 0 ? [`alter index ${name} set (${set.join(', ')});`] : []),
  ]
}
