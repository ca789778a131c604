import { z } from 'zod'

const life = {
  /** Fact key, of a pinned kind. */
  fact: z.string(),
  /** The group that the fact is in. */
  schema: z.string(),
  /** Key of the owner fact without which this one could not be: the object that privileges are on; null for none. */
  parent: z.string().nullable(),
  /** Index of the migration whose statement says so. */
  by: z.number().int(),
  /** Index of the migration from which on it is said of this key: `by`, unless the object was renamed or part of it overruled. */
  since: z.number().int(),
  /** Index of the migration that ended it: said otherwise, renamed or dropped the object; null: it holds. */
  until: z.number().int().nullable(),
}

/**
 * What a migration declares of a pinned fact: an explicit GRANT, REVOKE, OWNER TO, ALTER DEFAULT PRIVILEGES, role
 * attribute or setting. GRANT SELECT declares SELECT, and nothing of the other privileges.
 */
export const Declaration = z.discriminatedUnion('says', [
  /** Words that the fact's value must have (`SELECT`, `bypassrls`) and must not have. */
  z.object({ says: z.literal('words'), ...life, holds: z.array(z.string()), lacks: z.array(z.string()) }),
  /** The whole value; null: there must be none. */
  z.object({ says: z.literal('value'), ...life, value: z.string().nullable() }),
])
export type Declaration = z.infer<typeof Declaration>

/** The declarations that hold where these migrations are applied. applied[i]: is migrations[i] applied */
export const inForce = (declared: readonly Declaration[], applied: readonly boolean[]): Declaration[] =>
  declared.filter(
    ({ by, since, until }) =>
      applied[by] === true && applied[since] === true && !(until !== null && applied[until] === true),
  )
