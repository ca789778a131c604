import { PgParser, type ParseResult } from '@supabase/pg-parser'

/** A node of PostgreSQL's parse tree. */
export type Node = NonNullable<NonNullable<ParseResult<17>['stmts']>[number]['stmt']>

const parser = new PgParser({ version: 17 })

/** The statement that a text is; null where it is none, or several. */
export async function nodeOf(sql: string): Promise<Node | null> {
  const { tree, error } = await parser.parse(sql)
  const [only, ...others] = (error ? [] : (tree.stmts ?? [])).flatMap(({ stmt }) => (stmt ? [stmt] : []))
  return others.length > 0 ? null : (only ?? null)
}

/** The text of a statement. @throws where there is none */
export async function sqlOf(stmt: Node): Promise<string> {
  const { sql, error } = await parser.deparse({ version: 170_004, stmts: [{ stmt, stmt_location: 0, stmt_len: 0 }] })
  if (error) throw error
  return sql
}
