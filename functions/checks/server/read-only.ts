import { told } from '../check.ts'
import { identifier } from '../../model/sql.ts'
import { ofServer } from './own.ts'

/** The database takes no writes. */
export const readOnly = ofServer({
  id: 'read-only',
  title: 'The database takes no writes',
  suite: 'tick',
  source: 'https://supabase.com/docs/guides/platform/database-size#read-only-mode',
  why: 'Supabase sets default_transaction_read_only when the disk is nearly full: every write of the application fails (25006), and so does the next migration.',
  resolve: [
    'set session characteristics as transaction read write;',
    '-- make room (vacuum, drop, truncate), then: alter database <name> reset default_transaction_read_only;',
  ],
  severity: { warn: 'critical', critical: 'critical' },
  judge: ({ read_only, standby, database }) =>
    told([
      read_only && !standby
        ? {
            subject: 'database',
            grade: 'critical',
            value: null,
            title: 'default_transaction_read_only is on: every write fails',
            what: 'It is set for the database or for the whole server.',
            mend: [
              '-- make room first: Supabase sets it when the disk is nearly full; then:',
              `alter database ${identifier(database)} reset default_transaction_read_only;`,
            ],
          }
        : null,
    ]),
})
