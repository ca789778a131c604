/** A row as PostgreSQL's text protocol and the driver give it. */
export type Row = Record<string, unknown>

/** Runs SQL: one snapshot of a target over PostgreSQL's own protocol, or a scratch database. */
export interface Session {
  query<R extends Row>(sql: string): Promise<R[]>
}
