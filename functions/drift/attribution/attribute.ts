import type { BlueprintIndex, FactVersion } from '../../model/blueprint.ts'
import type { Fact } from '../../model/fact.ts'
import type { Finding } from '../../model/finding.ts'
import { mergeReruns, rootCauses, type Difference, type History } from '../compare.ts'
import { byKey } from '../expect.ts'
import { driftFindings } from '../findings.ts'
import { causesOf } from './cause.ts'
import { nearestPoint } from './nearest.ts'
import { explainedBy, pushedMigrations, type Closed } from './pushed.ts'
import { nearestFinding, pushedFinding, tellsPushed } from './summaries.ts'

export interface Attribution {
  index: Pick<BlueprintIndex, 'migrations' | 'snapshots' | 'layout'>
  history: History
  /** Index of the newest applied migration. */
  position: number
  /** The journal table as SQL writes it, and whether it is missing. */
  table: string
  tableMissing: boolean
  versions: readonly FactVersion[]
  facts: readonly Fact[]
  closed: readonly Closed[]
  /** Points of the history that the catalog may be nearer to. */
  candidates: readonly number[]
  /** What differs at the point that the journal claims, as far as it means anything. */
  differences: readonly Difference[]
  /** Which differences mean anything. */
  trusted: (differences: Difference[]) => Difference[]
}

/**
 * From differences to findings that say what happened: one for each root cause with its own cause; one for migrations that
 * were pushed, in place of what they explain; one for the point of the history that the catalog is really at.
 */
export function attributed(input: Attribution): Finding[] {
  const { index, position, versions, differences } = input
  const of = index.migrations.length
  const roots = mergeReruns(rootCauses(differences), position)
  const pushed = pushedMigrations(input)
  const { explained, rest } = explainedBy(roots, pushed.migrations)
  const tells = tellsPushed(explained)
  const nearest = nearestPoint({ ...input, roots, of })
  // That the catalog is ahead by what was pushed is told already.
  const isNews = nearest !== null && !(tells && nearest.position === pushed.migrations.at(-1))
  const where = { ...index, table: input.table, tableMissing: input.tableMissing }
  const causes = causesOf({ ...index, versions: byKey(versions), whole: new Set(pushed.migrations), roots })
  return [
    ...(tells ? [pushedFinding(pushed, explained, where)] : []),
    ...(isNews ? [nearestFinding(nearest, { position, roots }, where)] : []),
    ...driftFindings(tells ? rest : roots, index.migrations, causes),
  ]
}
