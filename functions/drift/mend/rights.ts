import { kindOf, nameOf } from '../../model/fact.ts'
import { cutAtSlash } from '../../model/pinned.ts'
import { grantOf, withoutGrantor } from '../held.ts'
import { nounOf, referenceOf, subjectOf } from './names.ts'
import { DATABASE, onDatabase } from './database.ts'
import { alterRole } from './role.ts'
import { alterSetting } from './setting.ts'

/** How a pinned fact has to change. */
export interface Change {
  key: string
  /** What it should be; null: it should not be. Where only words are declared: what the target has, put right. */
  wanted: string | null
  target: string | null
  /** Words to give and to take away. */
  missing: readonly string[]
  extra: readonly string[]
}

/** Statements that put a pinned fact right; none where no statement can. */
export const rightsStatements = (change: Change): string[] => statementsFor(change).map(onDatabase)

function statementsFor(change: Change): string[] {
  const { key, wanted } = change
  switch (kindOf(key)) {
    case 'privilege':
      return grants(change, (words) => onObject(key, words))
    case 'default_privilege':
      return grants(change, (words) => `${words} on ${cutAtSlash(grantOf(key).object).last}`, `${defaultsOf(key)} `)
    case 'owner':
      return wanted === null ? [] : alterOwner(nameOf(key), wanted)
    case 'member':
      return alterMember(change)
    case 'role':
      return alterRole(change)
    case 'setting':
      return alterSetting(key, wanted)
    default:
      return []
  }
}

const OPTION = ' with grant option'

/** GRANT and REVOKE; what somebody else than the owner granted, only that role can revoke. */
function grants({ key, missing, extra }: Change, on: (words: string) => string, prefix = ''): string[] {
  const { grantee } = grantOf(key)
  const [give, pass] = cut(missing)
  const [take, keep] = cut(extra.filter((word) => !extra.includes(word.replace(OPTION, '')) || !word.includes(OPTION)))
  return [
    ...byGrantor(take, (words) => `${prefix}revoke ${on(words)} from ${grantee};`),
    ...byGrantor(keep, (words) => `${prefix}revoke grant option for ${on(words)} from ${grantee};`),
    ...byGrantor(
      give.filter((word) => !pass.includes(word)),
      (words) => `${prefix}grant ${on(words)} to ${grantee};`,
    ),
    ...byGrantor(pass, (words) => `${prefix}grant ${on(words)} to ${grantee} with grant option;`),
  ]
}

/** The plain words, and those with grant option without saying so. */
const cut = (words: readonly string[]) =>
  [
    words.filter((word) => !word.includes(OPTION)),
    words.filter((word) => word.includes(OPTION)).map((word) => word.replace(OPTION, '')),
  ] as const

function byGrantor(words: readonly string[], statement: (words: string) => string): string[] {
  const groups = Map.groupBy(words, (word) => / \(by (.*)\)$/s.exec(word)?.[1] ?? null)
  return [...groups].flatMap(([grantor, own]) => {
    const sql = statement(own.map(withoutGrantor).join(', '))
    return grantor === null ? [sql] : [`set role ${grantor};`, sql, 'reset role;']
  })
}

/** What GRANT calls the objects that ON TABLE is not said of. */
const NOUNS: Readonly<Record<string, string>> = {
  sequence: 'sequence ',
  schema: 'schema ',
  function: 'function ',
  aggregate: 'function ',
  procedure: 'procedure ',
  enum: 'type ',
  domain: 'type ',
  composite: 'type ',
  range: 'type ',
  fdw: 'foreign data wrapper ',
  server: 'foreign server ',
  parameter: 'parameter ',
}

function onObject(key: string, words: string): string {
  const { object, kind } = grantOf(key)
  const { name, object: table, part } = subjectOf(object)
  if (kind === 'database') return `${words} on database ${DATABASE}`
  if (kind !== 'column') return `${words} on ${NOUNS[kind] ?? 'table '}${name}`
  return `${words
    .split(', ')
    .map((word) => `${word} (${part})`)
    .join(', ')} on table ${table}`
}

function defaultsOf(key: string): string {
  const { before: maker } = cutAtSlash(grantOf(key).object)
  const [, role = maker, schema] = /^("(?:[^"]|"")*"|[^" ]+)(?: in (.*))?$/s.exec(maker) ?? []
  return `alter default privileges for role ${role}${schema === undefined ? '' : ` in schema ${schema}`}`
}

function alterOwner(object: string, owner: string): string[] {
  const subject = subjectOf(object)
  const name = subject.kind === 'database' ? DATABASE : referenceOf(subject)
  return [`alter ${nounOf(subject.kind)} ${name} owner to ${owner};`]
}

function alterMember({ key, wanted, target }: Change): string[] {
  const { before: role, last: member } = cutAtSlash(nameOf(key))
  if (wanted === null) return [`revoke ${role} from ${member};`]
  if (target === null) {
    return [`grant ${role} to ${member}${wanted.includes('admin true') ? ' with admin option' : ''};`]
  }
  return wanted
    .split(', ')
    .filter((word) => !target.split(', ').includes(word))
    .map((word) => {
      if (word === 'admin true') return `grant ${role} to ${member} with admin option;`
      return word === 'admin false'
        ? `revoke admin option for ${role} from ${member};`
        : `grant ${role} to ${member} with ${word};`
    })
}
