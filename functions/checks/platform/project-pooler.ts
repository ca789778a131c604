import { z } from 'zod'
import { both, doubt, graded, outside } from '../check.ts'
import { percent } from '../words.ts'

const Pool = z.object({
  identifier: z.string(),
  database_type: z.string(),
  pool_mode: z.string(),
  default_pool_size: z.number().nullable(),
  max_client_conn: z.number().nullable(),
})

const SETTINGS = 'Dashboard → Database → Settings → Connection pooling'

/** How many of the database's connections the pooler may take for itself. */
export const projectPooler = outside({
  id: 'project-pooler',
  title: 'The pooler may take nearly all connections',
  where: 'platform',
  suite: 'daily',
  asks: ['GET /v1/projects/{ref}/config/database/pooler'],
  unit: '% of max_connections',
  limits: { warn: 80, critical: 95 },
  source:
    'https://supabase.com/docs/guides/database/connecting-to-postgres#connection-pooler: up to 80 % for the pool, 40 % where PostgREST is used much',
  why: 'What the pooler takes is missing for Auth, PostgREST, Storage, migrations, and us: they are refused with 53300.',
  resolve: [`-- make the pool smaller, or the instance larger: ${SETTINGS}`],
  permission: 'a token with the permission database_pooling_config_read (scope database:read)',
  row: Pool,
  judge: (pools, limits, { server }) => {
    if (server === null)
      return doubt({ subject: 'pooler', reason: 'the database did not say its max_connections', mend: null })
    const most = server.max_connections
    const own = pools.filter(({ database_type: type }) => type === 'PRIMARY')
    return both(
      own.map(({ default_pool_size: pool, pool_mode: mode, max_client_conn: clients }) =>
        pool === null
          ? null
          : graded(percent(pool, most), limits, () => ({
              subject: 'pooler',
              title: `The pooler may take ${pool} of ${most} connections`,
              what: `In ${mode} mode, for up to ${clients ?? 'as many as there are'} clients, for each user and database.`,
              mend: [`-- make the pool smaller, or the instance larger: ${SETTINGS}`],
            })),
      ),
      own.some(({ default_pool_size: pool }) => pool === null)
        ? [
            {
              subject: 'pooler',
              reason: 'the size of its pool is left to Supabase, which does not say it',
              mend: SETTINGS,
            },
          ]
        : [],
    )
  },
})
