import type { AlterDefaultPrivilegesStmt, Node } from '@supabase/pg-parser/17/types'
import { identifier } from '../../../model/sql.ts'
import { family } from '../family.ts'
import { actsAs, rightsNow } from '../held.ts'
import type { Asks } from '../lookup.ts'
import { idOf, strings } from '../names.ts'
import { fault } from '../remark.ts'
import { needRole } from '../roles.ts'
import type { World } from '../world.ts'
import { schemaNamed } from './grant.ts'

const optionOf = ({ options }: AlterDefaultPrivilegesStmt, name: string): readonly Node[] =>
  (options ?? []).flatMap((node) =>
    'DefElem' in node && node.DefElem.defname === name && node.DefElem.arg && 'List' in node.DefElem.arg
      ? (node.DefElem.arg.List.items ?? [])
      : [],
  )

/** ALTER DEFAULT PRIVILEGES: of what is made from now on, which is whose makes it; nothing that is there changes. */
export const defaultPrivileges = family('AlterDefaultPrivilegesStmt', {
  *check(world, statement) {
    const { action } = statement
    for (const node of action?.grantees ?? []) if ('RoleSpec' in node) yield* needRole(world, node.RoleSpec)
    for (const node of optionOf(statement, 'roles'))
      if ('RoleSpec' in node) {
        yield* needRole(world, node.RoleSpec)
        if (node.RoleSpec.roletype === 'ROLESPEC_CSTRING') yield* needDefaultsOf(world, node.RoleSpec.rolename ?? '')
      }
    const within = strings([...optionOf(statement, 'schemas')])
    for (const name of within) yield* schemaNamed(world, name)
    if (within.length > 0 && action?.objtype === 'OBJECT_SCHEMA')
      yield fault('0LP01', 'cannot use IN SCHEMA clause when using GRANT/REVOKE ON SCHEMAS')
  },
  apply() {},
})

/** Whose later things they are: until 15 any member may say, since 16 who has that role's privileges. */
function* needDefaultsOf(world: World, role: string): Asks<void> {
  const rights = rightsNow(world)
  const id = idOf('role', role)
  if (rights === null || rights.changed.has(id) || world.things.get(id)?.origin.by === 'statement') return
  if (actsAs(world, role, world.server >= 160_000 ? 'USAGE' : 'SET')) return
  yield fault(
    '42501',
    world.server >= 160_000 ? 'permission denied to change default privileges' : `must be member of role "${role}"`,
    {
      mend: [`-- let ${role} run it; or, as a superuser:`, `grant ${identifier(role)} to ${identifier(rights.role)};`],
    },
  )
}
