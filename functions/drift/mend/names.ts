import { kindOf, nameOf, nameParts } from '../../model/fact.ts'

/** `column:public.users.email` → { kind: column, object: public.users, part: email }. */
export interface Subject {
  kind: string
  /** The whole name after the kind. */
  name: string
  /** The name without its last part: a column's table. */
  object: string
  /** The last part of the name. */
  part: string
}

/** The pieces of a fact key that SQL needs. */
export function subjectOf(key: string): Subject {
  const name = nameOf(key)
  const parts = nameParts(name)
  return { kind: kindOf(key), name, object: parts.slice(0, -1).join('.'), part: parts.at(-1) ?? name }
}

/** An identifier without its quotes: `"Id"` → `Id`. */
export const bare = (identifier: string): string =>
  identifier.startsWith('"') ? identifier.slice(1, -1).replaceAll('""', '"') : identifier

/** Source of a regular expression for a possibly qualified, possibly quoted name. */
export const NAME = '(?:"(?:[^"]|"")*"|[\\w$.\\u0080-\\uffff])+'

/** Options that were removed, and those to set: `with (a=1, b=2)` against `with (b=3)` → reset a, set b=3. */
export function optionChanges(from: string | null, to: string | null): { reset: string[]; set: string[] } {
  const [old, want] = [optionsOf(from), optionsOf(to)]
  const names = new Set(want.map(nameOfOption))
  return {
    reset: old.map(nameOfOption).filter((name) => !names.has(name)),
    set: want.filter((option) => !old.includes(option)),
  }
}

const optionsOf = (list: string | null) => list?.split(', ') ?? []
const nameOfOption = (option: string) => option.split('=')[0] ?? option

/** Kinds that SQL has another word for. */
const NOUNS: Readonly<Record<string, string>> = {
  matview: 'materialized view',
  enum: 'type',
  composite: 'type',
  range: 'type',
  foreign_table: 'foreign table',
  event_trigger: 'event trigger',
  opclass: 'operator class',
  opfamily: 'operator family',
  ts_config: 'text search configuration',
  ts_dict: 'text search dictionary',
  fdw: 'foreign data wrapper',
}

/** What DROP, ALTER and COMMENT ON call a kind. */
export const nounOf = (kind: string): string => NOUNS[kind] ?? kind

/** A name as DROP, ALTER and COMMENT ON take it: `aggregate:public.n()` → `public.n(*)`. */
export const referenceOf = ({ kind, name }: Subject): string =>
  kind === 'aggregate' ? name.replace(/\(\)$/, '(*)') : name

/** A name without the argument types that tell it from others: `public.total(integer)` → `public.total`. */
export const withoutArguments = (name: string): string => name.replace(/\((?=(?:[^"]*"[^"]*")*[^"]*$).*$/s, '')
