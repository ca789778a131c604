import type { SqlParser } from '../../functions/preflight/parse/parser.ts'
import { below, strings, type Node } from '../../functions/preflight/tree/node.ts'

/** Functions of PostgreSQL that act on the server or on others, which no read-only transaction forbids. */
const ACTING =
  /^(?:set_config|lo_.*|pg_(?:terminate|cancel)_backend|pg_sleep.*|pg_(?:try_)?advisory_.*|pg_read_.*|pg_ls_.*|pg_stat_reset.*|pg_reload_conf|pg_rotate_.*|pg_switch_.*|pg_notify|pg_promote|dblink.*|pg_logical_.*|pg_drop_.*|pg_create_.*)$/

/** Statements that change rows, wherever they stand. */
const WRITING = {
  InsertStmt: 'an INSERT',
  UpdateStmt: 'an UPDATE',
  DeleteStmt: 'a DELETE',
  MergeStmt: 'a MERGE',
} as const

/**
 * Why a text is not one statement that only reads; null where it is. The read-only transaction that it runs in is the
 * second fence: this one says why, and stops what that one lets pass.
 */
export function whyNotRead(parser: SqlParser, sql: string): string | null {
  const { nodes, error } = parser.parse(sql)
  if (error !== null) return `PostgreSQL cannot read it: ${error.message}, at character ${error.position + 1}`
  const [node, second] = nodes
  if (node === undefined) return 'there is no statement in it'
  if (second !== undefined) return `it holds ${nodes.length} statements, and one is asked at a time`
  return whyNot(node)
}

function whyNot(node: Node): string | null {
  if ('ExplainStmt' in node) {
    const query = node.ExplainStmt.query
    return query === undefined ? null : whyNot(query)
  }
  if ('VariableShowStmt' in node) return null
  for (const kind of ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'] as const)
    if (below([node], kind).length > 0) return `it holds ${WRITING[kind]}, which changes rows`
  if (!('SelectStmt' in node)) {
    const [kind = ''] = Object.keys(node)
    return `it is a ${kind.replace(/Stmt$/, '')}, and only SELECT, VALUES, TABLE, EXPLAIN and SHOW are asked`
  }
  if (below([node], 'IntoClause').length > 0 || node.SelectStmt.intoClause) return 'SELECT INTO makes a table'
  if (below([node], 'LockingClause').length > 0) return 'FOR UPDATE and its kin lock rows'
  const acting = below([node], 'FuncCall')
    .map(({ funcname }) => strings(funcname).at(-1) ?? '')
    .find((name) => ACTING.test(name))
  return acting === undefined ? null : `${acting} does more than to read`
}
