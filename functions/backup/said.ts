import type { Held } from '../model/backup/outcome.ts'

/** What holds, as the ladder has it or as JSON tells it. */
type Told = Pick<Held, 'rung' | 'guarantee'> & { evidence: { id: string; covers: number | string } }

/** `restore-point pl-… of 2026-01-31T12:00:00.000Z; may lose the last 4 s`: what holds, in a line. */
export function heldSaid({ rung, evidence, guarantee }: Told): string {
  const covers = new Date(evidence.covers).toISOString()
  return `${rung} ${evidence.id} of ${covers}; may lose the last ${Math.round(guarantee.rpoMs / 1000)} s`
}
