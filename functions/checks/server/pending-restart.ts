import { told } from '../check.ts'
import { ofServer } from './own.ts'

/** Settings that wait for a restart. */
export const pendingRestart = ofServer({
  id: 'pending-restart',
  title: 'A setting waits for a restart',
  suite: 'daily',
  source: 'https://www.postgresql.org/docs/current/view-pg-settings.html (pending_restart)',
  why: 'The file says one thing and the server does another, until a restart that somebody makes for another reason changes both at once.',
  resolve: ['select name, setting from pg_settings where pending_restart;', '-- restart PostgreSQL at a quiet hour'],
  severity: { warn: 'low', critical: 'low' },
  judge: ({ pending_restart }) =>
    told(
      pending_restart.map((name) => ({
        subject: name,
        grade: 'warn',
        value: null,
        title: `The setting ${name} waits for a restart`,
        what: 'It was changed in a file, and the server still runs with the value of before.',
        mend: [
          `select name, setting from pg_settings where name = '${name}';`,
          '-- restart PostgreSQL at a quiet hour',
        ],
      })),
    ),
})
