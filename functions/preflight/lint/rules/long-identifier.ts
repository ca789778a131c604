import { placesOfNames } from '../names.ts'
import type { Rule } from '../rule.ts'

const MOST = 63

/** A name longer than PostgreSQL keeps. */
export const longIdentifier: Rule = {
  id: 'long-identifier',
  title: 'A name is longer than PostgreSQL keeps',
  severity: 'medium',
  looks: 'A name of more than 63 bytes that a statement makes.',
  why: 'PostgreSQL cuts it off with a NOTICE that nobody reads. Drizzle’s snapshot has the long name, and looks for it for ever; two long names may become one.',
  sources: [
    'squawk identifier-too-long',
    'https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS',
  ],
  check: ({ statement }) =>
    placesOfNames(statement.node).flatMap(({ name, at }) => {
      const bytes = new TextEncoder().encode(name)
      if (bytes.length <= MOST) return []
      const cut = new TextDecoder().decode(bytes.subarray(0, MOST))
      return [
        {
          subject: name,
          at,
          message: `${name} (${bytes.length} bytes) becomes ${cut}`,
          recipe: ['-- give it a name of its own in the Drizzle schema, of at most 63 bytes'],
        },
      ]
    }),
}
