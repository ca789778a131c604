import { all, as } from '../../tree/node.ts'
import { ident } from '../../tree/name.ts'
import type { Rule } from '../rule.ts'

/** Extensions that make their own schema, or belong in pg_catalog. */
const OWN = new Set([
  'plpgsql',
  'pg_cron',
  'pg_net',
  'pgsodium',
  'supabase_vault',
  'pg_graphql',
  'pgmq',
  'pgtap',
  'pg_partman',
  'pgaudit',
])

/** CREATE EXTENSION without WITH SCHEMA. */
export const extensionInPublic: Rule = {
  id: 'extension-in-public',
  title: 'An extension goes where everybody calls its functions',
  severity: 'low',
  looks: 'CREATE EXTENSION without SCHEMA, or with SCHEMA public.',
  why: 'Its functions land in public, where PostgREST serves them to everybody. Supabase keeps extensions in the schema extensions.',
  sources: ['Supabase splinter 0014'],
  check({ statement, exposed }) {
    const create = as(statement.node, 'CreateExtensionStmt')
    const named = all(create?.options, 'DefElem').find(({ defname }) => defname === 'schema')
    const schema = as(named?.arg, 'String')?.sval ?? 'public'
    if (!create || OWN.has(create.extname ?? '') || !exposed.includes(schema)) return []
    return [
      {
        subject: create.extname ?? '',
        message: `extension ${create.extname} goes into ${schema}`,
        recipe: [`create extension if not exists ${ident(create.extname ?? '')} with schema extensions;`],
      },
    ]
  },
}
