import { all, as } from '../../tree/node.ts'
import { relationOf, written } from '../../tree/name.ts'
import { stepsOf } from '../../tree/alter.ts'
import type { Rule } from '../rule.ts'

/** A view in an exposed schema that passes by the policies below it. */
export const viewSecurityInvoker: Rule = {
  id: 'view-security-invoker',
  title: 'A view passes by the policies of its tables',
  severity: 'high',
  looks: 'CREATE VIEW in an exposed schema without security_invoker.',
  why: 'A view reads with the rights of its owner, whom row level security does not hold: anybody who may read the view reads every row.',
  versions: 'security_invoker from 15 on',
  sources: ['Supabase splinter 0010', 'https://supabase.com/docs/guides/database/postgres/row-level-security#views'],
  check({ statement, exposed, ahead }) {
    const create = as(statement.node, 'ViewStmt')
    const view = relationOf(create?.view)
    if (!create || create.view?.relpersistence === 't' || !exposed.includes(view.schema)) return []
    const on = all(create.options, 'DefElem').some(
      ({ defname, arg }) => defname === 'security_invoker' && !/^(?:false|off|0)$/i.test(as(arg, 'String')?.sval ?? ''),
    )
    const later = ahead.some(({ node, sql }) => {
      const alter = as(node, 'AlterTableStmt')
      return alter?.relation?.relname === view.name && /security_invoker/i.test(sql)
    })
    return on || later || stepsOf(statement.node).length > 0
      ? []
      : [
          {
            subject: written(view),
            at: create.view?.location,
            message: `${written(view)} reads with its owner's rights, past the policies of its tables`,
            recipe: [`alter view ${written(view)} set (security_invoker = true);`],
          },
        ]
  },
}
