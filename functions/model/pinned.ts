import { kindOf } from './fact.ts'

/**
 * Kinds of facts that migrations usually do not declare: who owns what, who may do what, and the settings. They are no part
 * of a blueprint; they are held against what was approved on the live target (a pin), and against what a migration does
 * declare of them (declared.ts).
 */
export const PINNED_KINDS: ReadonlySet<string> = new Set([
  'owner',
  'privilege',
  'default_privilege',
  'role',
  'member',
  'setting',
])

/** Whether a kind is pinned instead of being compared with the blueprint. */
export const isPinned = (kind: string): boolean => PINNED_KINDS.has(kind)

/** Whether a fact, by its key, is of a pinned kind. */
export const isPinnedFact = ({ key }: { key: string }): boolean => isPinned(kindOf(key))

/** A name before and after its last slash outside of quotes. */
export function cutAtSlash(name: string): { before: string; last: string } {
  const at = name.search(/\/(?:[^"/]|"(?:[^"]|"")*")*$/)
  return at === -1 ? { before: '', last: name } : { before: name.slice(0, at), last: name.slice(at + 1) }
}
