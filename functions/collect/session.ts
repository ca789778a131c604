/** A row as PostgreSQL's text protocol and the driver give it. */
export type Row = Record<string, unknown>

/** SQL inside one read-only snapshot of a target: the one interface that every transport has. */
export interface Session {
  query<R extends Row>(sql: string): Promise<R[]>
}
