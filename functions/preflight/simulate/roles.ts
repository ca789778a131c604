import type { RoleSpec } from '@supabase/pg-parser/17/types'
import type { Asks } from './lookup.ts'
import { idOf } from './names.ts'
import { doubt, fault } from './remark.ts'
import { doubtOf, type World } from './world.ts'

/** A role that must be there; PUBLIC, CURRENT_USER and their kin always are. */
export function* needRole(world: World, role: RoleSpec | undefined): Asks<void> {
  const name = role?.rolename ?? ''
  if (role?.roletype !== 'ROLESPEC_CSTRING' || world.around.roles.has(name) || world.things.has(idOf('role', name)))
    return
  const unsure = doubtOf(world, name)
  yield unsure === null
    ? fault('42704', `role "${name}" does not exist`, { thing: idOf('role', name), mend: [`create role "${name}";`] })
    : doubt(unsure)
}
