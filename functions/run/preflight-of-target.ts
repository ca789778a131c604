import { CATALOG_SQL } from '../collect/catalog-sql.ts'
import { FIGURES_SQL } from '../collect/figures-sql.ts'
import { transportFor } from '../collect/transports/choose.ts'
import type { Bindings, Target } from '../env.ts'
import { MissingPart } from '../model/parts.ts'
import type { SentFolder } from '../model/sent-folder.ts'
import { newestBlueprint } from '../store/blueprints.ts'
import { sqlParser } from './parser.ts'
import { preflight, type Preflighted } from './preflight.ts'

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
  { name, environment, config, way }: Extract<Target, { fault: null }>,
  folder: SentFolder,
  { role, lint, probe, now }: PreflightWishes,
): Promise<Preflighted> {
  const blueprint = await newestBlueprint(env, name).catch(noneIfLost)
  return preflight({
    target: name,
    environment,
    reach: transportFor(way, {
      timeouts: { statement: config.statement_timeout, lock: config.lock_timeout },
      catalog: CATALOG_SQL,
    }),
    journal: { schema: config.migrations_schema, table: config.migrations_table },
    folder,
    parser: await sqlParser(),
    blueprint,
    role,
    lint: lint ? { figures: FIGURES_SQL.relations } : null,
    probe,
    now,
  })
}

/** A blueprint only adds who made what: without its parts, that is not known. */
function noneIfLost(error: unknown): null {
  if (error instanceof MissingPart) return null
  throw error
}
