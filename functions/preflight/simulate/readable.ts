import { findRelation } from './lookup.ts'
import { needPrivilege } from './permission.ts'
import type { Remarks } from './remark.ts'
import type { World } from './world.ts'

/** That who migrates may read all relations that a query, or a part of one, names: asked when it runs, after all else. */
export function* needReadable(world: World, node: unknown): Remarks {
  const named = ctesIn(node)
  for (const { schema, name } of relationsIn(node))
    if (schema !== null || !named.has(name))
      yield* needPrivilege(world, findRelation(world, { schema, name }), 'SELECT')
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Every table of FROM, in order. */
function relationsIn(node: unknown): { schema: string | null; name: string }[] {
  if (Array.isArray(node)) return node.flatMap(relationsIn)
  if (!isRecord(node)) return []
  const { relname, schemaname } = node
  if (typeof relname === 'string')
    return [{ schema: typeof schemaname === 'string' && schemaname !== '' ? schemaname : null, name: relname }]
  return Object.values(node).flatMap(relationsIn)
}

/** The names that WITH gives. */
function ctesIn(node: unknown): Set<string> {
  if (Array.isArray(node)) return new Set(node.flatMap((item) => [...ctesIn(item)]))
  if (!isRecord(node)) return new Set()
  const own = typeof node.ctename === 'string' ? [node.ctename] : []
  return new Set([...own, ...Object.values(node).flatMap((value) => [...ctesIn(value)])])
}
