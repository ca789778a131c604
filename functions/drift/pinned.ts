import { inForceWords } from './declared.ts'
import type { Declaration } from '../model/declared.ts'
import { kindOf, nameOf, parentsOf, type Fact } from '../model/fact.ts'
import type { Finding, FindingOf } from '../model/finding.ts'
import { grantOf, untold, wordsOf } from './held.ts'
import { rightsStatements } from './mend/rights.ts'
import { rightsSeverity } from './rights-severity.ts'

type Pinned = FindingOf<'drift.pinned'>
type Facts = ReadonlyMap<string, Fact>

/** Both sides, by key. */
interface Sides {
  pinned: Facts
  live: Facts
}

/**
 * On which facts of pinned kinds a target differs from what was approved. What a migration declares is not held against the
 * pin, and neither is what follows by itself: that an object is new or gone, and that a new one has the owner and the
 * privileges that it gets by default.
 * @param pinned all facts of the pinned kinds as they were approved
 * @param live all of them as they are
 * @param declared the declarations in force (model/declared.ts)
 */
export function pinnedFindings(
  pinned: readonly Fact[],
  live: readonly Fact[],
  declared: readonly Declaration[] = [],
): Finding[] {
  const sides = { pinned: byKey(pinned), live: byKey(live) }
  const words = inForceWords(declared)
  const owners = new Set(pinned.filter(({ key }) => kindOf(key) === 'owner').map(({ value }) => value))
  return [...new Set([...sides.pinned.keys(), ...sides.live.keys()])].flatMap((key) => {
    const [was, is] = [sides.pinned.get(key), sides.live.get(key)]
    if (was?.value === is?.value || followsByItself(key, sides, owners)) return []
    const finding = findingOf(key, sides, words.get(key))
    return finding === null ? [] : [finding]
  })
}

const byKey = (facts: readonly Fact[]): Facts => new Map(facts.map((fact) => [fact.key, fact]))

function findingOf(
  key: string,
  { pinned, live }: Sides,
  declared: ReadonlySet<string> | '*' | undefined,
): Pinned | null {
  if (declared === '*') return null
  const [was, is] = [pinned.get(key) ?? null, live.get(key) ?? null]
  const [old, now] = [toldWords(key, was, pinned), toldWords(key, is, live)]
  const said = (word: string) => declared?.has(word) === true
  const gained = [...now].filter((word) => !old.has(word) && !said(word))
  const lost = [...old].filter((word) => !now.has(word) && !said(word))
  if (gained.length + lost.length === 0) return null
  return {
    type: 'drift.pinned',
    key: `drift:${key}`,
    severity: rightsSeverity({ key, gained, lost }),
    fact: key,
    pinned: was?.value ?? null,
    target: is?.value ?? null,
    gained,
    lost,
    mend: rightsStatements({
      key,
      wanted: was?.value ?? null,
      target: is?.value ?? null,
      missing: lost,
      extra: gained,
    }),
  }
}

/** The words of a fact; of one that is not there, what holds then. */
function toldWords(key: string, fact: Fact | null, side: Facts): Set<string> {
  if (kindOf(key) === 'owner' || kindOf(key) === 'setting') return new Set(fact === null ? [] : [fact.value])
  if (fact !== null || !['privilege', 'default_privilege'].includes(kindOf(key)))
    return wordsOf(key, fact?.value ?? null)
  return wordsOf(key, untold(key, side.get(`owner:${grantOf(key).object}`)?.value))
}

function followsByItself(key: string, sides: Sides, owners: ReadonlySet<string>): boolean {
  const { pinned, live } = sides
  const [was, is] = [pinned.get(key), live.get(key)]
  // Whether the object is there is compared with the blueprint; a serial column's sequence goes with its table.
  if (kindOf(key) === 'owner')
    return is === undefined || (was === undefined ? owners.has(is.value) : isWithItsTable(was, is, sides))
  if (kindOf(key) === 'role') return comesAndGoes(was, is)
  const [parent] = parentsOf(was ?? is ?? { parent: null })
  if (parent === undefined) return false
  const [stood, stands] = [pinned.has(parent), live.has(parent)]
  if (kindOf(key) === 'privilege' && is === undefined) return stood && !stands
  if (kindOf(key) === 'privilege' && is !== undefined) {
    return !stood && isByDefault(is, sides)
  }
  if (kindOf(key) === 'setting') return !(stood && stands)
  // A schema is known by its owner.
  return is === undefined && pinned.has(`owner:${parent}`) && !live.has(`owner:${parent}`)
}

const isWithItsTable = (was: Fact, is: Fact, { pinned, live }: Sides) =>
  parentsOf(is).some((table) => pinned.get(table)?.value === was.value && live.get(table)?.value === is.value)

/**
 * A role without powers of its own is a fact only as long as it holds something: it comes and goes with that, and that is
 * told.
 */
const comesAndGoes = (was: Fact | undefined, is: Fact | undefined) =>
  (was === undefined) !== (is === undefined) && !POWERS.test(`${was?.value ?? is?.value}`)

const POWERS = /\b(?:superuser|bypassrls|createrole|replication)\b/

/** What default privileges call the objects of a kind. */
const OBJECTS: Readonly<Record<string, string>> = {
  sequence: 'sequences',
  function: 'functions',
  procedure: 'functions',
  aggregate: 'functions',
  schema: 'schemas',
  enum: 'types',
  domain: 'types',
  composite: 'types',
  range: 'types',
}

/** Whether somebody holds no more on a new object than the approved default privileges give. */
function isByDefault(fact: Fact, { pinned, live }: Sides): boolean {
  const { object, kind, grantee } = grantOf(fact.key)
  const owner = live.get(parentsOf(fact)[0] ?? '')?.value ?? ''
  if (grantee === owner) return true
  if (kind === 'column') return false
  const objects = OBJECTS[kind] ?? 'tables'
  const places = [owner, ...[schemaOf(object)].map((schema) => `${owner} in ${schema}`)]
  const given = places.flatMap((place) => {
    const key = `default_privilege:${place}/${objects}/${grantee}`
    return [...wordsOf(key, pinned.get(key)?.value ?? untold(key, undefined))]
  })
  return [...wordsOf(fact.key, fact.value)].every((word) => given.includes(word))
}

/** The schema in the key of an object, as it is quoted there. */
const schemaOf = (object: string): string => /^"(?:[^"]|"")*"|^[^."]+/.exec(nameOf(object))?.[0] ?? ''
