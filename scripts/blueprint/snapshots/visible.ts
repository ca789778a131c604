import type { FactVersion } from '../../../functions/model/blueprint.ts'
import { kindOf, nameOf, parentsOf, type Fact } from '../../../functions/model/fact.ts'

/** Kinds that a Drizzle schema declares wherever it declares a table. */
const ALWAYS = new Set(['schema', 'table', 'column', 'constraint', 'index', 'enum'])

/** Kinds that it may declare, and that many projects write by hand: compared where the snapshot has any of that kind. */
const OPTIONAL = new Set(['policy', 'view', 'matview', 'sequence'])

/** What a fact's value is to drizzle-kit: without what its snapshots have no word for; null where they have none for all of it. */
export function modelled(key: string, value: string): string | null {
  switch (kindOf(key)) {
    case 'table':
      // A partition and a child table come with their parents, by hand.
      if (/^(?:unlogged )?table (?:of .* )?(?:partition of|inherits) /.test(value)) return null
      return value.includes('row level security enabled') ? 'table row level security enabled' : 'table'
    case 'column':
      return modelledColumn(value)
    case 'constraint':
      return modelledConstraint(value)
    case 'index':
      return modelledIndex(value)
    case 'sequence':
      return value.replace(/ unlogged(?= |$)/, '')
    default:
      return ALWAYS.has(kindOf(key)) || OPTIONAL.has(kindOf(key)) ? value : null
  }
}

/** Type, NOT NULL, identity, generation, default. */
function modelledColumn(value: string): string {
  const at = value.search(/ (?:not null|no inherit|not valid|generated (?:always|by default) |default )/)
  const [head, rest] = at === -1 ? [value, ''] : [value.slice(0, at), value.slice(at)]
  const type = head.replace(/ (?:collate |storage |compression |statistics \d|set \(|options \().*$/s, '')
  return type + rest.replace(/^( not null)(?: no inherit)?(?: not valid)?/, '$1')
}

/** No exclusion, nothing that puts a check off. */
function modelledConstraint(value: string): string | null {
  if (value.startsWith('EXCLUDE')) return null
  return value
    .replace(/ INCLUDE \([^)]*\)/, '')
    .replace(/ MATCH FULL/, '')
    .replace(/ with \(.*\)$/, '')
    .replace(/(?: (?:DEFERRABLE|INITIALLY DEFERRED|NOT VALID|NOT ENFORCED|NO INHERIT))+$/, '')
}

/** No INCLUDE, no NULLS NOT DISTINCT, no tablespace. */
const modelledIndex = (value: string): string =>
  value
    .replace(/ \(invalid\)$/, '')
    .replace(/ tablespace (?:"(?:[^"]|"")*"|[\w$]+)$/, '')
    .replace(/ INCLUDE \([^)]*\)/, '')
    .replace(/ NULLS NOT DISTINCT/, '')

/** Both sides as drizzle-kit sees them. */
export interface Seen {
  replay: FactVersion[]
  snapshot: Fact[]
}

/**
 * Leaves of the replay's facts and of the snapshot's what both can have.
 * @param outside names (`schema.object`) that the snapshot says are made elsewhere
 */
export function seenByKit(
  replay: readonly FactVersion[],
  snapshot: readonly Fact[],
  outside: ReadonlySet<string>,
): Seen {
  const kinds = new Set([...ALWAYS, ...snapshot.map(({ key }) => kindOf(key)).filter((kind) => OPTIONAL.has(kind))])
  // What stands on a table that drizzle-kit cannot know stands outside with it.
  const gone = new Set(replay.flatMap(([key, , value]) => (modelled(key, value) === null ? [key] : [])))
  const isSeen = (fact: Pick<Fact, 'key' | 'parent'>) =>
    kinds.has(kindOf(fact.key)) &&
    !outside.has(nameOf(fact.key)) &&
    !parentsOf(fact).some((key) => gone.has(key) || kindOf(key) === 'matview' || kindOf(key) === 'foreign_table')
  return {
    replay: replay.flatMap((version): FactVersion[] => {
      const [key, parent, value, since, until] = version
      const own = isSeen({ key, parent }) ? modelled(key, value) : null
      return own === null ? [] : [[key, parent, own, since, until]]
    }),
    snapshot: snapshot.flatMap((fact) => {
      const value = isSeen(fact) ? modelled(fact.key, fact.value) : null
      return value === null ? [] : [{ ...fact, value }]
    }),
  }
}
