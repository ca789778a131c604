/** Kinds of facts that migrations usually do not declare: they are compared with a pin, never with a blueprint. */
export const PINNED_KINDS: ReadonlySet<string> = new Set([
  'owner',
  'privilege',
  'default_privilege',
  'role',
  'member',
  'setting',
])

/** Whether facts of a kind are compared with a pin. */
export const isPinned = (kind: string): boolean => PINNED_KINDS.has(kind)
