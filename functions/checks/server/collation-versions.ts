import { z } from 'zod'
import { identifier } from '../../model/sql.ts'
import { check, told, type Told } from '../check.ts'
import { nameOf } from '../words.ts'

const Row = z.object({
  schema: z.string(),
  name: z.string(),
  recorded: z.string().nullable(),
  actual: z.string().nullable(),
  indexes: z.array(z.string()),
})

/** What sorts otherwise than when its indexes were built. */
export const collationVersions = check({
  id: 'collation-versions',
  title: 'Text is sorted otherwise than when indexes were built',
  suite: 'daily',
  sql: 'collations',
  source:
    'https://www.postgresql.org/docs/current/sql-altercollation.html; https://wiki.postgresql.org/wiki/Locale_data_changes',
  why: 'The operating system’s library changed: indexes over text miss rows that are there, and unique ones let the same in twice.',
  resolve: [
    'reindex index concurrently <index>;',
    'alter collation <name> refresh version;',
    'alter database <name> refresh collation version;',
  ],
  severity: { warn: 'high', critical: 'high' },
  row: Row,
  judge: (rows, _, { server }) => {
    const { collation_version: recorded, collation_actual: actual, database } = server
    const own: Told | null =
      recorded !== null && recorded !== actual
        ? {
            subject: 'database',
            grade: 'warn',
            value: null,
            title: `The database’s own collation was of version ${recorded} and is ${actual ?? 'unknown'} now`,
            what: 'Every index over text that names no other collation was built with the old one.',
            mend: [
              `reindex database concurrently ${identifier(database)};`,
              `alter database ${identifier(database)} refresh collation version;`,
            ],
          }
        : null
    return told([
      own,
      ...rows.map(({ schema, name, recorded, actual, indexes }): Told => ({
        subject: nameOf(schema, name),
        grade: 'warn',
        value: null,
        title: `The collation ${nameOf(schema, name)} was of version ${recorded} and is ${actual ?? 'unknown'} now`,
        what:
          indexes.length === 0
            ? 'No index depends on it by name.'
            : `Indexes that depend on it: ${indexes.join(', ')}.`,
        mend: [
          ...indexes.map((index) => `reindex index concurrently ${index};`),
          `alter collation ${nameOf(schema, name)} refresh version;`,
        ],
      })),
    ])
  },
})
