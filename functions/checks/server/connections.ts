import { graded, told } from '../check.ts'
import { percent } from '../words.ts'
import { ofServer } from './own.ts'

/** How many connections are left. */
export const connections = ofServer({
  id: 'connections',
  title: 'Few connections are left',
  suite: 'tick',
  unit: '%',
  limits: { warn: 75, critical: 90 },
  source:
    'check_postgres backends warns at 90 %, pganalyze at 75 %; https://supabase.com/docs/guides/database/connection-management',
  why: 'With the last one taken every new session is refused (53300): the application, the deploy, and whoever comes to mend it.',
  resolve: [
    'select usename, application_name, state, count(*) from pg_stat_activity group by 1, 2, 3 order by 4 desc;',
    '-- connect through the pooler (port 6543), and give each application a smaller pool',
  ],
  versions: '16 and later also keep reserved_connections for a role; those count as taken.',
  judge: (server, limits) => {
    const open = server.max_connections - server.reserved_connections
    const share = percent(server.connections, open)
    return told([
      graded(share, limits, () => ({
        subject: 'server',
        title: `${server.connections} of ${open} connections are taken (${share} %)`,
        what: `max_connections is ${server.max_connections}, of which ${server.reserved_connections} are reserved.`,
        mend: [
          'select usename, application_name, state, count(*) from pg_stat_activity group by 1, 2, 3 order by 4 desc;',
          '-- connect through the pooler (port 6543), and give each application a smaller pool',
        ],
      })),
    ])
  },
})
