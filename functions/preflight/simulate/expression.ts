import type { A_Const, A_Expr, Node, SubLink, TypeCast } from '@supabase/pg-parser/17/types'
import { isString } from './casts.ts'
import { common, same } from './common-type.ts'
import { comparable, COMPARISONS, CONDITIONS, resultOf } from './comparison.ts'
import { baseOf, needType, type Asks } from './lookup.ts'
import { strings } from './names.ts'
import { doubt, fault } from './remark.ts'
import { callOf, type Typed } from './routines.ts'
import { columnOf, type Scope } from './scope.ts'
import { assignable, literalOf, locationOf, relationLiteral, takesLiteral } from './take-literal.ts'
import { builtIn, typeText, type SqlType } from './type.ts'
import type { World } from './world.ts'

const BOOL = builtIn('bool')

/** The type of an expression, remarking on names that are not there and literals that no type takes. */
export function* typeOf(world: World, node: Node | undefined, scope: Scope): Asks<Typed> {
  if (node === undefined) return null
  if ('A_Const' in node) return constantType(node.A_Const)
  if ('ColumnRef' in node) return yield* columnOf(node.ColumnRef, scope)
  if ('TypeCast' in node) return yield* castType(world, node.TypeCast, scope)
  if ('A_Expr' in node) return yield* operation(world, node.A_Expr, scope)
  if ('SubLink' in node) return yield* subquery(world, node.SubLink, scope)
  if ('SQLValueFunction' in node) return VALUE_FUNCTIONS[node.SQLValueFunction.op ?? ''] ?? null
  if ('FuncCall' in node) {
    const given = yield* each(world, node.FuncCall.args, scope)
    yield* each(
      world,
      [...(node.FuncCall.agg_order ?? []), ...(node.FuncCall.agg_filter ? [node.FuncCall.agg_filter] : [])],
      scope,
    )
    if (strings(node.FuncCall.funcname).at(-1) === 'nextval') yield* sequenceNamed(world, node.FuncCall.args?.[0])
    return (yield* callOf(world, node.FuncCall, given))?.returns ?? null
  }
  if ('BoolExpr' in node) {
    const word = (node.BoolExpr.boolop ?? '').replace('_EXPR', '')
    for (const arg of node.BoolExpr.args ?? []) yield* needBoolean(world, arg, scope, word)
    return BOOL
  }
  return yield* rarer(world, node, scope)
}

function* rarer(world: World, node: Node, scope: Scope): Asks<Typed> {
  if ('NullTest' in node) return yield* ofBoolean(world, [node.NullTest.arg], scope)
  if ('BooleanTest' in node) return yield* ofBoolean(world, [node.BooleanTest.arg], scope)
  if ('CoalesceExpr' in node) return yield* common(world, 'COALESCE', yield* each(world, node.CoalesceExpr.args, scope))
  if ('MinMaxExpr' in node)
    return yield* common(
      world,
      node.MinMaxExpr.op === 'IS_LEAST' ? 'LEAST' : 'GREATEST',
      yield* each(world, node.MinMaxExpr.args, scope),
    )
  if ('CaseExpr' in node) {
    const { arg, args, defresult } = node.CaseExpr
    if (arg) yield* typeOf(world, arg, scope)
    const results: Typed[] = []
    for (const when of args ?? []) {
      if (!('CaseWhen' in when)) continue
      yield* typeOf(world, when.CaseWhen.expr, scope)
      results.push(yield* typeOf(world, when.CaseWhen.result, scope))
    }
    return same([...results, ...(defresult ? [yield* typeOf(world, defresult, scope)] : [])])
  }
  if ('A_ArrayExpr' in node) {
    const element = same(yield* each(world, node.A_ArrayExpr.elements, scope))
    return element === null || element === 'literal' || element.array ? null : { ...element, array: true }
  }
  if ('RowExpr' in node) return (yield* each(world, node.RowExpr.args, scope), null)
  if ('ParamRef' in node) return null
  if ('NamedArgExpr' in node) return yield* typeOf(world, node.NamedArgExpr.arg, scope)
  if ('CollateClause' in node) return yield* typeOf(world, node.CollateClause.arg, scope)
  if ('A_Indirection' in node) return (yield* typeOf(world, node.A_Indirection.arg, scope), null)
  if ('SortBy' in node) return yield* typeOf(world, node.SortBy.node, scope)
  if ('ResTarget' in node) return yield* typeOf(world, node.ResTarget.val, scope)
  if ('SetToDefault' in node) return null
  yield doubt(`an expression with ${Object.keys(node)[0] ?? 'nothing'} is not simulated`)
  return null
}

function* each(world: World, nodes: readonly Node[] | undefined, scope: Scope): Asks<Typed[]> {
  const types: Typed[] = []
  for (const node of nodes ?? []) types.push(yield* typeOf(world, node, scope))
  return types
}

function* ofBoolean(world: World, nodes: readonly (Node | undefined)[], scope: Scope): Asks<Typed> {
  for (const node of nodes) yield* typeOf(world, node, scope)
  return BOOL
}

/** An expression that must be a condition. `where`: as a message names the place. */
export function* needBoolean(world: World, node: Node | undefined, scope: Scope, where: string): Asks<void> {
  const type = baseOf(world, notLiteral(yield* typeOf(world, node, scope)))
  if (type === null || (type.name === 'bool' && !type.array)) return
  if (type.schema !== 'pg_catalog') return yield doubt(`whether ${typeText(type)} becomes a boolean is not simulated`)
  yield fault('42804', `argument of ${where} must be type boolean, not type ${typeText(type)}`, {
    at: locationOf(node),
  })
}

const notLiteral = (type: Typed): SqlType | null => (type === 'literal' ? null : type)

function constantType(constant: A_Const): Typed {
  if (constant.isnull || constant.sval) return 'literal'
  if (constant.boolval) return BOOL
  if (constant.bsval) return builtIn('bit')
  if (constant.fval) return wholeNumber(constant.fval.fval ?? '') ? builtIn('int8') : builtIn('numeric')
  return builtIn('int4')
}

const wholeNumber = (text: string) => /^\d{1,18}$/.test(text)

function* castType(world: World, cast: TypeCast, scope: Scope): Asks<Typed> {
  const found = yield* needType(world, cast.typeName)
  const literal = literalOf(cast.arg)
  if (literal !== null) {
    if (found) yield* takesLiteral(world, literal, found.type, locationOf(cast.arg))
    return found?.type ?? null
  }
  const from = baseOf(world, notLiteral(yield* typeOf(world, cast.arg, scope)))
  const to = baseOf(world, found?.type ?? null)
  if (from && to && casts(world, from, to) === false)
    yield fault('42846', `cannot cast type ${typeText(from)} to ${typeText(found?.type ?? to)}`, { at: cast.location })
  return found?.type ?? null
}

/** Casts that only a cast in so many words makes. */
const EXPLICIT: Readonly<Record<string, string>> = {
  int4: 'bool char bit',
  int8: 'bit',
  bool: 'int4',
  char: 'int4',
  bit: 'int4 int8',
  jsonb: 'bool numeric int2 int4 int8 float4 float8',
  circle: 'point box',
  lseg: 'point',
  xml: 'text varchar bpchar',
}

function casts(world: World, from: SqlType, to: SqlType): boolean | null {
  if (isString(from) || isString(to)) return true
  // Since 18.
  if (/^int[248]$/.test(from.name) && to.name === 'bytea') return world.server >= 180_000
  if (from.name === 'bytea' && /^int[248]$/.test(to.name)) return world.server >= 180_000
  if ((EXPLICIT[from.name] ?? '').split(' ').includes(to.name) && from.schema === 'pg_catalog') return true
  return assignable(world, from, to)
}

function* sequenceNamed(world: World, node: Node | undefined): Asks<void> {
  const text = literalOf(node)
  if (text !== null) yield* relationLiteral(world, text, locationOf(node))
}

function* subquery(world: World, link: SubLink, scope: Scope): Asks<Typed> {
  if (scope.noSubquery !== undefined) {
    yield fault('0A000', `cannot use subquery in ${scope.noSubquery}`, { at: link.location })
    return null
  }
  const { subselect, subLinkType: how } = link
  if (link.testexpr) yield* typeOf(world, link.testexpr, scope)
  const outputs = subselect && 'SelectStmt' in subselect ? yield* scope.query(subselect.SelectStmt, scope) : null
  if (how === 'EXPR_SUBLINK') return outputs?.[0]?.type ?? null
  return how === 'ARRAY_SUBLINK' ? null : BOOL
}

function* operation(world: World, { kind, name, lexpr, rexpr, location }: A_Expr, scope: Scope): Asks<Typed> {
  const rights = rexpr && 'List' in rexpr ? (rexpr.List.items ?? []) : rexpr ? [rexpr] : []
  const left = yield* typeOf(world, lexpr, scope)
  const types = yield* each(world, rights, scope)
  const op = strings(name).at(-1) ?? ''
  if (kind === 'AEXPR_NULLIF') return left
  if (kind === 'AEXPR_LIKE' || kind === 'AEXPR_ILIKE' || kind === 'AEXPR_SIMILAR') return BOOL
  if (kind === 'AEXPR_OP_ANY' || kind === 'AEXPR_OP_ALL') return BOOL
  if (kind === 'AEXPR_OP' && !COMPARISONS.has(op))
    return CONDITIONS.has(op) ? BOOL : resultOf(op, left, types[0] ?? null)
  for (const [i, right] of types.entries()) yield* comparable(world, op, [lexpr, rights[i]], [left, right], location)
  return BOOL
}

const VALUE_FUNCTIONS: Readonly<Record<string, SqlType>> = {
  SVFOP_CURRENT_DATE: builtIn('date'),
  SVFOP_CURRENT_TIMESTAMP: builtIn('timestamptz'),
  SVFOP_CURRENT_TIMESTAMP_N: builtIn('timestamptz'),
  SVFOP_CURRENT_TIME: builtIn('timetz'),
  SVFOP_LOCALTIMESTAMP: builtIn('timestamp'),
  SVFOP_LOCALTIME: builtIn('time'),
  SVFOP_CURRENT_USER: builtIn('name'),
  SVFOP_CURRENT_ROLE: builtIn('name'),
  SVFOP_USER: builtIn('name'),
  SVFOP_SESSION_USER: builtIn('name'),
  SVFOP_CURRENT_CATALOG: builtIn('name'),
  SVFOP_CURRENT_SCHEMA: builtIn('name'),
}
