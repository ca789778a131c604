import { z } from 'zod'
import { outside, told } from '../check.ts'

const ROOM = [
  'select c.oid::regclass, pg_size_pretty(pg_total_relation_size(c.oid)) from pg_class c order by pg_total_relation_size(c.oid) desc limit 10;',
  '-- make room, or enlarge the disk: Dashboard → Settings → Compute and Disk',
  '-- to write meanwhile, in one session: set session characteristics as transaction read write;',
]

/** Whether the platform has turned the project to read-only. */
export const projectReadOnly = outside({
  id: 'project-read-only',
  title: 'Supabase has turned the project to read-only',
  where: 'platform',
  suite: 'tick',
  asks: ['GET /v1/projects/{ref}/readonly'],
  source: 'https://supabase.com/docs/guides/platform/database-size#read-only-mode',
  why: 'From 95 % of the disk on the platform lets nobody write: every insert and every migration fails.',
  resolve: ROOM,
  severity: { warn: 'high', critical: 'critical' },
  permission: 'a token with the permission database_readonly_config_read (scope database:read)',
  row: z.object({ enabled: z.boolean(), override_enabled: z.boolean(), override_active_until: z.string() }),
  judge: ([mode]) => {
    if (mode === undefined || (!mode.enabled && !mode.override_enabled)) return told([])
    const { override_enabled: overridden, override_active_until: until } = mode
    return told([
      {
        subject: 'project',
        grade: overridden ? 'warn' : 'critical',
        value: null,
        title: overridden ? 'Read-only mode is lifted for a while' : 'The project is read-only',
        what: overridden ? `It comes back at ${until}, unless there is room by then.` : 'Its disk is nearly full.',
        mend: ROOM,
      },
    ])
  },
})
