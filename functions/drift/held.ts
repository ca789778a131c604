import { kindOf, nameOf } from '../model/fact.ts'
import { cutAtSlash } from '../model/pinned.ts'

const TABLE = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN']

/** What ALL stands for, by kind of object. MAINTAIN is PostgreSQL 17's: before it, ALL is none the less all. */
const ALL: Readonly<Record<string, readonly string[]>> = {
  table: TABLE,
  view: TABLE,
  matview: TABLE,
  foreign_table: TABLE,
  column: ['SELECT', 'INSERT', 'UPDATE', 'REFERENCES'],
  sequence: ['USAGE', 'SELECT', 'UPDATE'],
  schema: ['CREATE', 'USAGE'],
  database: ['CREATE', 'CONNECT', 'TEMPORARY'],
  parameter: ['SET', 'ALTER SYSTEM'],
  function: ['EXECUTE'],
  procedure: ['EXECUTE'],
  aggregate: ['EXECUTE'],
  'large object': ['SELECT', 'UPDATE'],
}

/** What default privileges call the kinds of objects that they are for. */
const KINDS: Readonly<Record<string, string>> = {
  tables: 'table',
  sequences: 'sequence',
  functions: 'function',
  types: 'type',
  schemas: 'schema',
  'large objects': 'large object',
}

/** The parts of the key of a privilege, default privilege or membership. */
export interface Grant {
  /** What the privileges are on: a fact key; of default privileges `ROLE in SCHEMA/tables`; of a membership the role. */
  object: string
  /** Kind of the object; of default privileges, of the objects to come. */
  kind: string
  grantee: string
}

/** `privilege:table:public.users/anon` → { object: table:public.users, kind: table, grantee: anon }. */
export function grantOf(key: string): Grant {
  const { before: object, last: grantee } = cutAtSlash(nameOf(key))
  const kind = kindOf(key) === 'default_privilege' ? (KINDS[cutAtSlash(object).last] ?? '') : kindOf(object)
  return { object, kind, grantee }
}

/** What ALL stands for on an object of a kind; types, servers and wrappers know only USAGE. */
export const allOf = (kind: string): readonly string[] => ALL[kind] ?? ['USAGE']

/** ` with grant option`, ` (by ROLE)`. */
const WORD = /^([A-Z][A-Z ]*?)( with grant option)?( \(by .*\))?$/s

/**
 * The words of a pinned fact's value, each for itself, ALL taken apart: `SELECT with grant option` is `SELECT` and
 * `SELECT with grant option`. null, that there is no such fact, and none are no words.
 */
export function wordsOf(key: string, value: string | null): Set<string> {
  if (value === null || value === 'none') return new Set()
  const words = value.split(/, (?=(?:[^"']|"[^"]*"|'[^']*')*$)/)
  if (kindOf(key) !== 'privilege' && kindOf(key) !== 'default_privilege') return new Set(words)
  return new Set(
    words.flatMap((word) => {
      const [, name = word, option = '', by = ''] = WORD.exec(word) ?? []
      const all = name === 'ALL' ? allOf(grantOf(key).kind) : [name]
      return all.flatMap((one) => [`${one}${by}`, ...(option === '' ? [] : [`${one}${option}${by}`])])
    }),
  )
}

/** A word without who granted it. */
export const withoutGrantor = (word: string): string => word.replace(/ \(by .*\)$/s, '')

/** What everybody may do with new functions and types, unless default privileges say otherwise. */
const FOR_ALL = new Set(['function', 'type'])

/**
 * What holds where there is no fact: an owner's full rights on its own, and what everybody may do with the functions and
 * types that a role will make.
 * @param owner of the object that privileges are on, where it is known
 */
export function untold(key: string, owner: string | undefined): string | null {
  const { object, kind, grantee } = grantOf(key)
  if (kindOf(key) === 'privilege') return kind !== 'column' && grantee === owner ? 'ALL' : null
  const { before: maker } = cutAtSlash(object)
  const everywhere = !/^(?:"(?:[^"]|"")*"|[^" ]+) in /.test(maker)
  return everywhere && (grantee === maker || (grantee === 'public' && FOR_ALL.has(kind))) ? 'ALL' : null
}
