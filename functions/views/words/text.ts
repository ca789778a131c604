import { standardLiteral } from '../../model/sql.ts'
import { kindOf, nameOf, nameParts } from '../../model/fact.ts'
import { cutAtSlash, isPinned } from '../../model/pinned.ts'

export { shell } from '../../model/commands.ts'

const nouns: Readonly<Record<string, string>> = {
  composite: 'composite type',
  event_trigger: 'event trigger',
  fdw: 'foreign data wrapper',
  foreign_table: 'foreign table',
  matview: 'materialized view',
  opclass: 'operator class',
  opfamily: 'operator family',
  publication_schema: 'publication member',
  publication_table: 'publication member',
  range: 'range type',
  ts_config: 'text search configuration',
  ts_dict: 'text search dictionary',
  user_mapping: 'user mapping',
}
const parts = new Set(['constraint', 'policy', 'rule', 'trigger'])

/** Names a fact for people: `column:public.links.workspace_id` → `column links.workspace_id`. The schema public goes unsaid. */
export function subject(key: string): string {
  const kind = kindOf(key)
  if (kind === 'comment') return `comment on ${subject(nameOf(key))}`
  if (isPinned(kind)) return pinnedSubject(kind, nameOf(key))
  const noun = nouns[kind] ?? kind.replace(/^unmodelled /, '')
  const name = nameOf(key).replace(/^public\.(?=.)/, '')
  if (!parts.has(kind)) return `${noun} ${name}`
  const path = nameParts(name)
  return `${noun} ${path.at(-1)} on ${path.slice(0, -1).join('.')}`
}

function pinnedSubject(kind: string, name: string): string {
  const { before, last } = cutAtSlash(name)
  switch (kind) {
    case 'owner':
      return `owner of ${objectOf(name)}`
    case 'privilege':
      return `privileges of ${last} on ${objectOf(before)}`
    case 'default_privilege': {
      const { before: maker, last: objects } = cutAtSlash(before)
      return `privileges of ${last} on ${objects} that ${maker.replace(' in ', ' makes in schema ')}${maker.includes(' in ') ? '' : ' makes'}`
    }
    case 'member':
      return `membership of ${last} in ${before}`
    case 'setting': {
      const { before: where, last: role } = cutAtSlash(before)
      if (where !== '') return `setting ${last} of role ${role}${where === 'role' ? '' : ' in this database'}`
      return `setting ${last} of ${before === 'all' ? 'all roles' : 'the database'}`
    }
    default:
      return `${kind} ${name}`
  }
}

const objectOf = (key: string): string => (key === 'database:current' ? 'the database' : subject(key))

/** First letter large. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** `1 row`, `2 rows`, `2 indexes`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`

/** `a`, `a and b`, `a, b and 3 more`. */
export function list(items: readonly string[], most = 4): string {
  const shown = items.length > most ? [...items.slice(0, most - 1), `${items.length - most + 1} more`] : [...items]
  const last = shown.pop() ?? ''
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`
}

/** A value of a fact on one line, cut to a length that still tells two apart. */
export function brief(value: string, most = 240): string {
  const line = value.replaceAll(/\s+/g, ' ').trim()
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}

/** ms since the epoch → `2026-01-02 03:04:05 UTC`; as a number where no calendar reaches. */
export function stamp(ms: number): string {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? String(ms) : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** The beginning of a hash, enough for people. */
export const short = (hash: string): string => `${hash.slice(0, 12)}…`

/** The where clause that fits one row of the journal table and no other. */
export const rowIs = (row: { id: number | null; hash: string }): string =>
  row.id === null
    ? `where hash = ${standardLiteral(row.hash)}`
    : `where id = ${row.id} and hash = ${standardLiteral(row.hash)}`

/** A remark between mending statements; always one line, or the rest of it would run. */
export const remark = (text: string): string => `-- ${text.replaceAll(/\s+/g, ' ')}`

/** The command that puts the journal right: a plan first, done with --apply. */
export const repair = (options: string): string => `npm run -s plumbline -- journal repair ${options}`
