import { allNodes, namesIn, nodeOf, statementsOf, type SqlNode } from './sql.ts'

/** What PostgreSQL says of itself. */
export interface SystemCatalog {
  /** Worst volatility of the functions of a name in pg_catalog: i, s or v. */
  volatility: ReadonlyMap<string, string>
  /** Names of columns that sort alike in every database: no text but that of collation C. */
  sortable: ReadonlySet<string>
}

export interface Allowed extends SystemCatalog {
  /** Names that stand for queries of ours. */
  queries: ReadonlySet<string>
}

/** Stable within a statement, but of the moment or of whoever asks. */
const OF_THE_MOMENT =
  /^(?:now|transaction_timestamp|statement_timestamp|current_schemas?|has_.*_privilege|pg_has_role|pg_.*_is_visible|pg_.*_size|txid_.*|pg_current_.*|pg_is_.*|inet_.*|age)$/

/** What they say of a role that is named, and not of whoever asks, the catalog decides. */
const ofNamedRole = (name: string, { args }: SqlNode['body']) =>
  /^(?:has_.*_privilege|pg_has_role)$/.test(name) && Array.isArray(args) && args.length === 3

/** The settings that the SQL may look at: what is the same for all who ask. Those of supautils are of the server's file. */
const SETTINGS = [
  'server_version_num',
  'supautils.privileged_role',
  'supautils.policy_grants',
  'supautils.drop_trigger_grants',
]

const ORDERED = /^(?:string|array|jsonb?|jsonb?_object|xml)_?agg$/

/** Why a text is not one SELECT that only reads. */
export async function writesIn(sql: string): Promise<string[]> {
  const statements = await statementsOf(sql)
  if (statements.length !== 1) return [`${statements.length} statements`]
  return statements.flatMap((statement) => [
    ...(statement.type === 'SelectStmt' ? [] : [`a ${statement.type}`]),
    ...allNodes(statement).flatMap((node) => [
      ...(node.type.endsWith('Stmt') && node.type !== 'SelectStmt' ? [`a ${node.type} inside`] : []),
      ...(node.type === 'LockingClause' ? ['locks rows'] : []),
    ]),
    ...(/"intoClause"/.test(JSON.stringify(statement)) ? ['SELECT INTO makes a table'] : []),
  ])
}

/** Functions of PostgreSQL that do something beside their answer. */
const ACTING =
  /^(?:set_config|setval|nextval|lo_.*|pg_(?:terminate|cancel)_backend|pg_sleep.*|pg_(?:try_)?advisory_.*|pg_read_.*|pg_ls_.*|pg_stat_reset.*|pg_reload_conf|pg_rotate_.*|pg_switch_.*|pg_notify|pg_promote|dblink.*|query_to_xml.*)$/

/** Why a query reads what it must not, or calls what does more than to answer. `may` says which schemas are open. */
export async function readsOnlyIn(sql: string, may: (schema: string) => boolean): Promise<string[]> {
  const nodes = (await statementsOf(sql)).flatMap((statement) => allNodes(statement))
  const own = new Set(nodes.flatMap(({ type, body }) => (type === 'CommonTableExpr' ? [String(body.ctename)] : [])))
  return nodes.flatMap(({ type, body }) => {
    if (type === 'RangeVar') {
      const [schema, name] = [String(body.schemaname ?? ''), String(body.relname)]
      if (schema === '') return own.has(name) ? [] : [`${name} is read without its schema`]
      return may(schema) ? [] : [`${schema}.${name} is not to be read`]
    }
    const name = type === 'FuncCall' ? (namesIn(body.funcname).at(-1) ?? '') : ''
    return ACTING.test(name) ? [`${name} does more than to read`] : []
  })
}

/** Why a query over the system catalog might mean something else elsewhere: for other search paths, sessions or versions. */
export async function ambiguitiesIn(sql: string, allowed: Allowed): Promise<string[]> {
  const statements = await statementsOf(sql)
  const all = statements.flatMap((statement) => allNodes(statement))
  const queries = new Set([...allowed.queries, ...(await cteNames(sql))])
  // A fact's parents are part of no digest.
  const digested = statements.flatMap((statement) => allNodes(statement, isParent))
  return [
    ...all.flatMap((node) => relationFault(node, { ...allowed, queries })),
    ...all.flatMap((node) => functionFault(node, allowed)),
    ...digested.flatMap((node) => orderFault(node, allowed)),
  ]
}

const isParent = ({ type, body }: SqlNode) => type === 'ResTarget' && body.name === 'parent'

function relationFault({ type, body }: SqlNode, { queries }: Allowed): string[] {
  if (type !== 'RangeVar' || body.schemaname === 'pg_catalog') return []
  const name = String(body.relname)
  if (body.schemaname === '' && queries.has(name)) return []
  return [`${name} is neither pg_catalog’s nor a query of ours`]
}

function functionFault({ type, body }: SqlNode, { volatility }: Allowed): string[] {
  if (type === 'SQLValueFunction') return [`${String(body.op)} is of the moment`]
  if (type !== 'FuncCall') return []
  const names = namesIn(body.funcname)
  const name = names.at(-1) ?? ''
  const kind = names.length === 2 && names[0] !== 'pg_catalog' ? undefined : volatility.get(name)
  if (kind === undefined) return [`${names.join('.')} is no function of pg_catalog`]
  if (kind === 'v') return [`${name} is volatile`]
  if (name === 'current_setting' && !SETTINGS.some((setting) => JSON.stringify(body.args).includes(`"${setting}"`)))
    return [`${name} is of the session`]
  return OF_THE_MOMENT.test(name) && !ofNamedRole(name, body) ? [`${name} is of the moment`] : []
}

function orderFault({ type, body }: SqlNode, { sortable }: Allowed): string[] {
  if (type === 'SelectStmt' && body.limitCount !== undefined) return ['LIMIT leaves out what the order decides']
  if (type === 'FuncCall') {
    const name = namesIn(body.funcname).at(-1) ?? ''
    return ORDERED.test(name) && body.agg_order === undefined ? [`${name} without an order`] : []
  }
  if (type !== 'SortBy') return []
  return nodeOf(body.node).flatMap((by) => (sortsAlike(by, sortable) ? [] : ['an order of text needs collate "C"']))
}

function sortsAlike({ type, body }: SqlNode, sortable: ReadonlySet<string>): boolean {
  if (type === 'CollateClause') return namesIn(body.collname).at(-1) === 'C'
  if (type === 'ColumnRef') return sortable.has(namesIn(body.fields).at(-1) ?? '')
  // A comparison is true or false.
  return type === 'A_Expr' && ['=', '<>', '<', '>'].includes(namesIn(body.name).at(-1) ?? '')
}

/** The names that the CTEs of a statement have. */
export async function cteNames(sql: string): Promise<string[]> {
  const nodes = (await statementsOf(sql)).flatMap((statement) => allNodes(statement))
  return nodes.flatMap(({ type, body }) => (type === 'CommonTableExpr' ? [String(body.ctename)] : []))
}

/** The names of a query's columns: those of the first of the queries that it unites. */
export async function columnsOf(sql: string): Promise<string[]> {
  const [statement] = await statementsOf(sql)
  let body: Readonly<Record<string, unknown>> = statement?.body ?? {}
  while (typeof body.larg === 'object' && body.larg !== null) body = { ...body.larg }
  const targets = Array.isArray(body.targetList) ? body.targetList.flatMap(nodeOf) : []
  return targets.map((target) => {
    if (target.body.name) return String(target.body.name)
    const [column] = nodeOf(target.body.val)
    return column?.type === 'ColumnRef' ? (namesIn(column.body.fields).at(-1) ?? '') : ''
  })
}
