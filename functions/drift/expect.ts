import type { FactVersion } from '../model/blueprint.ts'

/** What the blueprint says of one fact key, for a given set of applied migrations. */
export interface Expected {
  /** What should be there now; null: nothing. `since` is the migration that made it so, −1: none. */
  now: { parent: string | null; value: string; since: number } | null
  /** What the next migration that is not applied will make of it: another value, or null for removed. */
  next: { value: string | null; parent: string | null; by: number } | null
  /** The last applied migration that removed it, where it is not there now. */
  removedBy: number | null
}

/**
 * Plays the history of one key (its versions, in order) with the applied migrations only. What an unapplied migration
 * would have changed stays as it was before.
 * @param applied applied[i]: is migrations[i] applied
 */
export function expectedOf(versions: readonly FactVersion[], applied: readonly boolean[]): Expected {
  const expected: Expected = { now: null, next: null, removedBy: null }
  for (const event of eventsOf(versions)) {
    if (event.by === -1 || applied[event.by]) {
      expected.now = event.value === null ? null : { parent: event.parent, value: event.value, since: event.by }
      expected.removedBy = event.value === null ? event.by : null
      // What came later and is applied says more than what was passed over before it.
      expected.next = null
    } else {
      expected.next ??= event
    }
  }
  return expected
}

interface Event {
  by: number
  value: string | null
  parent: string | null
}

/** Each version begins with one event, and ends with a removal unless the next version begins there. */
function eventsOf(versions: readonly FactVersion[]): Event[] {
  const begins = new Set(versions.map(([, , , since]) => since))
  return versions
    .flatMap(([, parent, value, since, until]): Event[] => [
      { by: since, value, parent },
      ...(until === null || begins.has(until) ? [] : [{ by: until, value: null, parent: null }]),
    ])
    .toSorted((a, b) => a.by - b.by)
}

/** The versions of each key. */
export function byKey(versions: readonly FactVersion[]): Map<string, FactVersion[]> {
  return Map.groupBy(versions, ([key]) => key)
}
