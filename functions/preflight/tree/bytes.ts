import { typeText, type TypeRef } from './type.ts'

/** Whether PostgreSQL changes only its notes: no row and no index is touched. */
export function keepsBytes(from: TypeRef, to: TypeRef): boolean {
  if (from.array !== to.array) return false
  if (typeText(from) === typeText(to)) return true
  const [a, b] = [from.args[0], to.args[0]]
  const kind = `${from.name} ${to.name}`
  if (kind === 'varchar text' || kind === 'cidr inet' || kind === 'text citext' || kind === 'varchar citext')
    return true
  if (kind === 'text varchar' || kind === 'citext text' || kind === 'citext varchar') return b === undefined
  if (kind === 'varchar varchar' || kind === 'varbit varbit') return b === undefined || (a !== undefined && b >= a)
  if (kind === 'numeric numeric') {
    if (to.args.length === 0) return true
    return a !== undefined && b !== undefined && b >= a && (from.args[1] ?? 0) === (to.args[1] ?? 0)
  }
  if (/^(timestamp|timestamptz|time|timetz|interval) \1$/.test(kind)) return b === undefined || b >= (a ?? 6)
  return false
}
