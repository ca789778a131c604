import { z } from 'zod'

/** One canonical line about one object of a catalog, as PostgreSQL prints it. */
export const Fact = z.object({
  /** `kind:schema.object[.part]`, identifiers quoted where PostgreSQL would. */
  key: z.string(),
  /**
   * Keys, one a line, of the facts without which this one could not be: a column's table, a partition column's parent
   * column, an index's columns. Not part of any digest.
   */
  parent: z.string().nullable(),
  value: z.string(),
})
export type Fact = z.infer<typeof Fact>

/** A group is a schema × kind: what a fingerprint covers. Database-wide kinds have the schema ''. */
export const GroupName = z.object({ kind: z.string(), schema: z.string() })
export type GroupName = z.infer<typeof GroupName>

/** Digest of a group of facts, computed inside PostgreSQL: 32 hex digits of a SHA-256. */
export const Fingerprint = z.object({ ...GroupName.shape, count: z.number().int(), digest: z.string() })
export type Fingerprint = z.infer<typeof Fingerprint>

/** `kind schema` as one string, to use as a map key; neither part can hold a line break PostgreSQL would print bare. */
export const groupId = (group: GroupName): string => `${group.kind}\n${group.schema}`

/** The keys of the facts without which a fact could not be, nearest first. */
export const parentsOf = ({ parent }: Pick<Fact, 'parent'>): string[] => (parent ? parent.split('\n') : [])

/** The kind of a fact key: all before the first colon. */
export const kindOf = (key: string): string => key.slice(0, key.indexOf(':'))

/** What a fact key names, without its kind: `public.users.email`. */
export const nameOf = (key: string): string => key.slice(key.indexOf(':') + 1)

/**
 * Splits a dotted, possibly quoted name into its quoted parts: `public."a.b".c` → [`public`, `"a.b"`, `c`].
 * A function's argument list stays with its last part.
 */
export function nameParts(name: string): string[] {
  const paren = name.search(/\((?=(?:[^"]*"[^"]*")*[^"]*$)/)
  const path = paren === -1 ? name : name.slice(0, paren)
  const parts = path.match(/"(?:[^"]|"")*"|[^."]+/g) ?? []
  const last = parts.length - 1
  return paren === -1 ? parts : parts.map((part, i) => (i === last ? part + name.slice(paren) : part))
}
