import { idOf, pathOf } from './names.ts'
import type { Right, Rights } from './rights.ts'
import type { World } from './world.ts'

/** What is known now of who migrates; null: nothing, or it may do everything. */
export function rightsNow({ rights, anything }: World): Rights | null {
  return rights === null || rights.superuser || rights.unsettled || anything !== null ? null : rights
}

/** From here on nobody knows who runs the statements, or what that role may do. */
export function unsettle({ rights }: World): void {
  if (rights !== null) rights.unsettled = true
}

/** From here on nobody knows who may do what with some things. */
export function changeRights({ rights }: World, ...ids: readonly string[]): void {
  for (const id of ids) rights?.changed.add(id)
}

/** What may be done with a thing: all, as its owner may; what its right says; null: nobody knows. */
export function rightOn(world: World, id: string): Right | 'own' | null {
  const rights = rightsNow(world)
  if (rights === null || rights.changed.has(id) || pathOf(id).some((name) => world.touched.has(name))) return null
  return world.things.get(id)?.origin.by === 'statement' ? 'own' : (rights.objects.get(id) ?? 'own')
}

/** The very owner of a thing; null: nobody knows. */
export function ownerOf(world: World, id: string): string | null {
  const right = rightOn(world, id)
  return right === 'own' ? (world.rights?.role ?? null) : (right?.owner ?? null)
}

/** Whether who migrates owns a thing, or is a member of its owner; null: nobody knows. */
export function owns(world: World, id: string): boolean | null {
  const right = rightOn(world, id)
  if (right === null || right === 'own') return right === null ? null : true
  return actsAs(world, right.owner, 'USAGE')
}

/** Whether who migrates is a role, or has its privileges (USAGE), or may become it (SET). */
export const actsAs = ({ rights }: World, role: string, how: 'USAGE' | 'SET'): boolean =>
  rights?.role === role || rights?.objects.get(idOf('role', role))?.may.has(how) === true

/** Whether a privilege is held on something; with some of its columns only, nobody knows. */
export function holds(world: World, id: string, ...privileges: readonly string[]): boolean | null {
  const right = rightOn(world, id)
  if (right === null || right === 'own') return right === null ? null : true
  if (actsAs(world, right.owner, 'USAGE')) return true
  if (privileges.some((name) => right.may.has(name))) return true
  return privileges.some((name) => right.may.has(`${name}?`)) ? null : false
}
