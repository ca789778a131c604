import { readdirSync, readFileSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'

declare global {
  /** As much of D1 as can be tried outside workerd: what a store uses beyond it does not compile. */
  interface D1Database {
    prepare(sql: string): D1PreparedStatement
    batch<T = Record<string, unknown>>(statements: D1PreparedStatement[]): Promise<{ results: T[] }[]>
  }
  interface D1PreparedStatement {
    bind(...values: SQLInputValue[]): D1PreparedStatement
    first<T = Record<string, unknown>>(): Promise<T | null>
    all<T = Record<string, unknown>>(): Promise<{ results: T[] }>
    run(): Promise<{ meta: { changes: number } }>
  }
}

const MIGRATIONS = fileURLToPath(new URL('../../functions/store/migrations/', import.meta.url))

/** Is awaited before and after each statement; may throw in its stead, or never come back. */
export type Around = (when: 'before' | 'after') => Promise<void>

/** A D1 in this process, on SQLite itself, with the tables of the migrations that are named so. */
export function sqliteD1(migration: string, around: Around): D1Database {
  const db = new DatabaseSync(':memory:')
  for (const file of readdirSync(MIGRATIONS).toSorted())
    if (file.includes(migration)) db.exec(readFileSync(`${MIGRATIONS}${file}`, 'utf8'))
  const prepared = new Map<string, StatementSync>()
  const statement = (sql: string): StatementSync => {
    const known = prepared.get(sql) ?? db.prepare(sql)
    prepared.set(sql, known)
    return known
  }
  async function doing<T>(work: () => T): Promise<T> {
    await around('before')
    const result = work()
    await around('after')
    return result
  }
  const bound = (sql: string, values: SQLInputValue[]): D1PreparedStatement => ({
    bind: (...given) => bound(sql, given),
    first: <T>() => doing(() => (statement(sql).get(...values) ?? null) as T | null),
    all: <T>() => doing(() => ({ results: statement(sql).all(...values) as T[] })),
    run: () => doing(() => ({ meta: { changes: Number(statement(sql).run(...values).changes) } })),
  })
  return {
    prepare: (sql) => bound(sql, []),
    batch: (statements) => Promise.all(statements.map((one) => one.all<never>())),
  }
}
