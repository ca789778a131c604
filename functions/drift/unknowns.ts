import type { BlueprintIndex, Fault } from '../model/blueprint.ts'
import { parentsOf, type Fingerprint } from '../model/fact.ts'
import type { Unknown } from '../model/finding.ts'
import { ident } from '../model/sql.ts'
import type { Difference } from './compare.ts'
import { isUnmodelled } from './groups.ts'
import { subjectOf } from './mend/names.ts'

/**
 * Splits differences into those that can be trusted and those that a failed replay made unknowable. What a failure left
 * unknown is told even where nothing differs: both sides may lack it.
 * @param faults of migrations that the target has applied, in order
 */
export function trust(
  differences: readonly Difference[],
  faults: readonly Fault[],
): { trusted: Difference[]; unknowns: Unknown[] } {
  return {
    trusted: differences.filter((difference) => !faults.some((fault) => isConcerned(difference, fault))),
    unknowns: firstOfTheirNames(faults).map(unknownOf),
  }
}

function isConcerned(difference: Difference, fault: Fault): boolean {
  if (fault.unknown.includes(EVERYTHING)) return true
  const names = [difference.key, ...parentsOf(difference)].map(subjectOf).flatMap(({ name, object }) => [name, object])
  return names.some((name) => fault.unknown.includes(name.replace(/\(.*$/s, '')))
}

/** Stands for all names in a fault. */
const EVERYTHING = '*'

/** The first failure about a name is the cause; those after it, about the same names, tell nothing new. */
function firstOfTheirNames(faults: readonly Fault[]): Fault[] {
  const told = new Set<string>()
  return faults.filter(({ unknown }) => {
    const isNew = !told.has(EVERYTHING) && unknown.some((name) => !told.has(name))
    for (const name of unknown) told.add(name)
    return isNew
  })
}

const unknownOf = (fault: Fault): Unknown => ({
  key: `drift:${fault.file}#${fault.statement ?? 0}`,
  check: 'drift',
  subject: fault.unknown.includes(EVERYTHING) ? 'the catalog' : fault.unknown.join(', '),
  reason: `${placeOf(fault)}${fault.message}: the blueprint cannot say what this should be`,
  mend: 'make the migrations replay from nothing, then build and publish the blueprint again',
})

function placeOf({ file, statement, line, sqlstate }: Fault): string {
  if (statement === null) return `${file}: `
  return `${file}, statement ${statement}, line ${line}, fails in the replay: ${sqlstate ?? 'no SQLSTATE'}: `
}

/** What the target holds of kinds that are not compared. */
export function unmodelledUnknowns(fingerprints: readonly Fingerprint[]): Unknown[] {
  return fingerprints.filter(isUnmodelled).map(({ kind, schema, count }) => {
    const what = kind.slice('unmodelled '.length)
    return {
      key: `drift:unmodelled ${what}:${schema}`,
      check: 'drift',
      subject: `${count} × ${what}${schema === '' ? '' : ` in schema ${schema}`}`,
      reason: `objects of the kind “${what}” are not compared yet`,
      mend: null,
    }
  })
}

/**
 * Extensions that the replay passed over: their presence on the target counts as declared, their absence is unknown.
 * @param stubs of migrations that the target has applied
 */
export function stubUnknowns(
  { stubs, platform }: Pick<BlueprintIndex, 'stubs' | 'platform'>,
  differences: readonly Difference[],
): Unknown[] {
  const present = new Set(differences.map(({ key }) => key))
  return stubs
    .filter(({ extension }) => !(platform === 'supabase' && PREINSTALLED.has(extension)))
    .filter(({ extension }) => !present.has(extensionKey(extension)))
    .map(({ extension, migration, reason }) => ({
      key: `drift:extension:${extension}`,
      check: 'drift',
      subject: `extension ${extension}`,
      reason: `${migration} creates it, but ${reason}; the target does not seem to have it`,
      mend: `create extension if not exists "${extension}";`,
    }))
}

/** In every Supabase project, and therefore no facts: supabase/catalog/extensions.sql. */
const PREINSTALLED = new Set(['pg_graphql', 'pg_stat_statements', 'pgjwt', 'pgsodium', 'supabase_vault'])

/** The fact key of an extension, quoted as PostgreSQL quotes it. */
export const extensionKey = (name: string): string => `extension:${ident(name)}`
