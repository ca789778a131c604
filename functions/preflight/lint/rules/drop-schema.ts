import { as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'

/** DROP SCHEMA, DROP DATABASE, DROP OWNED. */
export const dropSchema: Rule = {
  id: 'drop-schema',
  title: 'A whole schema or database goes',
  severity: 'critical',
  looks: 'DROP SCHEMA, DROP DATABASE, DROP OWNED.',
  why: 'Everything in it is lost; nothing but a backup brings it back.',
  sources: ['squawk ban-drop-database, ban-drop-schema', 'pg-schema-diff DELETES_DATA'],
  check({ statement: { node } }) {
    const what =
      as(node, 'DropStmt')?.removeType === 'OBJECT_SCHEMA'
        ? 'DROP SCHEMA'
        : as(node, 'DropdbStmt')
          ? 'DROP DATABASE'
          : as(node, 'DropOwnedStmt')
            ? 'DROP OWNED'
            : null
    if (what === null) return []
    return [
      {
        subject: what,
        message: `${what} loses everything in it`,
        recipe: ['-- drop its tables one by one, each when nobody has missed it for a while'],
      },
    ]
  },
}
