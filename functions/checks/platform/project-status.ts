import { z } from 'zod'
import { doubt, outside, told, type Grade } from '../check.ts'

/** What each status of V1ProjectWithDatabaseResponse means; null: all is well. */
const MEANS: Readonly<Record<string, [grade: Exclude<Grade, 'new'>, what: string] | null>> = {
  ACTIVE_HEALTHY: null,
  COMING_UP: ['warn', 'It is being started.'],
  RESTARTING: ['warn', 'It is being restarted.'],
  RESIZING: ['warn', 'Its disk or its instance is being changed.'],
  UPGRADING: ['warn', 'PostgreSQL is being upgraded: nobody reaches it meanwhile.'],
  RESTORING: ['warn', 'A backup is being restored: nobody reaches it meanwhile.'],
  ACTIVE_UNHEALTHY: ['critical', 'It runs, and the platform finds it unhealthy.'],
  INACTIVE: ['critical', 'It is paused: on the free plan after seven days without use.'],
  PAUSING: ['critical', 'It is being paused.'],
  PAUSE_FAILED: ['critical', 'It was to be paused, and that failed.'],
  GOING_DOWN: ['critical', 'It is being shut down.'],
  INIT_FAILED: ['critical', 'It could not be set up.'],
  RESTORE_FAILED: ['critical', 'A backup could not be restored.'],
  REMOVED: ['critical', 'It was removed.'],
}

const DASHBOARD = 'https://supabase.com/dashboard/project/_'

/** What the platform says of the project as a whole. */
export const projectStatus = outside({
  id: 'project-status',
  title: 'Supabase says that the project is not up',
  where: 'platform',
  suite: 'tick',
  asks: ['GET /v1/projects/{ref}'],
  source: 'the values of status in Supabase’s OpenAPI document (V1ProjectWithDatabaseResponse)',
  why: 'A project that is paused, restored or upgraded answers nobody, and the database alone cannot say why.',
  resolve: [`-- see ${DASHBOARD}; a paused project is restored there`, '-- https://status.supabase.com'],
  severity: { warn: 'high', critical: 'critical' },
  permission: 'a token with the permission project_admin_read (scope projects:read)',
  row: z.object({ status: z.string() }),
  judge: ([project]) => {
    const status = project?.status ?? ''
    const means = MEANS[status]
    if (means === undefined)
      return doubt({
        subject: 'project',
        reason: `Supabase says ${status || 'nothing'} of its status`,
        mend: DASHBOARD,
      })
    if (means === null) return told([])
    const [grade, what] = means
    const mend = [`-- see ${DASHBOARD}`, '-- https://status.supabase.com']
    return told([{ subject: 'project', grade, value: null, title: `The project is ${status}`, what, mend }])
  },
})
