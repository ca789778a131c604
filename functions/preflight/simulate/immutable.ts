import type { FuncCall, Node } from '@supabase/pg-parser/17/types'
import type { Asks } from './lookup.ts'
import { nameFrom, strings } from './names.ts'
import { fault } from './remark.ts'
import { routinesNamed } from './routines.ts'
import type { World } from './world.ts'

/** What is kept in an index or a generated column must not change with time or settings. `where`: as a message names it. */
export function* needImmutable(world: World, node: Node | undefined, where: string): Asks<void> {
  const mutable = callsIn(node).some((call) => {
    const { schema, name } = nameFrom(strings(call.funcname))
    const routines = routinesNamed(world, schema, name)
    return routines.length > 0 && routines.every(({ volatility }) => volatility !== 'i')
  })
  // CURRENT_TIMESTAMP and its kin, which are no calls.
  if (mutable || JSON.stringify(node ?? null).includes('"SQLValueFunction"'))
    yield fault('42P17', `functions in ${where} must be marked IMMUTABLE`, {
      mend: ['-- leave the moment out of the condition: what an index holds may not change by itself'],
    })
}

function callsIn(node: unknown): FuncCall[] {
  if (Array.isArray(node)) return node.flatMap(callsIn)
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([kind, value]): FuncCall[] =>
    kind === 'FuncCall' ? [value as FuncCall, ...callsIn(value)] : callsIn(value),
  )
}
