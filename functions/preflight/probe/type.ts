import type { ColumnDef } from '@supabase/pg-parser/17/types'
import type { Probe } from '../../model/probe.ts'
import { tableIn } from '../known/known.ts'
import { needsUsing } from '../lint/rules/using-missing.ts'
import type { ParsedStatement } from '../parse/statement.ts'
import { keepsBytes } from '../tree/bytes.ts'
import { ident, keyOf, type Name } from '../tree/name.ts'
import { as, strings, type Node } from '../tree/node.ts'
import { typeOf, typeText, type TypeRef } from '../tree/type.ts'
import { counting, full, keyColumns, probe, sampling, type ProbeContext } from './build.ts'
import { badValues } from './castable.ts'

/** Rows whose value cannot become one of the new type. */
export function typeProbe(
  statement: ParsedStatement,
  at: ProbeContext,
  table: Name,
  column: string,
  definition: ColumnDef,
  only: string,
): Probe[] {
  const to = typeOf(definition.typeName)
  const own = tableIn(at.known, table)?.columns.get(column)
  const from = own?.type ?? null
  if (to === null || own?.pending) return []
  const labels = at.known.enums.get(keyOf({ schema: to.schema ?? 'public', name: to.name }))
  const using = definition.raw_default
  const plain = using === undefined || isCast(using, column, to)
  if (from !== null && using === undefined && (keepsBytes(from, to) || needsUsing(from, to, labels !== undefined)))
    return []
  const condition =
    from !== null && plain
      ? badValues({
          column,
          from,
          to,
          explicit: using !== undefined,
          labels: labels?.labels ?? null,
          server: at.server,
        })
      : null
  if (condition === 'none') return []
  const evaluated =
    using ??
    ({
      TypeCast: {
        arg: { ColumnRef: { fields: [{ String: { sval: column } }] } },
        ...(definition.typeName && { typeName: definition.typeName }),
      },
    } satisfies Node)
  const source = `from ${only}${full(table)}`
  const rows = condition === null ? source : `${source} where ${condition}`
  return [
    probe(
      { statement, at },
      {
        kind: 'type',
        table,
        subject: `${full(table)}.${column}`,
        what: `rows of ${full(table)} whose ${column} cannot become ${typeText(to)}`,
        sqlstate: codeOf(from, to),
        columns: [column],
        expressions: condition === null ? [evaluated] : [],
        count:
          condition === null
            ? `select 0 * count(value)::int as rows from (select (${at.expression(evaluated)}) as value ${source} offset 0) as computed`
            : counting(rows),
        sample: condition === null ? null : sampling(keyColumns(at.known, table), rows),
        throws: condition === null,
        find:
          condition === null ? `select * ${source};  -- PostgreSQL names the first that fails` : `select * ${rows};`,
        mends:
          condition === null
            ? [
                {
                  title: 'have USING answer null where it cannot compute',
                  sql: `alter table ${full(table)} alter column ${ident(column)} type ${typeText(to)} using case when … then … end;`,
                },
              ]
            : [
                { title: 'put them right', sql: `update ${full(table)} set ${ident(column)} = … where ${condition};` },
                ...(own?.notNull
                  ? []
                  : [
                      {
                        title: 'or have them hold nothing',
                        sql: `update ${full(table)} set ${ident(column)} = null where ${condition};`,
                      },
                    ]),
              ],
        refused: condition === null && labels?.pending ? `${to.name} is made by the same deploy` : null,
      },
    ),
  ]
}

/** Whether an expression is the column itself, cast to the type, by way of text or not. */
function isCast(expression: Node, column: string, to: TypeRef): boolean {
  const cast = as(expression, 'TypeCast')
  const type = typeOf(cast?.typeName)
  if (type === null || typeText(type) !== typeText(to)) return false
  const inner = as(cast?.arg, 'TypeCast')
  const through = inner ? typeOf(inner.typeName)?.name === 'text' : true
  return through && strings(as(inner?.arg ?? cast?.arg, 'ColumnRef')?.fields).join('.') === column
}

const codeOf = (from: TypeRef | null, to: TypeRef) =>
  /^(?:varchar|bpchar)$/.test(to.name)
    ? '22001'
    : from && /^(?:int[248]|numeric|float[48])$/.test(from.name)
      ? '22003'
      : /^(?:date|time|timestamp)/.test(to.name)
        ? '22007'
        : '22P02'
