import { as } from '../../tree/node.ts'
import { relationOf } from '../../tree/name.ts'
import type { Rule } from '../rule.ts'

/** The system catalog, or a schema of the platform, written by hand. */
export const catalogWrite: Rule = {
  id: 'catalog-write',
  title: 'The system catalog or the platform’s own schema is changed by hand',
  severity: 'high',
  looks:
    'INSERT, UPDATE, DELETE on pg_catalog; CREATE, ALTER or DROP TABLE in auth, storage, realtime, vault or extensions.',
  why: 'PostgreSQL does not check what is written into its catalog, and Supabase changes its schemas when it likes: its next upgrade fails, or undoes yours.',
  sources: [
    'https://supabase.com/docs/guides/platform/migrating-within-supabase',
    'https://www.postgresql.org/docs/current/catalogs-overview.html',
  ],
  check({ statement: { node } }) {
    const written = as(node, 'InsertStmt') ?? as(node, 'UpdateStmt') ?? as(node, 'DeleteStmt')
    const catalog =
      written?.relation?.schemaname === 'pg_catalog' ||
      /^pg_(?:class|attribute|proc|constraint|index|type|enum|namespace|depend|trigger|policy)$/.test(
        written?.relation?.relname ?? '',
      )
    if (written && catalog)
      return [
        {
          subject: `pg_catalog.${written.relation?.relname}`,
          message: `rows of ${written.relation?.relname} are changed by hand`,
          recipe: ['-- use the statement that PostgreSQL has for it'],
          severity: 'critical',
        },
      ]
    const made = as(node, 'CreateStmt') ?? as(node, 'AlterTableStmt')
    const { schema, name } = relationOf(made?.relation)
    if (
      !made ||
      !/^(?:auth|storage|realtime|vault|supabase_functions|supabase_migrations|graphql|pgbouncer)$/.test(schema)
    )
      return []
    return [
      {
        subject: `${schema}.${name}`,
        message: `${schema}.${name} belongs to Supabase`,
        recipe: [
          `-- a table of your own that refers to it: create table public.… (id uuid primary key references ${schema}.${name} on delete cascade);`,
        ],
      },
    ]
  },
}
