import { graded, told } from '../check.ts'
import { percent } from '../words.ts'
import { ofServer } from './own.ts'

/** PostgreSQL stops 3 million before the half of 2^32. */
const MOST = 2 ** 31 - 3_000_000

/** How near transaction ids are to running out. */
export const wraparound = ofServer({
  id: 'wraparound',
  title: 'Transaction ids run out',
  suite: 'tick',
  unit: '%',
  limits: { warn: 50, critical: 75 },
  source:
    'check_postgres txn_wraparound, pganalyze 50 %; https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-WRAPAROUND',
  why: 'At the end PostgreSQL takes no more writes at all until the oldest table was vacuumed, which may take hours.',
  resolve: [
    "select c.oid::regclass, age(c.relfrozenxid) from pg_class c where c.relkind in ('r', 'm', 't') order by 2 desc limit 10;",
    'vacuum (freeze, verbose) <table>;',
    '-- end what keeps vacuum from it: old transactions, prepared transactions, replication slots',
  ],
  severity: { warn: 'high', critical: 'critical' },
  judge: (server, limits) =>
    told(
      (
        [
          ['transaction ids', server.xid_age],
          ['multixact ids', server.mxid_age],
        ] as const
      ).map(([subject, age]) =>
        graded(percent(age, MOST), limits, () => ({
          subject,
          title: `${percent(age, MOST)} % of all ${subject} are used up`,
          what: `The oldest is ${age} old; at ${MOST} PostgreSQL takes no more writes.`,
          mend: [
            "select c.oid::regclass, age(c.relfrozenxid) from pg_class c where c.relkind in ('r', 'm', 't') order by 2 desc limit 10;",
            '-- vacuum (freeze) the oldest; end old transactions, prepared transactions and replication slots, which keep vacuum from it',
          ],
        })),
      ),
    ),
})
