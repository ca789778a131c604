import { z } from 'zod'
import { check, told } from '../check.ts'
import { bare } from '../words.ts'

/** Extensions that the server has newer. */
export const extensionUpdates = check({
  id: 'extension-updates',
  title: 'The server has a newer version of an extension',
  suite: 'daily',
  sql: 'extensions',
  source:
    'Supabase’s advisor 0022_extension_versions_outdated; https://www.postgresql.org/docs/current/sql-alterextension.html',
  why: 'After an upgrade of PostgreSQL the library is new and the extension’s objects are old: what was mended in between is not, and some functions may fail.',
  resolve: ['alter extension <name> update;'],
  severity: { warn: 'low', critical: 'low' },
  row: z.object({ name: z.string(), schema: z.string(), installed: z.string(), available: z.string().nullable() }),
  judge: (rows) =>
    told(
      rows.map(({ name, installed, available }) => ({
        subject: name,
        grade: 'warn',
        value: null,
        title: `The extension ${name} is ${installed}, and the server has ${available ?? 'none'}`,
        what: 'pg_available_extensions has the other version.',
        mend: [`alter extension ${bare(name)} update;`],
      })),
    ),
})
