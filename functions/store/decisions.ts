import type { Decisions } from '../model/report.ts'
import { listAcceptances } from './acceptances.ts'
import { provenRestores } from './logical-backups.ts'
import { pinMarks } from './pins.ts'

/** What is known of some targets beside their runs, as of a time (ms), by name. */
export async function decisionsAt(
  db: D1Database,
  targets: readonly string[],
  at: number,
): Promise<(target: string) => Decisions> {
  const [acceptances, pins, proven] = await Promise.all([
    listAcceptances(db, targets, at),
    pinMarks(db, targets, at),
    provenRestores(db, targets),
  ])
  return (target) => ({
    acceptances: acceptances.get(target) ?? new Map(),
    pin: pins.get(target) ?? null,
    provenAt: proven.get(target) ?? null,
  })
}
