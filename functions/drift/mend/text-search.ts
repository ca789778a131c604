import type { Fact } from '../../model/fact.ts'
import { subjectOf } from './names.ts'

interface Configuration {
  parser: string
  /** Dictionaries by kind of token. */
  mappings: ReadonlyMap<string, string>
}

/** Takes a configuration's value apart again (supabase/catalog/text-search.sql). */
function configurationOf(value: string): Configuration {
  const [parser = '', ...mappings] = value.split(/ for (?=\w+ with )/)
  return { parser, mappings: new Map(mappings.map((mapping) => pair(mapping, ' with '))) }
}

function pair(text: string, between: string): [string, string] {
  const at = text.indexOf(between)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + between.length)]
}

/** One statement for all kinds of tokens that are mapped alike. */
function mapped(name: string, action: 'add' | 'alter', mappings: readonly (readonly [string, string])[]): string[] {
  return [...Map.groupBy(mappings, ([, dictionaries]) => dictionaries)].map(
    ([dictionaries, own]) =>
      `alter text search configuration ${name} ${action} mapping for ${own.map(([token]) => token).join(', ')} with ${dictionaries};`,
  )
}

/** The statements that make a text search configuration. */
export function createConfiguration({ key, value }: Fact): string[] {
  const { name } = subjectOf(key)
  const { parser, mappings } = configurationOf(value)
  return [`create text search configuration ${name} ${parser};`, ...mapped(name, 'add', [...mappings])]
}

/** The statements that turn one configuration into another; null where only a new one could be so. */
export function alterConfiguration(key: string, from: string, to: string): string[] | null {
  const { name } = subjectOf(key)
  const [old, want] = [configurationOf(from), configurationOf(to)]
  if (old.parser !== want.parser) return null
  const gone = [...old.mappings.keys()].filter((token) => !want.mappings.has(token))
  const added = [...want.mappings].filter(([token]) => !old.mappings.has(token))
  const changed = [...want.mappings].filter(
    ([token, dictionaries]) => old.mappings.has(token) && old.mappings.get(token) !== dictionaries,
  )
  return [
    ...(gone.length > 0 ? [`alter text search configuration ${name} drop mapping for ${gone.join(', ')};`] : []),
    ...mapped(name, 'alter', changed),
    ...mapped(name, 'add', added),
  ]
}

/** `(template = pg_catalog.simple, accept = 'false')` → template and options. */
function dictionaryOf(value: string): { template: string; options: string[] } {
  const [template = '', ...options] = value.slice(1, -1).split(/, (?=(?:\w+|"(?:[^"]|"")*") = )/)
  return { template, options }
}

/** The statement that turns one dictionary into another, its options in their order; null where only a new one could be so. */
export function alterDictionary(key: string, from: string, to: string): string[] | null {
  const [old, want] = [dictionaryOf(from), dictionaryOf(to)]
  if (old.template !== want.template) return null
  const names = new Set(want.options.map((option) => pair(option, ' = ')[0]))
  const gone = old.options.map((option) => pair(option, ' = ')[0]).filter((name) => !names.has(name))
  return [`alter text search dictionary ${subjectOf(key).name} (${[...gone, ...want.options].join(', ')});`]
}
