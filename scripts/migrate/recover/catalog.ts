import { rootCauses, type RootDifference } from '../../../functions/drift/compare.ts'
import { subjectOf } from '../../../functions/drift/mend/names.ts'
import { identitySql, type Identity } from '../../../functions/journal/repair/sql.ts'
import { isAside } from '../../../functions/model/aside.ts'
import { kindOf } from '../../../functions/model/fact.ts'
import type { Scene } from '../../commands/support/target-args.ts'
import { driftOf } from '../../rehearse/standing.ts'
import type { Connection } from '../connection.ts'
import { harmless, type Step } from './step.ts'
import { wayBack } from './way-back.ts'

/** What of a target's catalog is to be put right, and by which step; what only a person can decide. */
export interface CatalogPlan {
  steps: Step[]
  /** Keys of facts that no migration makes and that stand in no way: to be adopted, or dropped. */
  extra: string[]
  unknowns: { subject: string; reason: string }[]
}

const INVALID = ' (invalid)'

const isInvalid = ({ key, target }: RootDifference) => kindOf(key) === 'index' && target?.endsWith(INVALID) === true

/** No migration makes it, nor will. */
const isExtra = ({ direction, expected }: RootDifference) => direction === 'extra' && expected.next === null

/** Plans the SQL that brings the catalog to where the journal says it is; what holds data and is in the way is put aside. */
export async function planCatalog(connection: Connection, scene: Scene, identity: Identity): Promise<CatalogPlan> {
  const { live, blueprint, standing } = scene
  const drift = driftOf(blueprint, live.facts, standing)
  const roots = rootCauses(drift.differences).filter(({ key }) => !isAside(key))
  const invalid = roots.filter(isInvalid)
  const rest = roots.filter((root) => !isInvalid(root))
  const wrong = rest.filter((root) => !isExtra(root))
  const unknowns = drift.unknowns.map(({ subject: what, reason }) => ({ subject: what, reason }))
  return {
    steps: [
      ...invalid.map((root) => rebuildIndex(root, identity)),
      ...(wrong.length === 0 ? [] : [await wayBack(connection, scene, wrong, identity)]),
    ],
    extra: rest.filter((root) => isExtra(root)).map(({ key }) => key),
    unknowns,
  }
}

/** What CREATE INDEX CONCURRENTLY leaves when it fails: dropped, and made again where the migrations want it now. */
function rebuildIndex({ key, expected }: RootDifference, identity: Identity): Step {
  const { name } = subjectOf(key)
  const wanted = expected.now?.value.replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX CONCURRENTLY ')
  return harmless({
    name: `index:${name}`,
    title: `Index ${name} is invalid: ${wanted ? 'build it anew' : 'take it away; the migration that is pending builds it'}`,
    why: ['CREATE INDEX CONCURRENTLY was cut off or refused; the index costs every write and serves no read'],
    does: {
      do: 'alone',
      identity: identitySql(identity),
      statements: [`drop index concurrently if exists ${name};`, ...(wanted === undefined ? [] : [`${wanted};`])],
    },
  })
}
