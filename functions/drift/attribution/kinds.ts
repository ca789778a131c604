/** Kinds that a Drizzle schema can declare, and drizzle-kit push can make. */
export const PUSHABLE: ReadonlySet<string> = new Set([
  'schema',
  'table',
  'column',
  'constraint',
  'index',
  'enum',
  'sequence',
  'policy',
  'view',
  'matview',
])
