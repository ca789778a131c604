import type { SnapshotFault } from '../../../functions/model/snapshot.ts'
import type { MigrationFolder } from '../migration-file.ts'
import { chainOf } from './chain.ts'
import { contentFaults, type Replay } from './content.ts'

/**
 * What is wrong with the snapshots of a folder: how they follow each other, and what the newest says, from which
 * drizzle-kit generates. Costs nothing where the folder has none.
 */
export async function snapshotFaults(folder: MigrationFolder, replay: Omit<Replay, 'dir'>): Promise<SnapshotFault[]> {
  const { newest, faults } = chainOf(folder)
  if (newest === null) return faults
  return [...faults, ...(await contentFaults(newest, { ...replay, dir: folder.dir }))]
}
