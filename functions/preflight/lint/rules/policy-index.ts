import { below, strings } from '../../tree/node.ts'
import { columnList, written } from '../../tree/name.ts'
import { tableIn } from '../../known/known.ts'
import { policyOf } from '../policy.ts'
import type { Hit, Rule } from '../rule.ts'
import { isIndexed } from './foreign-key-index.ts'

/** A policy that compares a column without an index. */
export const policyIndex: Rule = {
  id: 'policy-index',
  title: 'A policy compares a column that has no index',
  severity: 'low',
  looks: 'column = … in USING of a policy, where no index begins with the column.',
  why: 'The comparison is added to every query of the table: without an index each reads every row.',
  sources: ['https://supabase.com/docs/guides/database/postgres/row-level-security#add-indexes'],
  check(at) {
    const policy = policyOf(at.statement.node)
    const columns = tableIn(at.known, policy?.table ?? { schema: '', name: '' })?.columns
    if (!policy || columns === undefined) return []
    const compared = below(policy.using, 'A_Expr')
      .filter(({ kind, name }) => (kind === 'AEXPR_OP' || kind === 'AEXPR_IN') && strings(name).at(-1) === '=')
      .flatMap(({ lexpr, rexpr }) =>
        [lexpr, rexpr].flatMap((side) =>
          side && 'ColumnRef' in side ? [strings(side.ColumnRef.fields).at(-1) ?? ''] : [],
        ),
      )
    const bare = [...new Set(compared)].filter(
      (column) =>
        columns.has(column) && columns.get(column)?.type?.name !== 'bool' && !isIndexed(at, policy.table, [column]),
    )
    return bare.map((column): Hit => ({
      subject: `${written(policy.table)}.${column}`,
      table: policy.table,
      message: `policy ${policy.name} compares ${column}, and no index of ${written(policy.table)} begins with it`,
      recipe: [`create index on ${written(policy.table)} (${columnList([column])});`],
    }))
  },
}
