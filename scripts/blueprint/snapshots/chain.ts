import type { SnapshotFault } from '../../../functions/model/snapshot.ts'
import type { MigrationFolder } from '../migration-file.ts'
import { ORIGIN, parseSnapshot, type Snapshot } from './files.ts'

/** The snapshots of a folder that can be read, and what is wrong with the files and with how they follow each other. */
export interface Chain {
  snapshots: Snapshot[]
  /** The one that drizzle-kit generates from: the last by name; null where that one cannot be read. */
  newest: Snapshot | null
  faults: SnapshotFault[]
}

/** Follows the chain of a folder's snapshots. A folder without any is of a team that writes its SQL by hand: no fault. */
export function chainOf(folder: Pick<MigrationFolder, 'layout' | 'files' | 'snapshots'>): Chain {
  const parsed = folder.snapshots.map(parseSnapshot)
  const snapshots = parsed.filter((one): one is Snapshot => 'json' in one)
  const unreadable = parsed.filter((one): one is SnapshotFault => !('json' in one))
  const last = parsed.at(-1)
  const newest = last && 'json' in last ? last : null
  if (last === undefined) return { snapshots, newest, faults: [] }
  return {
    snapshots,
    newest,
    faults: [
      ...unreadable,
      ...oldVersions(snapshots),
      ...withoutSnapshot(folder),
      ...orphans(folder),
      ...sameIds(snapshots),
      ...(folder.layout === 'journal' ? forks(snapshots) : leaves(snapshots)),
      ...broken(folder, snapshots),
    ],
  }
}

const filesOf = (snapshots: readonly Snapshot[]) => snapshots.map(({ file }) => file)

function oldVersions(snapshots: readonly Snapshot[]): SnapshotFault[] {
  const old = Map.groupBy(snapshots, ({ version }) => version)
  return [...old].flatMap(([version, own]): SnapshotFault[] =>
    Number(version) < 7 ? [{ kind: 'old-version', version, files: filesOf(own) }] : [],
  )
}

/** Migrations that have no snapshot: before the newest that has one, and after it. */
function withoutSnapshot({ files, snapshots }: Pick<MigrationFolder, 'files' | 'snapshots'>): SnapshotFault[] {
  const known = new Set(snapshots.flatMap(({ tags }) => tags))
  const last = files.findLastIndex(({ tag }) => known.has(tag))
  const newest = snapshots.findLast(({ tags }) => tags.includes(files[last]?.tag ?? ''))?.file
  if (newest === undefined) return []
  const without = files.map(({ tag }) => tag)
  const missing = without.slice(0, last).filter((tag) => !known.has(tag))
  const stale = without.slice(last + 1)
  return [
    ...(missing.length > 0 ? [{ kind: 'missing' as const, tags: missing, newest }] : []),
    ...(stale.length > 0 ? [{ kind: 'stale' as const, tags: stale, newest }] : []),
  ]
}

const orphans = ({ snapshots }: Pick<MigrationFolder, 'snapshots'>): SnapshotFault[] =>
  snapshots.flatMap(({ file, tags }, i) =>
    tags.length > 0 ? [] : [{ kind: 'orphan', file, newest: i === snapshots.length - 1 }],
  )

/** A copy of a whole file follows the same parent, too, and is told as the fork that it is. */
function sameIds(snapshots: readonly Snapshot[]): SnapshotFault[] {
  return [...Map.groupBy(snapshots, ({ id }) => id)].flatMap(([id, own]): SnapshotFault[] => {
    const parents = new Set(own.map(({ parents }) => parents.join()))
    return own.length > 1 && parents.size > 1 ? [{ kind: 'same-id', id, files: filesOf(own) }] : []
  })
}

/** Two snapshots that follow one: `drizzle-kit generate` calls it a collision and stops. */
function forks(snapshots: readonly Snapshot[]): SnapshotFault[] {
  const byId = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot.file]))
  return [...Map.groupBy(snapshots, ({ parents }) => parents[0] ?? ORIGIN)].flatMap(([parent, own]): SnapshotFault[] =>
    own.length > 1 ? [{ kind: 'fork', parent: byId.get(parent) ?? null, files: filesOf(own) }] : [],
  )
}

/** In 1.0 branches may part, if a later snapshot brings them together again. */
function leaves(snapshots: readonly Snapshot[]): SnapshotFault[] {
  const followed = new Set(snapshots.flatMap(({ parents }) => parents))
  const open = snapshots.filter(({ id }) => !followed.has(id))
  return open.length > 1 ? [{ kind: 'fork', parent: null, files: filesOf(open) }] : []
}

/**
 * Snapshots that follow none that is there. Where the migration before has no snapshot that can be read, that gap is the
 * cause, and is told as that.
 */
function broken({ files }: Pick<MigrationFolder, 'files'>, snapshots: readonly Snapshot[]): SnapshotFault[] {
  const ids = new Set([ORIGIN, ...snapshots.map(({ id }) => id)])
  const known = new Set(snapshots.flatMap(({ tags }) => tags))
  const followsGap = ({ tags }: Snapshot) => {
    const before = files[files.findIndex(({ tag }) => tags.includes(tag)) - 1]
    return before !== undefined && !known.has(before.tag)
  }
  return snapshots.flatMap((snapshot, i): SnapshotFault[] => {
    const prevId = snapshot.parents.find((parent) => !ids.has(parent))
    if (prevId === undefined || followsGap(snapshot)) return []
    return [{ kind: 'chain', file: snapshot.file, prevId, before: snapshots[i - 1]?.file ?? null }]
  })
}
