import { placesOfNames } from '../names.ts'
import type { Rule } from '../rule.ts'

const MOST = 63
const IDENTIFIER = /"((?:[^"]|"")+)"|[\p{L}_][\p{L}\p{N}_$]*/gu

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
  check({ statement: { sql, node } }) {
    const given = new Set(placesOfNames(node).map(({ name }) => name))
    return [...sql.matchAll(IDENTIFIER)].flatMap(([token, quoted]) => {
      const name = quoted?.replaceAll('""', '"') ?? token.toLowerCase()
      const bytes = new TextEncoder().encode(name)
      // The parser has cut it already.
      const kept = new TextDecoder().decode(bytes.subarray(0, MOST))
      if (bytes.length <= MOST || !given.has(kept)) return []
      return [
        {
          subject: name,
          message: `${name} (${bytes.length} bytes) becomes ${kept}`,
          recipe: ['-- give it a name of its own in the Drizzle schema, of at most 63 bytes'],
        },
      ]
    })
  },
}
