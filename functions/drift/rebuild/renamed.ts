import { kindOf, parentsOf, type Fact } from '../../model/fact.ts'
import { subjectOf } from '../mend/names.ts'
import type { Step } from './step.ts'

/** An object that only has another name. */
export interface Renamed {
  from: Fact
  to: Fact
  step: Step
}

/**
 * Indexes and constraints that are there under another name: renaming them costs nothing, making them anew a scan.
 * (A partition's index, too, gets a name of PostgreSQL's choice when the partitioned table's is made.)
 */
export function renamedOf(from: readonly Fact[], to: readonly Fact[]): Renamed[] {
  const [had, wanted] = [from, to].map((facts) => new Set(facts.map(({ key }) => key)))
  const gone = from.filter((fact) => !wanted?.has(fact.key) && isNamed(fact))
  const left = new Set(gone)
  return to
    .filter((fact) => !had?.has(fact.key) && isNamed(fact))
    .flatMap((fact): Renamed[] => {
      const twin = [...left].find((old) => isTwin(old, fact))
      if (twin === undefined) return []
      left.delete(twin)
      const sql = renameStatement(twin.key, fact.key)
      return [{ from: twin, to: fact, step: { sql, fact: twin.key, purpose: 'change', destructive: null } }]
    })
}

const isNamed = ({ key }: Fact) => kindOf(key) === 'index' || kindOf(key) === 'constraint'

const isTwin = (old: Fact, want: Fact) =>
  kindOf(old.key) === kindOf(want.key) &&
  placeOf(old) === placeOf(want) &&
  namelessValue(old) === namelessValue(want) &&
  (kindOf(old.key) !== 'index' || parentsOf(old).join() === parentsOf(want).join())

/** A constraint's table, an index's schema: neither moves. */
const placeOf = ({ key }: Fact) => subjectOf(key).object

const namelessValue = ({ key, value }: Fact) =>
  kindOf(key) === 'index' ? value.replace(` INDEX ${subjectOf(key).part} ON `, ' INDEX ON ') : value

function renameStatement(from: string, to: string): string {
  const { object, name, part } = subjectOf(from)
  return kindOf(from) === 'index'
    ? `alter index ${name} rename to ${subjectOf(to).part};`
    : `alter table ${object} rename constraint ${part} to ${subjectOf(to).part};`
}
