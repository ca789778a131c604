import { kindOf, nameOf, nameParts } from './fact.ts'

/** What `recover` puts aside has this in its name, or in that of its schema: no other state is kept of it. */
export const ASIDE = 'plumbline_aside_'

const isMarkedName = (name: string | undefined) => name?.replace(/^"/, '').startsWith(ASIDE) === true

/** Whether a fact is a column or table that was put aside with its data, part of one, or the schema that holds it. */
export function isAside(key: string): boolean {
  const parts = nameParts(nameOf(key))
  if (kindOf(key) === 'column' && isMarkedName(parts.at(-1))) return true
  return isMarkedName(parts[0])
}
