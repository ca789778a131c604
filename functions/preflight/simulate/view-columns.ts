import type { Node, SelectStmt } from '@supabase/pg-parser/17/types'
import { strings } from './names.ts'
import type { Thing, World } from './world.ts'

/** The columns of a view in order, from its definition; null where they are not known. */
export function viewColumns(world: World, view: Thing): string[] | null {
  if (view.columns !== undefined) return view.columns
  const start = /(?:^|\s)as\s*(?=(?:select|with|values|\()\b)/i.exec(view.value)
  const text = start && view.value.slice(start.index + start[0].length).split(';')[0]
  const [node] = (text && world.parser.parse(text).nodes) || []
  view.columns = node && 'SelectStmt' in node ? outputNames(node.SelectStmt) : null
  return view.columns
}

/** The names of a query's columns as PostgreSQL gives them; null where a star hides them. */
export function outputNames(select: SelectStmt): string[] | null {
  if (select.larg) return outputNames(select.larg)
  const first = select.valuesLists?.[0]
  if (first && 'List' in first) return (first.List.items ?? []).map((_, i) => `column${i + 1}`)
  const names = (select.targetList ?? []).map((target) =>
    'ResTarget' in target ? target.ResTarget.name || outputName(target.ResTarget.val) : null,
  )
  return names.every((name) => name !== null) ? names : null
}

/** The name that PostgreSQL gives to a column without one; null for a star. */
export function outputName(node: Node | undefined): string | null {
  if (node === undefined) return '?column?'
  if ('ColumnRef' in node)
    return node.ColumnRef.fields?.some((field) => 'A_Star' in field)
      ? null
      : (strings(node.ColumnRef.fields).at(-1) ?? '?column?')
  if ('FuncCall' in node) return strings(node.FuncCall.funcname).at(-1) ?? '?column?'
  if ('TypeCast' in node) {
    const inner = outputName(node.TypeCast.arg)
    return inner === '?column?' ? (strings(node.TypeCast.typeName?.names).at(-1) ?? inner) : inner
  }
  if ('CoalesceExpr' in node) return 'coalesce'
  if ('CaseExpr' in node) {
    const inner = node.CaseExpr.defresult && outputName(node.CaseExpr.defresult)
    return inner && inner !== '?column?' ? inner : 'case'
  }
  if ('A_ArrayExpr' in node) return 'array'
  if ('SubLink' in node) {
    if (node.SubLink.subLinkType === 'EXISTS_SUBLINK') return 'exists'
    const { subselect } = node.SubLink
    if (node.SubLink.subLinkType === 'EXPR_SUBLINK' && subselect && 'SelectStmt' in subselect)
      return outputNames(subselect.SelectStmt)?.[0] ?? '?column?'
    return '?column?'
  }
  if ('SQLValueFunction' in node) return (node.SQLValueFunction.op ?? '').replace(/^SVFOP_/, '').toLowerCase()
  if ('MinMaxExpr' in node) return node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest'
  if ('A_Indirection' in node) return outputName(node.A_Indirection.arg)
  return '?column?'
}
