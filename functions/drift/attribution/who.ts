import type { Authors, Wanted, Who } from '../../model/authors.ts'
import { kindOf, nameOf, nameParts } from '../../model/fact.ts'
import type { Finding } from '../../model/finding.ts'

const TYPES = ['drift.missing', 'drift.extra', 'drift.changed', 'drift.collision'] as const
export type Changed = Extract<Finding, { type: (typeof TYPES)[number] }>

/** Whether a finding is of one object that somebody made, changed or dropped. */
export const isOfObject = (finding: Finding): finding is Changed => TYPES.some((type) => type === finding.type)

const OBJECTS: Readonly<Record<string, Wanted['object']>> = {
  table: 'relation',
  foreign_table: 'relation',
  view: 'relation',
  matview: 'relation',
  sequence: 'relation',
  function: 'routine',
  procedure: 'routine',
  aggregate: 'routine',
  enum: 'type',
  domain: 'type',
  composite: 'type',
  range: 'type',
  schema: 'schema',
}

/** Statements begin so, after a semicolon or what is no statement. */
const BEGIN = '(^|;)(\\s|--[^\\n]*\\n|/\\*.*?\\*/)*'

/** What may bring about a difference: how its statement begins, and what must stand in it, too. */
const VERBS: Readonly<Record<Changed['type'], { verb: string; also: readonly string[] }>> = {
  'drift.missing': { verb: 'drop|alter', also: ['\\m(drop|rename|set\\s+schema)\\M'] },
  'drift.extra': { verb: 'create|alter|comment', also: [] },
  'drift.collision': { verb: 'create|alter', also: [] },
  'drift.changed': { verb: 'create|alter|comment|drop', also: [] },
}

/** How it is asked who changed the object of a finding: by the names that a statement must call it by. */
export function wantedOf({ type, fact }: Pick<Changed, 'type' | 'fact'>): Wanted {
  const { verb, also } = VERBS[type]
  const parts = nameParts(nameOf(fact)).map((part) => part.replace(/\(.*$/s, ''))
  const own = parts.length > 2 ? parts.slice(1) : parts.slice(-1)
  return {
    patterns: [...also, ...own.map((part) => `(${BEGIN}(${verb})\\M[^;]*|${BEGIN}do\\M.*)${asWord(part)}`)],
    object: OBJECTS[kindOf(fact)] ?? null,
    schema: bare(parts.length > 1 ? (parts[0] ?? '') : ''),
    name: bare(parts.at(-1) ?? ''),
  }
}

/** A name as a word of its own, in quotes where it needs them. */
const asWord = (name: string): string =>
  `(^|[^[:alnum:]_$])${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}($|[^[:alnum:]_$])`

const bare = (name: string): string => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name)

/** The clocks of the server and of whoever looks may differ by this, ms. */
const CLOCKS = 60_000

interface Circumstances {
  authors: Authors
  /** When a look last saw all of it, ms; null: none did. */
  since: number | null
}

/**
 * Who made a difference. A session or a statement counts where it came after the last look; where no time is kept, what the
 * role of the migrations ran may have been a migration, and says nothing.
 */
export function whoMade({ type }: Pick<Changed, 'type'>, place: number, { authors, since }: Circumstances): Who {
  const { migrator, owners, sessions, statements } = authors
  const ofPlace = <T extends { place: number }>(rows: readonly T[]) => rows.filter((row) => row.place === place)
  const isNew = (at: number | null): at is number => at !== null && since !== null && at >= since - CLOCKS
  const session = ofPlace(sessions).find(({ at, role }) => isNew(at) || (since === null && role !== migrator))
  if (session) return { known: 'session', role: session.role, application: session.application, at: session.at }
  const counted = 'reason' in statements ? [] : ofPlace(statements)
  const likely = counted.filter(({ at, role }) => isNew(at) || ((at === null || since === null) && role !== migrator))
  const [statement, ...others] = likely
  if (statement !== undefined && others.length === 0)
    return { known: 'statement', role: statement.role, at: statement.at }
  const made = type === 'drift.extra' || type === 'drift.collision'
  const [owner] = made ? ofPlace(owners).filter(({ role }) => migrator !== null && role !== migrator) : []
  if (owner) return { known: 'owner', role: owner.role }
  return {
    known: 'nothing',
    ...whyNot(
      authors,
      likely.map(({ role }) => role),
      counted.length > 0,
    ),
  }
}

function whyNot(
  { migrator, statements }: Authors,
  roles: readonly string[],
  counted: boolean,
): { reason: string; mend: string | null } {
  if ('reason' in statements) return statements
  if (roles.length > 0) return { reason: `such statements were run by ${roles.join(' and ')}`, mend: null }
  if (counted)
    return { reason: `such statements were run before, or by ${migrator ?? 'whoever runs the migrations'}`, mend: null }
  return { reason: 'pg_stat_statements has counted no statement that names it', mend: null }
}
