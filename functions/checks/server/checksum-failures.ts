import { told } from '../check.ts'
import { count } from '../words.ts'
import { ofServer } from './own.ts'

/** Pages that are not what was written. */
export const checksumFailures = ofServer({
  id: 'checksum-failures',
  title: 'Pages are not what was written',
  suite: 'daily',
  unit: 'pages',
  source: 'https://www.postgresql.org/docs/current/checksums.html; check_postgres checksum',
  why: 'The disk or the memory destroys data. What is destroyed may be in the backups already: every day counts.',
  resolve: [
    '-- restore a backup of before the first failure beside the database; on Supabase open a support ticket at once',
  ],
  severity: { warn: 'critical', critical: 'critical' },
  versions: '18 turns checksums on in new clusters; 15 to 17 only where they were asked for.',
  judge: ({ checksums, checksum_failures }) =>
    told([
      checksums && checksum_failures !== null && checksum_failures > 0
        ? {
            subject: 'database',
            grade: 'critical',
            value: checksum_failures,
            title: `${count(checksum_failures, 'page')} failed the checksum`,
            what: 'pg_stat_database counted them; the server’s log names the files.',
            mend: [
              'select datname, checksum_failures, checksum_last_failure from pg_stat_database where checksum_failures > 0;',
              '-- restore a backup of before the first failure beside the database; on Supabase open a support ticket at once',
            ],
          }
        : null,
    ]),
})
