import type { BlueprintIndex, Migration } from '../../model/blueprint.ts'
import type { Finding } from '../../model/finding.ts'
import type { RootDifference } from '../compare.ts'
import type { Nearest } from './nearest.ts'
import type { Pushed } from './pushed.ts'

interface Where extends Pick<BlueprintIndex, 'migrations' | 'layout'> {
  /** The journal table as SQL writes it. */
  table: string
  /** There is no such table yet. */
  tableMissing: boolean
}

/** One object alone is told as the collision that it is. */
const FEWEST = 2

/** Whether what pushed migrations explain is told as one thing. */
export const tellsPushed = (explained: readonly RootDifference[]): boolean => explained.length >= FEWEST

/** One finding for all that some pending migrations make and that is there already. */
export const pushedFinding = (
  { migrations, others, without }: Pushed,
  explained: readonly RootDifference[],
  where: Where,
): Finding => ({
  type: 'drift.pushed',
  key: 'drift:pushed',
  severity: 'high',
  migrations: migrations.flatMap((i) => recorded(where.migrations[i])),
  others: others.flatMap((i) => where.migrations[i]?.tag ?? []),
  follows: explained.flatMap((root) => [root, ...root.follows].map(({ key }) => key)).toSorted(),
  without,
  table: where.table,
  tableMissing: where.tableMissing,
  layout: where.layout,
})

/** The point of the history that the catalog looks like, when the journal claims another. */
export function nearestFinding(
  { position, roots }: Nearest,
  claimed: { position: number; roots: readonly RootDifference[] },
  { migrations, layout, table }: Where,
): Finding {
  const [low, high] = position < claimed.position ? [position, claimed.position] : [claimed.position, position]
  return {
    type: 'drift.nearest',
    key: 'drift:nearest',
    severity: 'high',
    nearest: migrations[position]?.tag ?? null,
    journal: migrations[claimed.position]?.tag ?? null,
    left: roots.map(({ key }) => key).toSorted(),
    differences: claimed.roots.length,
    between: migrations.slice(low + 1, high + 1).flatMap(recorded),
    direction: position < claimed.position ? 'behind' : 'ahead',
    table,
    layout,
  }
}

const recorded = (migration: Migration | undefined) =>
  migration ? [{ tag: migration.tag, hash: migration.hash, when: migration.when }] : []
