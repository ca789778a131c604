import type { JoinExpr, Node, RangeVar, SelectStmt, WithClause } from '@supabase/pg-parser/17/types'
import { needBoolean, typeOf } from './expression.ts'
import { columnsFound, nameOfRange, needRelation, type Asks } from './lookup.ts'
import { strings } from './names.ts'
import { doubt, fault } from './remark.ts'
import type { Typed } from './routines.ts'
import type { Output, Scope, Source } from './scope.ts'
import { assignable, literalOf, locationOf, takesLiteral } from './take-literal.ts'
import { typeText, type SqlType } from './type.ts'
import { outputName } from './view-columns.ts'
import type { World } from './world.ts'

/** A scope over some tables; subqueries inside may be looked at. */
export const scopeOver = (world: World, sources: Source[], more: Partial<Scope> = {}): Scope => ({
  sources,
  outer: null,
  ctes: new Map(),
  query: (select, outer) => query(world, select, outer),
  ...more,
})

/** Looks at a query: its columns, or null where they are not known. */
export function* query(world: World, select: SelectStmt, outer: Scope): Asks<Output[] | null> {
  const ctes = yield* commonTables(world, select.withClause, outer)
  const scope: Scope = { sources: [], outer, ctes, query: outer.query }
  if (select.larg && select.rarg) return yield* combined(world, select, scope)
  if (select.valuesLists) return yield* rows(world, select.valuesLists, scope)
  for (const item of select.fromClause ?? []) scope.sources.push(...(yield* sourcesOf(world, item, scope)))
  const outputs = yield* targets(world, select.targetList ?? [], scope)
  if (select.whereClause) yield* needBoolean(world, select.whereClause, scope, 'WHERE')
  const named: Scope = { ...scope, outer: { ...scope, sources: [outputSource(outputs)], outer } }
  for (const node of [...(select.groupClause ?? []), ...(select.sortClause ?? [])]) yield* grouped(world, node, named)
  if (select.havingClause) yield* needBoolean(world, select.havingClause, scope, 'HAVING')
  return outputs
}

/** ORDER BY and GROUP BY may name an output, too. */
const outputSource = (outputs: Output[] | null): Source => ({
  alias: '',
  columns: outputs && new Map(outputs.map(({ name, type }) => [name, type === 'literal' ? null : type])),
})

function* grouped(world: World, node: Node, scope: Scope): Asks<void> {
  if ('GroupingSet' in node) {
    for (const inside of node.GroupingSet.content ?? []) yield* grouped(world, inside, scope)
    return
  }
  yield* typeOf(world, node, scope)
}

function* commonTables(world: World, clause: WithClause | undefined, outer: Scope): Asks<Scope['ctes']> {
  const ctes = new Map(outer.ctes)
  for (const node of clause?.ctes ?? []) {
    if (!('CommonTableExpr' in node)) continue
    const { ctename = '', aliascolnames, ctequery } = node.CommonTableExpr
    const names = strings(aliascolnames)
    if (clause?.recursive) ctes.set(ctename, names.length > 0 ? new Map(names.map((name) => [name, null])) : null)
    if (ctequery && 'SelectStmt' in ctequery) {
      const inner = { ...outer, ctes }
      ctes.set(ctename, columnsFrom(yield* query(world, ctequery.SelectStmt, inner), names))
    } else {
      yield doubt('a statement that changes rows inside WITH is not simulated')
      ctes.set(ctename, null)
    }
  }
  return ctes
}

function columnsFrom(outputs: Output[] | null, names: readonly string[]): Map<string, SqlType | null> | null {
  if (outputs === null) return null
  return new Map(outputs.map(({ name, type }, i) => [names[i] ?? name, type === 'literal' ? null : type]))
}

function* combined(world: World, select: SelectStmt, scope: Scope): Asks<Output[] | null> {
  const left = select.larg ? yield* query(world, select.larg, scope) : null
  const right = select.rarg ? yield* query(world, select.rarg, scope) : null
  const word = (select.op ?? '').replace('SETOP_', '')
  if (left && right && left.length !== right.length)
    yield fault('42601', `each ${word} query must have the same number of columns`)
  return left
}

function* rows(world: World, lists: readonly Node[], scope: Scope): Asks<Output[] | null> {
  let outputs: Output[] | null = null
  for (const list of lists) {
    if (!('List' in list)) continue
    const types: Typed[] = []
    for (const item of list.List.items ?? []) types.push(yield* typeOf(world, item, scope))
    if (outputs !== null && outputs.length !== types.length)
      yield fault('42601', 'VALUES lists must all be the same length')
    outputs ??= types.map((type, i) => ({ name: `column${i + 1}`, type }))
  }
  return outputs
}

function* targets(world: World, nodes: readonly Node[], scope: Scope): Asks<Output[] | null> {
  const outputs: Output[] = []
  let known = true
  for (const node of nodes) {
    if (!('ResTarget' in node)) continue
    const { name, val } = node.ResTarget
    const own = name || outputName(val)
    if (own !== null) {
      outputs.push({ name: own, type: yield* typeOf(world, val, scope) })
      continue
    }
    const all = yield* star(val, scope)
    if (all === null) known = false
    else outputs.push(...all)
  }
  return known ? outputs : null
}

/** `*` and `t.*` */
function* star(node: Node | undefined, scope: Scope): Asks<Output[] | null> {
  const fields = node && 'ColumnRef' in node ? strings(node.ColumnRef.fields) : []
  const alias = fields.at(-1)
  const wanted = alias === undefined ? scope.sources : scope.sources.filter((source) => source.alias === alias)
  if (alias !== undefined && wanted.length === 0) {
    if (scope.outer === null || scope.outer.sources.every((source) => source.alias !== alias))
      yield fault('42P01', `missing FROM-clause entry for table "${alias}"`)
    return null
  }
  if (wanted.some(({ columns }) => columns === null)) return null
  return wanted.flatMap(({ columns }) => [...(columns ?? [])].map(([name, type]) => ({ name, type })))
}

/** What stands in FROM. */
export function* sourcesOf(world: World, node: Node, scope: Scope): Asks<Source[]> {
  if ('RangeVar' in node) return [yield* table(world, node.RangeVar, scope)]
  if ('JoinExpr' in node) return yield* join(world, node.JoinExpr, scope)
  if ('RangeSubselect' in node) {
    const { subquery, alias, lateral } = node.RangeSubselect
    const inner = lateral ? scope : (scope.outer ?? scope)
    const found =
      subquery && 'SelectStmt' in subquery
        ? yield* query(world, subquery.SelectStmt, { ...inner, ctes: scope.ctes })
        : null
    return [{ alias: alias?.aliasname ?? '', columns: columnsFrom(found, strings(alias?.colnames)) }]
  }
  if ('RangeFunction' in node) {
    for (const item of node.RangeFunction.functions ?? [])
      for (const call of 'List' in item ? (item.List.items ?? []) : [])
        if ('FuncCall' in call) yield* typeOf(world, call, scope)
    return [{ alias: node.RangeFunction.alias?.aliasname ?? '', columns: null }]
  }
  yield doubt(`${Object.keys(node)[0] ?? 'nothing'} in FROM is not simulated`)
  return [{ alias: '', columns: null }]
}

function* table(world: World, range: RangeVar, scope: Scope): Asks<Source> {
  const names = strings(range.alias?.colnames)
  const alias = range.alias?.aliasname ?? range.relname ?? ''
  const cte = nameOfRange(range).schema === null ? scope.ctes.get(range.relname ?? '') : undefined
  if (cte !== undefined) return { alias, columns: cte }
  const found = yield* needRelation(world, range, 'query')
  const columns = found && columnsFound(world, found)
  if (names.length > 0 || columns === null) return { alias, columns: null }
  return { alias, columns }
}

function* join(
  world: World,
  { larg, rarg, quals, usingClause, isNatural, alias }: JoinExpr,
  scope: Scope,
): Asks<Source[]> {
  const left = larg ? yield* sourcesOf(world, larg, scope) : []
  const right = rarg ? yield* sourcesOf(world, rarg, { ...scope, sources: [...scope.sources, ...left] }) : []
  const both = [...left, ...right]
  if (quals) yield* needBoolean(world, quals, { ...scope, sources: [...scope.sources, ...both] }, 'JOIN/ON')
  const shared = strings(usingClause)
  for (const name of shared)
    for (const [side, sources] of [
      ['left', left],
      ['right', right],
    ] as const)
      if (sources.every(({ columns }) => columns !== null && !columns.has(name)))
        yield fault('42703', `column "${name}" specified in USING clause does not exist in ${side} table`)
  if (alias || isNatural) return [{ alias: alias?.aliasname ?? '', columns: null }]
  if (shared.length === 0) return both
  // A column of USING is one, not ambiguous: the right side's is hidden but for its table's name.
  return [
    ...left,
    ...right.map((source) => ({ alias: source.alias, columns: source.columns && without(source.columns, shared) })),
  ]
}

const without = (columns: Map<string, SqlType | null>, names: readonly string[]) =>
  new Map([...columns].filter(([name]) => !names.includes(name)))

/** A value that goes into a column: a literal must be one of its type. `given`: what typeOf said of it. */
export function* assigned(
  world: World,
  node: Node | undefined,
  given: Typed,
  name: string,
  type: SqlType | null,
): Asks<void> {
  if (type === null || (node && 'SetToDefault' in node)) return
  const text = literalOf(node)
  if (text !== null) return yield* takesLiteral(world, text, type, locationOf(node))
  if (given === null || given === 'literal') return
  if (assignable(world, given, type) === false)
    yield fault('42804', `column "${name}" is of type ${typeText(type)} but expression is of type ${typeText(given)}`, {
      hint: 'You will need to rewrite or cast the expression.',
      at: locationOf(node),
    })
}
