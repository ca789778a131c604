import { z } from 'zod'
import { UserError } from '../errors.ts'

/** What is looked at before anything is changed, in this order. */
export const GateName = z.enum(['connectivity', 'drift', 'journal', 'backup', 'rehearsal', 'lint'])
export type GateName = z.infer<typeof GateName>

/** What a gate says. Only pass and warn let a run through. */
export interface Opinion {
  outcome: 'pass' | 'warn' | 'stop' | 'unknown'
  /** One line. */
  said: string
  /** What is behind it, each with what mends it: SQL, commands, remarks that begin with `-- `. */
  details: { text: string; mend: readonly string[] }[]
}

/** An opinion, and whether somebody decided to go on all the same. */
export interface Passage extends Opinion {
  gate: GateName
  /** Why it does not stop the run; null where nobody said so. */
  skipped: string | null
}

/** Why gates are skipped, by gate. */
export type Skips = ReadonlyMap<GateName, string>

/**
 * Reads `--skip GATE=reason`, several with a semicolon between.
 * @throws UserError for a gate that there is not, one that cannot be skipped, and one without a reason
 */
export function skipsOf(value: string | undefined): Skips {
  const skips = new Map<GateName, string>()
  for (const part of (value ?? '').split(';').filter((text) => text.trim() !== '')) {
    const [name = '', ...rest] = part.split('=')
    const reason = rest.join('=').trim()
    const gate = GateName.safeParse(name.trim())
    if (!gate.success || gate.data === 'connectivity')
      throw new UserError(
        gate.success ? 'connectivity cannot be skipped' : `--skip: there is no gate ${name.trim()}`,
        `one of ${GateName.options.slice(1).join(', ')}: --skip 'backup=a copy was made by hand'`,
      )
    if (reason === '')
      throw new UserError(`--skip ${gate.data} has no reason`, `--skip '${gate.data}=why it may be skipped'`)
    skips.set(gate.data, reason)
  }
  return skips
}

/** Whether a run may go on past a gate. */
export const isOpen = ({ outcome, skipped }: Passage): boolean =>
  outcome === 'pass' || outcome === 'warn' || skipped !== null

/** The opinions in order, each told when it is known. */
export async function passThrough(
  gates: readonly { gate: GateName; ask(): Promise<Opinion> }[],
  skips: Skips,
  tell: (passage: Passage) => void,
): Promise<Passage[]> {
  const passages: Passage[] = []
  for (const { gate, ask } of gates) {
    const passage = { gate, ...(await ask()), skipped: skips.get(gate) ?? null }
    passages.push(passage)
    tell(passage)
  }
  return passages
}
