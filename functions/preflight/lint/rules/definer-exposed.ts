import { all, as } from '../../tree/node.ts'
import { objectOf, written } from '../../tree/name.ts'
import { below, strings } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'

/** A SECURITY DEFINER function that the API lets everybody call. */
export const definerExposed: Rule = {
  id: 'definer-exposed',
  title: 'Everybody may call a function with its owner’s rights',
  severity: 'medium',
  looks:
    'CREATE FUNCTION … SECURITY DEFINER in an exposed schema, that is no trigger function, without a REVOKE of EXECUTE in the same deploy.',
  why: 'PostgreSQL grants EXECUTE to PUBLIC, and PostgREST serves it at /rpc: anybody with the public key runs it, past all policies.',
  sources: [
    'Supabase splinter 0028, 0029',
    'https://supabase.com/docs/guides/database/functions#security-definer-vs-invoker',
  ],
  check({ statement, exposed, ahead }) {
    const create = as(statement.node, 'CreateFunctionStmt')
    const definer = all(create?.options, 'DefElem').some(
      ({ defname, arg }) => defname === 'security' && as(arg, 'Boolean')?.boolval === true,
    )
    const name = objectOf(create?.funcname)
    const isTrigger = /^(?:event_)?trigger$/.test(strings(create?.returnType?.names).at(-1) ?? '')
    const revoked = ahead.some(({ node }) => {
      const grant = as(node, 'GrantStmt')
      return (
        grant?.is_grant === false &&
        below(grant.objects, 'ObjectWithArgs').some(({ objname }) => strings(objname).at(-1) === name.name)
      )
    })
    if (!create || !definer || isTrigger || revoked || !exposed.includes(name.schema)) return []
    return [
      {
        subject: written(name),
        message: `anybody with the public key may call ${written(name)}, which runs with its owner's rights`,
        recipe: [
          `revoke execute on function ${written(name)} from public, anon;`,
          `-- or keep it in a schema that is not exposed: create function private.${name.name}`,
        ],
      },
    ]
  },
}
