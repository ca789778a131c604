import { rootCauses, type RootDifference } from '../../functions/drift/compare.ts'
import { copyCatalog, extensionsOf, withScratch } from './copy.ts'
import { proveWay, withValues, type ProvenWay } from './prove.ts'
import { driftOf, standingOf } from './standing.ts'
import type { Live } from './live.ts'
import type { Blueprint } from '../../functions/model/blueprint.ts'
import type { ScratchPlan } from './copy.ts'
import { UserError } from '../errors.ts'

/** The way from what is live to the blueprint. */
export interface Repair {
  way: ProvenWay
  /** Where it was proven. */
  on: string
  /** Tag of the newest applied migration; null: none. */
  position: string | null
  /** Keys of the findings that it puts right. */
  findings: string[]
  /** What is not repaired, because it is not known or could not be copied. */
  unknowns: { subject: string; reason: string }[]
}

export interface RepairRequest {
  live: Live
  blueprint: Blueprint
  standing: ReturnType<typeof standingOf>
  plan: Omit<ScratchPlan, 'extensions'>
  /** Only this finding: its key. */
  finding?: string | undefined
}

/**
 * Finds the SQL that brings a target to its blueprint, at the position that its journal says.
 * @throws UserError where there is no such finding
 */
export async function repairOf({ live, blueprint, standing, plan, finding }: RepairRequest): Promise<Repair> {
  const drift = driftOf(blueprint, live.facts, standing)
  const roots = chosen(rootCauses(drift.differences), finding)
  const changes = roots
    .flatMap((root) => [root, ...root.follows])
    .map(({ key, expected, parent }) => ({
      key,
      parent: expected.now?.parent ?? parent,
      value: expected.now?.value ?? null,
    }))
  const wantedExtensions = changes.flatMap(({ key, value }) => (value === null ? [] : [{ key, parent: null, value }]))
  const extensions = extensionsOf([...live.facts, ...wantedExtensions])
  return withScratch({ ...plan, extensions }, async ({ db, read, roles }) => {
    const copy = await copyCatalog({ db, read, roles }, live.facts)
    await db.exec('begin')
    const way = await proveWay({ db, read, from: copy.facts, wanted: withValues(copy.facts, changes) })
    await db.exec('rollback')
    return {
      way,
      on: db.name,
      position: standing.position.tag,
      findings: roots.map(({ key }) => `drift:${key}`),
      unknowns: [
        ...drift.unknowns.map(({ subject, reason }) => ({ subject, reason })),
        ...copy.missing.map(({ fact, reason }) => ({ subject: fact, reason: `not in the copy: ${reason}` })),
      ],
    }
  })
}

function chosen(roots: readonly RootDifference[], finding: string | undefined): readonly RootDifference[] {
  if (finding === undefined) return roots
  const found = roots.filter(({ key }) => `drift:${key}` === finding)
  if (found.length > 0) return found
  const known = roots.map(({ key }) => `drift:${key}`).join(' · ')
  throw new UserError(`there is no finding ${finding}`, known === '' ? 'nothing has drifted' : `there are: ${known}`)
}
