import type { MigrationFile } from '../blueprint/migration-file.ts'
import type { ScratchPlan } from './copy.ts'
import { proveWay, type ProvenWay } from './prove.ts'
import { withReplay } from './replayed.ts'
import { attempt } from './try.ts'
import { lostBefore, undoOf } from './undo.ts'

/** The way back from the state after some migrations to the state before them. */
export interface Down {
  way: ProvenWay
  on: string
  /** Tags, the newest first. */
  migrations: string[]
  /** Facts whose rows or values the migrations took away: made again, but empty. */
  lost: string[]
  /** Statements that changed rows, which are not undone. */
  data: string[]
}

/**
 * Finds down SQL for `count` migrations that end with files[last], proven by replay.
 * @throws UserError where the migrations do not replay
 */
export async function downOf(
  plan: Omit<ScratchPlan, 'extensions'>,
  files: readonly MigrationFile[],
  last: number,
  count: number,
): Promise<Down> {
  const first = last - count + 1
  const undone = files.slice(first, last + 1)
  const { renames, data } = await undoOf(undone)
  return withReplay(
    plan,
    files.slice(0, last + 1),
    [first, last + 1],
    async ({ db, read, after: [before = [], after = []] }) => {
      await db.exec('begin')
      const prefix: string[] = []
      for (const sql of renames) if ((await attempt(db, sql)) === null) prefix.push(sql)
      const from = prefix.length > 0 ? await read() : after
      const way = await proveWay({ db, read, from, wanted: before })
      await db.exec('rollback')
      const named = prefix.map((sql) => ({
        sql,
        fact: 'the names back',
        purpose: 'change' as const,
        destructive: null,
      }))
      return {
        way: { ...way, steps: [...named, ...way.steps] },
        on: db.name,
        migrations: undone.map(({ tag }) => tag).toReversed(),
        lost: lostBefore(before, from),
        data,
      }
    },
  )
}
