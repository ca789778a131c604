import type { FactVersion, Migration } from '../../model/blueprint.ts'
import type { Cause } from '../../model/findings/drift.ts'
import type { SnapshotFault } from '../../model/snapshot.ts'
import type { RootDifference } from '../compare.ts'

export interface CauseRequest {
  migrations: readonly Migration[]
  /** Every version of every fact that was looked into, by key. */
  versions: ReadonlyMap<string, readonly FactVersion[]>
  snapshots: readonly SnapshotFault[]
  /** Pending migrations of which all is there. */
  whole: ReadonlySet<number>
  /** All root causes: what a migration made, and is gone, is counted. */
  roots: readonly RootDifference[]
}

/** Says what happened to each difference, as far as the history of the migrations shows it. */
export function causesOf(request: CauseRequest): (root: RootDifference) => Cause {
  const gone = goneBy(request.roots)
  const tagOf = (index: number) => request.migrations[index]?.tag ?? null
  return ({ key, early, expected, target }) => {
    const made = expected.now?.since ?? -1
    const next = expected.next === null ? null : tagOf(expected.next.by)
    if (early && next !== null) {
      return { kind: 'pending', migration: next, whole: request.whole.has(expected.next?.by ?? -1) }
    }
    if (target === null) {
      const whole = isWhole(request.migrations[made], gone.get(made) ?? 0)
      return { kind: 'removed', migration: tagOf(made), whole }
    }
    const older = (request.versions.get(key) ?? []).findLast(
      ([, , value, since]) => value === target && since !== made && since <= Math.max(made, expected.removedBy ?? -1),
    )
    if (older) return { kind: 'older', as: tagOf(older[3]), changed: tagOf(expected.removedBy ?? made) }
    if (expected.now !== null) return { kind: 'changed' }
    const file = declaredIn(request.snapshots, key)
    return file === null ? { kind: 'unmade' } : { kind: 'declared', file }
  }
}

/** How many facts that each migration made are gone. */
function goneBy(roots: readonly RootDifference[]): Map<number, number> {
  const gone = new Map<number, number>()
  for (const { direction, expected } of roots.flatMap((root) => [root, ...root.follows])) {
    const by = expected.now?.since ?? null
    if (direction === 'missing' && by !== null) gone.set(by, (gone.get(by) ?? 0) + 1)
  }
  return gone
}

/** Whether all that a migration made is gone, and it made nothing else of what was there. */
const isWhole = (migration: Migration | undefined, gone: number) =>
  migration !== undefined && migration.changes + migration.removes === 0 && gone === migration.adds

/** The snapshot that declares a fact which no migration makes. */
function declaredIn(snapshots: readonly SnapshotFault[], key: string): string | null {
  const declares = snapshots.find(
    (fault) => fault.kind === 'content' && fault.facts.some(({ fact, replay }) => fact === key && replay === null),
  )
  return declares?.kind === 'content' ? declares.file : null
}
