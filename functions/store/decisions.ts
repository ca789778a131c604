import type { Decisions } from '../model/report.ts'
import { listAcceptances } from './acceptances.ts'
import { pinMarks } from './pins.ts'

/** The decisions about some targets that held at a time (ms), by name. */
export async function decisionsAt(
  db: D1Database,
  targets: readonly string[],
  at: number,
): Promise<(target: string) => Decisions> {
  const [acceptances, pins] = await Promise.all([listAcceptances(db, targets, at), pinMarks(db, targets, at)])
  return (target) => ({ acceptances: acceptances.get(target) ?? new Map(), pin: pins.get(target) ?? null })
}
