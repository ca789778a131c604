import type { MigrationFile } from '../blueprint/migration-file.ts'
import { rootCauses } from '../../functions/drift/compare.ts'
import type { Blueprint } from '../../functions/model/blueprint.ts'
import type { ScratchPlan } from './copy.ts'
import type { Live } from './live.ts'
import { proveWay, withValues, type ProvenWay } from './prove.ts'
import { withReplay } from './replayed.ts'
import { driftOf, type Standing } from './standing.ts'

/** The way from what the applied migrations make to what is live. */
export interface Adoption {
  way: ProvenWay
  on: string
  /** Tag of the newest applied migration; null: none. */
  position: string | null
  /** Keys of the findings that it makes the migrations say. */
  findings: string[]
  unknowns: { subject: string; reason: string }[]
  /** Tags that Drizzle would still run. */
  pending: string[]
}

export interface AdoptionRequest {
  live: Live
  blueprint: Blueprint
  files: readonly MigrationFile[]
  standing: Standing
  plan: Omit<ScratchPlan, 'extensions'>
}

/**
 * Finds the SQL of a migration that makes the migrations say what is live, proven by replaying those that were applied.
 * @throws UserError where they do not replay
 */
export async function adoptionOf({ live, blueprint, files, standing, plan }: AdoptionRequest): Promise<Adoption> {
  const applied = files.filter((_, i) => standing.applied[i])
  const drift = driftOf(blueprint, live.facts, standing)
  const roots = rootCauses(drift.differences)
  const facts = new Map(live.facts.map((fact) => [fact.key, fact]))
  const changes = roots
    .flatMap((root) => [root, ...root.follows])
    .map(({ key, parent, target }) => ({ key, parent: facts.get(key)?.parent ?? parent, value: target }))
  return withReplay(plan, applied, [applied.length], async ({ db, read, after: [from = []] }) => {
    await db.exec('begin')
    const way = await proveWay({ db, read, from, wanted: withValues(from, changes) })
    await db.exec('rollback')
    return {
      way,
      on: db.name,
      position: standing.position.tag,
      findings: roots.map(({ key }) => `drift:${key}`),
      unknowns: drift.unknowns.map(({ subject, reason }) => ({ subject, reason })),
      pending: files.flatMap(({ tag }, i) => (standing.runs[i] ? [tag] : [])),
    }
  })
}
