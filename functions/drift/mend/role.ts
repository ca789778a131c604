import { nameOf } from '../../model/fact.ts'

/** Attributes that a role has or has not, as against those with a value. */
const SWITCHES = new Set(['superuser', 'bypassrls', 'createrole', 'createdb', 'replication'])

/** ALTER ROLE, with what it should have and what it should not. */
export function alterRole({
  key,
  wanted,
  target,
  missing,
  extra,
}: {
  key: string
  wanted: string | null
  target: string | null
  missing: readonly string[]
  extra: readonly string[]
}): string[] {
  const role = nameOf(key)
  if (wanted === null) return [`drop role ${role};`]
  if (target === null) return [`create role ${role} ${wanted.replaceAll(', ', ' ')};`]
  const off = extra.flatMap((word) => offOf(word, missing))
  const changes = [...missing, ...off]
  return changes.length === 0 ? [] : [`alter role ${role} ${changes.join(' ')};`]
}

/** How an attribute goes; login and inherit go by their opposites, which are words of their own. */
function offOf(word: string, missing: readonly string[]): string[] {
  if (SWITCHES.has(word)) return [`no${word}`]
  const valued = /^(connection limit|valid until)/.exec(word)?.[1]
  if (valued !== undefined && missing.some((one) => one.startsWith(valued))) return []
  if (valued === 'connection limit') return ['connection limit -1']
  return valued === 'valid until' ? [`valid until 'infinity'`] : []
}
