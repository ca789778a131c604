import type { DoStmt, Node } from '@supabase/pg-parser/17/types'
import { strings } from './names.ts'
import type { World } from './world.ts'

/** A DO block that runs one statement and swallows some of its errors: what Drizzle once wrote for IF NOT EXISTS. */
export interface Guarded {
  node: Node
  /** SQLSTATEs that are swallowed; null: all. */
  swallowed: string[] | null
}

const CONDITIONS: Readonly<Record<string, string>> = {
  duplicate_object: '42710',
  duplicate_table: '42P07',
  duplicate_column: '42701',
  duplicate_function: '42723',
  duplicate_schema: '42P06',
  undefined_object: '42704',
  undefined_table: '42P01',
  undefined_column: '42703',
  invalid_table_definition: '42P16',
  unique_violation: '23505',
}

const GUARDED =
  /^\s*begin\s+([\s\S]+?);\s*exception\s+when\s+([\w\s]+?)\s+then\s+(?:null|raise\s+notice[^;]*)\s*;\s*end\s*;?\s*$/i

/** The text of a DO block. */
export function bodyOf(block: DoStmt): string {
  for (const node of block.args ?? [])
    if ('DefElem' in node && node.DefElem.defname === 'as' && node.DefElem.arg)
      return strings([node.DefElem.arg])[0] ?? ''
  return ''
}

/** The one statement of a guarded block; null for any other block. */
export function guardedIn(world: World, block: DoStmt): Guarded | null {
  const match = GUARDED.exec(bodyOf(block))
  const { nodes } = world.parser.parse(match?.[1] ?? '')
  const [node] = nodes ?? []
  if (!match || !node || nodes?.length !== 1 || 'SelectStmt' in node || 'DoStmt' in node) return null
  const names = (match[2] ?? '').toLowerCase().split(/\s+or\s+/)
  if (names.includes('others')) return { node, swallowed: null }
  const swallowed = names.map((name) => CONDITIONS[name.trim()])
  return swallowed.every((state) => state !== undefined) ? { node, swallowed } : null
}

/** From here on nobody knows what a text changed: what bears one of its words; all, where it runs text of its own making. */
export function touch(world: World, text: string, reason: string): void {
  if (/\bexecute\b/i.test(text)) world.anything ??= reason
  for (const [, quoted, bare] of text.matchAll(/"((?:[^"]|"")+)"|([A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)/g))
    world.touched.add(quoted?.replaceAll('""', '"') ?? bare?.toLowerCase() ?? '')
}
