import { z } from 'zod'
import { both, outside, type Doubt, type Told } from '../check.ts'

/** The services that are asked for; what a project does not use is healthy, too. */
export const SERVICES = ['auth', 'db', 'pooler', 'realtime', 'rest', 'storage'] as const

const Service = z.object({ name: z.string(), status: z.string(), error: z.string().nullish() })

const LOGS = 'https://supabase.com/dashboard/project/_/logs/explorer'

/** What the platform says of each of the project's services. */
export const projectServices = outside({
  id: 'project-services',
  title: 'Supabase says that a service of the project is unhealthy',
  where: 'platform',
  suite: 'tick',
  asks: [`GET /v1/projects/{ref}/health?services=${SERVICES.join(',')}`],
  source: 'the values of status in Supabase’s OpenAPI document (V1ServiceHealthResponse)',
  why: 'The platform looks at its services from inside: what it finds unhealthy, applications soon do, too.',
  resolve: [`-- read its log: ${LOGS}`, '-- restart the project: Dashboard → Settings → General → Restart project'],
  severity: { warn: 'medium', critical: 'critical' },
  permission: 'a token with the permission project_admin_read (scope projects:read)',
  row: Service,
  judge: (rows) => {
    const missing = SERVICES.filter((name) => !rows.some((row) => row.name === name))
    return both(rows.map(tellOf), [
      ...rows.flatMap(({ name, status }) =>
        KNOWN.includes(status) ? [] : [{ subject: name, reason: `Supabase says ${status} of it`, mend: LOGS }],
      ),
      ...missing.map((name): Doubt => ({ subject: name, reason: 'Supabase says nothing of it', mend: LOGS })),
    ])
  },
})

const KNOWN = ['ACTIVE_HEALTHY', 'COMING_UP', 'UNHEALTHY']

function tellOf({ name, status, error }: z.infer<typeof Service>): Told | null {
  if (status !== 'UNHEALTHY' && status !== 'COMING_UP') return null
  return {
    subject: name,
    grade: status === 'UNHEALTHY' ? 'critical' : 'warn',
    value: null,
    title: status === 'UNHEALTHY' ? `${name} is unhealthy` : `${name} is coming up`,
    what: error ? `Supabase says: ${error}` : 'Supabase gives no reason.',
    mend: [`-- read its log: ${LOGS}`],
  }
}
