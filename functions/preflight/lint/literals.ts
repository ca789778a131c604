import { behindColumn } from '../known/column.ts'
import { tableIn, type Known } from '../known/known.ts'
import { declaredIn, stepsOf } from '../tree/alter.ts'
import { written } from '../tree/name.ts'
import { as, below, type Node } from '../tree/node.ts'
import { typeOf, type TypeRef } from '../tree/type.ts'
import type { Hit } from './rule.ts'

/** A constant that PostgreSQL must read as a type: a default, or what stands before `::type`. */
export interface Literal {
  /** null: not a string but a number. */
  text: string | null
  type: TypeRef
  /** Written with a cast. */
  cast: boolean
  subject: string
  at: number | undefined
}

/** The constants of a statement whose type is known. */
export function literalsIn(node: Node, known: Known): Literal[] {
  const casts = below(node, 'TypeCast').flatMap(({ arg, typeName, location }): Literal[] => {
    const constant = as(arg, 'A_Const')
    const type = typeOf(typeName)
    if (!constant?.sval || type === null) return []
    return [
      {
        text: constant.sval.sval ?? '',
        type,
        cast: true,
        subject: `'${constant.sval.sval}'`,
        at: constant.location ?? location,
      },
    ]
  })
  const defaults = declaredIn(node).flatMap(({ table, name, column, by }) =>
    by === 'type'
      ? []
      : plain(behindColumn(column, 'CONSTR_DEFAULT')?.raw_expr, typeOf(column.typeName), `${written(table)}.${name}`),
  )
  const set = stepsOf(node, 'AT_ColumnDefault').flatMap(({ table, name, command }) =>
    plain(command.def, tableIn(known, table)?.columns.get(name)?.type ?? null, `${written(table)}.${name}`),
  )
  return [...defaults, ...set, ...casts]
}

/** What is said of a constant that its type reads: nothing where it has a cast, else that it needs none. */
export const legalAsItStands = ({ text, type, cast, subject, at }: Literal): Hit[] =>
  cast
    ? []
    : [
        {
          subject,
          at,
          severity: 'info',
          message: `'${text}' is read as ${type.name}: legal as it stands, the cast is a matter of taste`,
          recipe: [],
        },
      ]

function plain(expression: Node | undefined, type: TypeRef | null, subject: string): Literal[] {
  const constant = as(expression, 'A_Const')
  if (!constant || constant.isnull || type === null) return []
  if (constant.sval) return [{ text: constant.sval.sval ?? '', type, cast: false, subject, at: constant.location }]
  return constant.ival || constant.fval ? [{ text: null, type, cast: false, subject, at: constant.location }] : []
}
