import { idOf, pathOf } from './names.ts'
import { add, remove, type Thing, type World } from './world.ts'

const PARTS = ['column', 'constraint', 'trigger', 'policy', 'rule']

/** Gives a thing, and all that bears its name in theirs, another path. */
export function rename(world: World, thing: Thing, path: readonly string[]): void {
  const old = pathOf(thing.id)
  const moved = new Map<string, string>([[thing.id, idOf(thing.kind, ...path)]])
  for (const other of world.things.values()) {
    const own = pathOf(other.id)
    const isPart = PARTS.includes(other.kind) && own.length > old.length && old.every((name, i) => own[i] === name)
    const isIn = thing.kind === 'schema' && own.length > 1 && own[0] === old[0]
    if (isPart && !PARTS.includes(thing.kind)) moved.set(other.id, idOf(other.kind, ...path, ...own.slice(old.length)))
    if (isIn) moved.set(other.id, idOf(other.kind, ...path, ...own.slice(1)))
  }
  const changed = [...world.things.values()].filter(
    ({ id, needs }) => moved.has(id) || needs.some((need) => moved.has(need)),
  )
  for (const { id } of changed) remove(world, id)
  for (const one of changed)
    add(world, { ...one, id: moved.get(one.id) ?? one.id, needs: one.needs.map((need) => moved.get(need) ?? need) })
}
