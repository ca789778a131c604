import { FIGURES_SQL } from '../../collect/figures-sql.ts'
import type { Bindings } from '../../env.ts'
import { MissingPart } from '../../model/parts.ts'
import type { SentFolder } from '../../model/sent-folder.ts'
import { newestOrMissing } from '../../store/blueprints.ts'
import { sqlParser } from './parser.ts'
import { preflight, type Preflighted } from './preflight.ts'
import { wayIn, type Usable } from '../way-in.ts'

export interface PreflightWishes {
  /** Who will migrate; null: the owner of the journal table. */
  role: string | null
  lint: boolean
  /** For all questions to the rows together, ms; null: the rows are not asked. */
  probe: { budget: number } | null
  /** ms since the epoch */
  now: number
}

/** Foretells, in the Worker, what Drizzle's next migrate with this folder would do to a target; only reads. */
export async function preflightOfTarget(
  env: Pick<Bindings, 'DB' | 'KV'>,
  target: Usable,
  folder: SentFolder,
  { role, lint, probe, now }: PreflightWishes,
): Promise<Preflighted> {
  const blueprint = await newestOrMissing(env, target.name)
  return preflight({
    target: target.name,
    environment: target.environment,
    ...wayIn(target),
    folder,
    parser: await sqlParser(),
    // A blueprint only adds who made what: without its parts, that is not known.
    blueprint: blueprint instanceof MissingPart ? null : blueprint,
    role,
    lint: lint ? { figures: FIGURES_SQL.relations } : null,
    probe,
    now,
  })
}
