import type { Fault } from '../../functions/model/blueprint.ts'
import type { Fact } from '../../functions/model/fact.ts'
import { extensionsIn } from '../blueprint/extensions.ts'
import type { MigrationFile } from '../blueprint/migration-file.ts'
import { replay } from '../blueprint/replay.ts'
import { UserError } from '../errors.ts'
import { withScratch, type OpenScratch, type ScratchPlan } from './copy.ts'

/** A scratch database after some migrations. */
export interface Replayed extends OpenScratch {
  /** The facts after each of the migrations that were asked for, in their order. */
  after: Fact[][]
}

/**
 * Replays migrations in a scratch database and keeps the facts at some points.
 * @param points how many migrations have run at each; 0: none
 * @throws UserError where a migration fails in the replay: what follows would be of another database
 */
export function withReplay<T>(
  plan: Omit<ScratchPlan, 'extensions'>,
  files: readonly MigrationFile[],
  points: readonly number[],
  use: (replayed: Replayed) => Promise<T>,
): Promise<T> {
  const extensions = [...new Set(files.flatMap(({ text }) => extensionsIn(text ?? '')))]
  return withScratch({ ...plan, extensions }, async ({ db, read, roles }) => {
    const readNow = async () => {
      await db.exec('begin')
      const facts = await read()
      await db.exec('commit')
      return facts
    }
    const known = new Map<number, Fact[]>()
    for (let run = 0; ; run += 1) {
      if (points.includes(run)) known.set(run, await readNow())
      const file = files[run]
      if (file === undefined) break
      refuseFault((await replay(db, file, new Set())).faults)
    }
    return use({ db, read, roles, after: points.map((point) => known.get(point) ?? []) })
  })
}

function refuseFault(faults: readonly Fault[]): void {
  const fault = faults.find(({ kind }) => kind === 'failed')
  if (fault === undefined) return
  throw new UserError(
    `${fault.file}:${fault.line} fails in the replay, ${fault.sqlstate}: ${fault.message}`,
    'make the migrations replay from nothing (npm run -s plumbline -- check), or replay where they do: --shadow-url',
  )
}
