import { PgParser } from '@supabase/pg-parser'
import type { LintMigration } from '../../functions/preflight/lint/lint.ts'
import type { Node } from '../../functions/preflight/tree/node.ts'
import { statementsOf } from '../blueprint/statements.ts'

const parser = new PgParser({ version: 17 })

/** A migration as PostgreSQL's own parser reads it, statement by statement. */
export async function parsedMigration({
  tag,
  file,
  text,
}: Pick<LintMigration, 'tag' | 'file' | 'text'>): Promise<LintMigration> {
  const parsed = {
    tag,
    file,
    text,
    statements: [] as LintMigration['statements'][number][],
    errors: [] as LintMigration['errors'][number][],
  }
  let from = 0
  for (const { sql, number, line, chunk } of await statementsOf(text)) {
    const start = text.indexOf(sql, from)
    from = start + sql.length
    const column = start - text.lastIndexOf('\n', start - 1)
    const { tree, error } = await parser.parse(sql)
    if (error) parsed.errors.push({ line, column, message: error.message })
    for (const { stmt } of tree?.stmts ?? [])
      if (stmt) parsed.statements.push({ sql, number, line, column, start, chunk, node: stmt })
  }
  return parsed
}

/** The parse nodes of some SQL that is only learned from; what does not parse is left out. */
export async function nodesOf(statements: readonly string[]): Promise<Node[]> {
  const trees = await Promise.all(statements.map((sql) => parser.parse(sql)))
  return trees.flatMap(({ tree }) => (tree?.stmts ?? []).flatMap(({ stmt }) => stmt ?? []))
}

/** An expression of a parse tree as PostgreSQL writes it. */
export async function expressionText(node: Node): Promise<string> {
  const stmt: Node = {
    SelectStmt: { targetList: [{ ResTarget: { val: node } }], limitOption: 'LIMIT_OPTION_DEFAULT', op: 'SETOP_NONE' },
  }
  const { sql, error } = await parser.deparse({ version: 170_004, stmts: [{ stmt }] })
  if (error) throw error
  return sql.replace(/^SELECT /, '')
}
