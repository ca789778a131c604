/** A condition under which the statements of a batch do something; its parameters come first. */
export interface Fence {
  sql: string
  values: readonly (string | number)[]
}

/** For what nobody else can overtake. */
export const NO_FENCE: Fence = { sql: 'true', values: [] }

/** D1 takes 2 MB per parameter; UTF-8 may need up to three bytes per character. */
const CHUNK = 600_000

/** Items as JSON arrays, none of more characters than a parameter may have. */
export function chunks(items: readonly unknown[]): string[] {
  const arrays: string[][] = []
  let size = CHUNK
  for (const json of items.map((item) => JSON.stringify(item))) {
    if (size + json.length > CHUNK) {
      arrays.push([])
      size = 0
    }
    arrays.at(-1)?.push(json)
    size += json.length
  }
  return arrays.map((array) => `[${array.join(',')}]`)
}

/**
 * One statement for many rows, as often as their JSON needs it: `sql` is given the name of the parameter that holds the
 * rows, behind those of the fence.
 */
export const fenced = (
  db: D1Database,
  { sql: condition, values }: Fence,
  rows: readonly unknown[],
  sql: (rows: string, condition: string) => string,
): D1PreparedStatement[] =>
  chunks(rows).map((json) => db.prepare(sql(`?${values.length + 1}`, condition)).bind(...values, json))

/** Carries statements out in one transaction; of none there is nothing to do. */
export async function writeTogether(db: D1Database, statements: D1PreparedStatement[]): Promise<void> {
  if (statements.length > 0) await db.batch(statements)
}
