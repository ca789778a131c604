import type { Constraint } from '@supabase/pg-parser/17/types'

/** A name as PostgreSQL makes it up: at most 63 bytes, the longer part cut first. */
export function madeName(first: string, second: string, label: string): string {
  let [a, b] = [first.length, second.length]
  const room = 63 - label.length - 1 - (second === '' ? 0 : 1)
  while (a + b > room) {
    if (a > b) a -= 1
    else b -= 1
  }
  return [first.slice(0, a), second.slice(0, b), label].filter((part) => part !== '').join('_')
}

const LABELS: Readonly<Record<string, string>> = {
  CONSTR_PRIMARY: 'pkey',
  CONSTR_UNIQUE: 'key',
  CONSTR_FOREIGN: 'fkey',
  CONSTR_CHECK: 'check',
  CONSTR_EXCLUSION: 'excl',
}

/** The name of a constraint, its own or the one that PostgreSQL would make up. */
export function constraintName(
  constraint: Constraint,
  table: string,
  columns: readonly string[],
  taken: (name: string) => boolean,
): string {
  if (constraint.conname) return constraint.conname
  const label = LABELS[constraint.contype ?? ''] ?? 'check'
  const made = madeName(table, label === 'pkey' ? '' : columns.join('_'), label)
  return [made, ...Array.from({ length: 99 }, (_, i) => `${made}${i + 1}`)].find((name) => !taken(name)) ?? made
}

/** The beginning of pg_get_constraintdef, by which a thing is known for a key. */
export const VALUES: Readonly<Record<string, string>> = {
  CONSTR_PRIMARY: 'PRIMARY KEY',
  CONSTR_UNIQUE: 'UNIQUE',
  CONSTR_FOREIGN: 'FOREIGN KEY',
  CONSTR_CHECK: 'CHECK',
  CONSTR_EXCLUSION: 'EXCLUDE',
}
