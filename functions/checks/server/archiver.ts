import { told } from '../check.ts'
import { span } from '../words.ts'
import { ofServer } from './own.ts'

/** The write-ahead log that could not be archived. */
export const archiver = ofServer({
  id: 'archiver',
  title: 'The write-ahead log cannot be archived',
  suite: 'tick',
  source:
    'check_postgres archive_ready; https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ARCHIVER-VIEW',
  why: 'Point-in-time recovery ends at the last piece that was archived, and what could not be archived stays on the disk until it is full.',
  resolve: ['select * from pg_stat_archiver;', '-- on Supabase this is the platform’s: open a support ticket'],
  severity: { warn: 'high', critical: 'critical' },
  judge: ({ archives, archive_failed_at, archived_at, archive_failures, clock }) =>
    told([
      archives && archive_failed_at !== null && archive_failed_at > (archived_at ?? 0)
        ? {
            subject: 'server',
            grade: 'warn',
            value: null,
            title: `The archiver failed ${span((clock - archive_failed_at) / 1000)} ago, and has archived nothing since`,
            what: `${archive_failures} failures in all; archived last: ${archived_at === null ? 'never' : `${span((clock - archived_at) / 1000)} ago`}.`,
            mend: [
              'select last_failed_wal, last_failed_time, last_archived_time from pg_stat_archiver;',
              '-- see archive_command and the server’s log; on Supabase open a support ticket',
            ],
          }
        : null,
    ]),
})
