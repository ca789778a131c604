import { behindColumn } from '../../known/column.ts'
import { primaryKeyOf } from '../../known/known.ts'
import { declaredIn } from '../../tree/alter.ts'
import { ident, written } from '../../tree/name.ts'
import { below, strings, type Node } from '../../tree/node.ts'
import { typeOf, typeText } from '../../tree/type.ts'
import type { Rule } from '../rule.ts'
import { alterColumn, alterTable, batched, parenthesised } from '../text.ts'

const VOLATILE = new Set(
  (
    'random gen_random_uuid uuidv4 uuidv7 uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 clock_timestamp timeofday ' +
    'nextval currval lastval setval gen_random_bytes gen_salt txid_current pg_current_xact_id random_normal'
  ).split(' '),
)
/** PostgreSQL computes these once for all rows. */
const STABLE = new Set(
  (
    'now statement_timestamp transaction_timestamp timezone date_trunc date_part extract to_char to_timestamp to_date lower ' +
    'upper md5 coalesce concat concat_ws jsonb_build_object jsonb_build_array json_build_object json_build_array ' +
    'to_jsonb array_fill make_interval make_date make_timestamptz current_setting encode decode sha256 left right ' +
    'replace trim btrim ltrim rtrim length round floor ceil abs uid role jwt current_schema int4range int8range tstzrange daterange'
  ).split(' '),
)

/** ADD COLUMN with a default that is another one for each row. */
export const volatileDefault: Rule = {
  id: 'volatile-default',
  title: 'A new column’s default makes PostgreSQL write every row',
  severity: 'medium',
  weighs: 'rows',
  looks: 'ADD COLUMN … DEFAULT with a volatile function, or one that is not known to be stable.',
  why: 'A default that is one value for all rows is only noted; one that is another for each row is written into every row, while nobody can read or write the table.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'until every row is written' },
  rewrites: true,
  versions: 'before 11 every default rewrote the table',
  sources: [
    'squawk adding-field-with-default',
    'strong_migrations: adding a column with a volatile default',
    'pgfence',
    'eugene E10',
  ],
  check: ({ statement, known }) =>
    declaredIn(statement.node).flatMap(({ table, column, name, by }) => {
      const value = behindColumn(column, 'CONSTR_DEFAULT')
      const type = typeOf(column.typeName)
      const judged = by === 'add' && value?.raw_expr ? volatility(value.raw_expr) : null
      if (judged === null || type === null || !value) return []
      const set = `${ident(name)} = ${defaultText(statement.sql, value.location)}`
      return [
        {
          subject: `${written(table)}.${name}`,
          table,
          at: value.location,
          severity: judged.sure ? 'medium' : 'low',
          message: judged.sure
            ? `${judged.name}() gives every row of ${written(table)} another value: the table is rewritten under ACCESS EXCLUSIVE`
            : `${judged.name}() is no function that is known here: if it is volatile, ${written(table)} is rewritten under ACCESS EXCLUSIVE`,
          recipe: [
            `${alterTable(table)} add column ${ident(name)} ${typeText(type)};`,
            `${alterColumn(table, name)} set default ${defaultText(statement.sql, value.location)};`,
            ...batched(table, set, `${ident(name)} is null`, primaryKeyOf(known, table)),
          ],
        },
      ]
    }),
}

function volatility(expression: Node): { name: string; sure: boolean } | null {
  const names = below(expression, 'FuncCall').map(({ funcname }) => strings(funcname).at(-1) ?? '')
  const sure = names.find((name) => VOLATILE.has(name))
  if (sure !== undefined) return { name: sure, sure: true }
  const unknown = names.find((name) => !STABLE.has(name))
  return unknown === undefined ? null : { name: unknown, sure: false }
}

/** The default as it was written, where it is one call. */
function defaultText(sql: string, at = 0): string {
  const rest = new TextDecoder().decode(new TextEncoder().encode(sql).subarray(at))
  const call = /^default\s+([\w".]+)\s*\(/i.exec(rest)?.[1]
  return call === undefined ? '…' : `${call}(${parenthesised(sql, at)})`
}
